import { createHash } from 'node:crypto';
import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { STATUS_CODES } from '../letters/letter-status.ts';
import { canonicalJson, type Json } from '../seal/canonical-json.ts';
import { isToken } from '../seal/token.ts';

const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
const lines = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Zl}\p{Zp}]|[\t\n\r])*$/u);
/** A moment of which calendar and database know: a partner who says another one is refused, and breaks nothing here. */
const seconds = z.int().min(0).max(253_402_300_799);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The version of everything said here. What a later version adds to it is passed over by whoever does not know it, so nothing may
 * be added that changes what the rest means: that is another version, and another label (`signed-message.ts`).
 */
export const VERSION = 1;
const v = z.literal(VERSION);

/** The largest letter that can go to another installation: what its verifier looks at. */
export const MOST_PDF_BYTES = 32 * 1024 * 1024;

/** What a delivery says of itself. The same at every try, so that the other side knows it again by its hash. */
export const Manifest = z.object({
  v,
  key: z.uuid(),
  createdAt: seconds,
  letter: z.object({
    /** Where and by which code it is checked. */
    host: line(260),
    token: z.string().refine(isToken),
    number: line(200).min(1),
    /** `YYYY-MM-DD`, as printed. */
    date: z.iso.date().refine((day) => day >= '0001'),
    subject: line(2_000),
    /** Letters of a higher class do not go this way. */
    security: z.enum(['B', 'T']),
    urgency: z.enum(URGENCY),
    classification: line(100),
  }),
  sender: z.object({
    office: line(300),
    /** Whose letterhead it bears. */
    unit: line(300),
    address: lines(1_000),
  }),
  recipient: z.object({
    part: z.enum(['to', 'cc']),
    name: line(500).min(1),
    address: lines(1_000),
    /** Code of the unit there; empty: whoever opens letters. */
    desk: line(100),
  }),
  pdf: z.object({
    sha256,
    length: z.int().min(1).max(MOST_PDF_BYTES),
    pages: z.int().min(1),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** SHA-256 of the canonical form (RFC 8785) of all that was said, also of what is not known here. */
export function manifestSha256(body: Json): Buffer {
  return createHash('sha256').update(canonicalJson(body)).digest();
}

/** That these very bytes lie at the other side's front desk. */
export const Receipt = z.object({
  v,
  key: z.uuid(),
  manifest: sha256,
  pdf: sha256,
  receivedAt: seconds,
  /** The unit in whose front desk it lies, by name. */
  desk: line(300),
});
export type Receipt = z.infer<typeof Receipt>;

/** Deliveries asked for in one question. */
export const MOST_ASKED = 100;
export const Question = z.object({ v, keys: z.array(z.uuid()).min(1).max(MOST_ASKED) });

export const STANDINGS = ['received', 'registered', 'read', 'put_aside', 'unknown', 'not_told'] as const;

export const Answer = z.object({
  v,
  deliveries: z
    .array(
      z.object({
        key: z.uuid(),
        standing: z.enum(STANDINGS),
        /** As people write it: "12/2026". */
        agenda: line(60).exactOptional(),
        registeredAt: seconds.exactOptional(),
        readAt: seconds.exactOptional(),
      }),
    )
    .max(MOST_ASKED),
});
export type Answer = z.infer<typeof Answer>;

/** What became of a letter at its sender after it was delivered: one change of its status. */
export const Notice = z.object({
  v,
  /** Of the delivery. */
  key: z.uuid(),
  /** The letter that it brought. */
  pdf: sha256,
  change: z.object({
    /** In the order of that letter's changes. */
    n: z.int().min(1).max(100),
    code: z.enum(STATUS_CODES),
    at: seconds,
    /** The number of the letter that supersedes or corrects it, where that is an open one. */
    successor: line(200).min(1).exactOptional(),
  }),
});
export type Notice = z.infer<typeof Notice>;

/** That the other side knows of this change and shows it. */
export const Noted = z.object({ v, key: z.uuid(), n: z.int(), notedAt: seconds });
export type Noted = z.infer<typeof Noted>;

/** What an office says of itself to those who would exchange letters with it. */
export const Card = z.object({
  v,
  name: line(300).min(1),
  desks: z.array(z.object({ code: line(100).min(1), name: line(300).min(1) })).max(500),
  /** Root certificates of its officials' certificates, DER in base64. */
  roots: z.array(z.base64().min(1).max(6_000)).min(1).max(10),
});
export type Card = z.infer<typeof Card>;

/** A refusal as it goes over the line: `code` is stable, the sentences are for the people there. */
export const RefusalBody = z.object({
  refused: z.object({ code: line(60).min(1), id: line(600), en: line(600) }),
});

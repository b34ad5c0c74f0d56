import { createHash } from 'node:crypto';
import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { canonicalJson } from '../seal/canonical-json.ts';
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
    .regex(/^[^\p{Zl}\p{Zp}]*$/u);
const seconds = z.int().min(0);

/** The largest letter that can go to another installation: what its verifier looks at. */
export const MOST_PDF_BYTES = 32 * 1024 * 1024;

/** What a delivery says of itself. The same at every try, so that the other side knows it again by its hash. */
export const Manifest = z.strictObject({
  v: z.literal(1),
  key: z.uuid(),
  createdAt: seconds,
  letter: z.strictObject({
    /** Where and by which code it is checked. */
    host: line(260),
    token: z.string().refine(isToken),
    number: line(200).min(1),
    /** `YYYY-MM-DD`, as printed. */
    date: z.iso.date(),
    subject: line(2_000),
    /** Letters of a higher class do not go this way. */
    security: z.enum(['B', 'T']),
    urgency: z.enum(URGENCY),
    classification: line(100),
  }),
  sender: z.strictObject({
    office: line(300),
    /** Whose letterhead it bears. */
    unit: line(300),
    address: lines(1_000),
  }),
  recipient: z.strictObject({
    part: z.enum(['to', 'cc']),
    name: line(500).min(1),
    address: lines(1_000),
    /** Code of the unit there; empty: whoever opens letters. */
    desk: line(100),
  }),
  pdf: z.strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    length: z.int().min(1).max(MOST_PDF_BYTES),
    pages: z.int().min(1),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** SHA-256 of its canonical form (RFC 8785). */
export function manifestSha256(manifest: Manifest): Buffer {
  return createHash('sha256').update(canonicalJson(manifest)).digest();
}

/** That these very bytes lie at the other side's front desk. */
export const Receipt = z.strictObject({
  v: z.literal(1),
  key: z.uuid(),
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
  pdf: z.string().regex(/^[0-9a-f]{64}$/),
  receivedAt: seconds,
  /** The unit in whose front desk it lies, by name. */
  desk: line(300),
});
export type Receipt = z.infer<typeof Receipt>;

/** Deliveries asked for in one question. */
export const MOST_ASKED = 100;
export const Question = z.strictObject({ v: z.literal(1), keys: z.array(z.uuid()).min(1).max(MOST_ASKED) });

export const STANDINGS = ['received', 'registered', 'read', 'put_aside', 'unknown', 'not_told'] as const;

export const Answer = z.strictObject({
  v: z.literal(1),
  deliveries: z
    .array(
      z.strictObject({
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

/** What an office says of itself to those who would exchange letters with it. */
export const Card = z.strictObject({
  v: z.literal(1),
  name: line(300).min(1),
  desks: z.array(z.strictObject({ code: line(100).min(1), name: line(300).min(1) })).max(500),
  /** Root certificates of its officials' certificates, DER in base64. */
  roots: z.array(z.base64().min(1).max(6_000)).min(1).max(10),
});
export type Card = z.infer<typeof Card>;

/** A refusal as it goes over the line: `code` is stable, the sentences are for the people there. */
export const RefusalBody = z.object({
  refused: z.strictObject({ code: line(60).min(1), id: line(600), en: line(600) }),
});

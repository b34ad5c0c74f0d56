import { createHash } from 'node:crypto';
import { z } from 'zod';
import { officeKinds } from '../people/positions-store.ts';
import { SECURITY } from '../people/security-class.ts';
import { canonicalJson } from '../seal/canonical-json.ts';
import { LayoutProfile } from '../typesetting/page-profile.ts';
import { FrozenAttachment, FrozenUpload } from './frozen-files.ts';
import { KIND_GROUPS, SECTION_LAYOUTS, URGENCY } from './letter-kind.ts';

const Addressee = z.strictObject({ name: z.string(), address: z.string() });
/** A recipient as printed: names are resolved when the letter is submitted, so that a later rename changes nothing. */
export type Addressee = z.infer<typeof Addressee>;

/**
 * Everything that decides the printed page of a version, except what only the signing act knows: number, date, seal, and
 * the person who holds the signatory's position at that moment. Its canonical bytes are what is decided on and sealed: a
 * member added later is `exactOptional`, so that every version frozen before still has the same bytes.
 */
export const FrozenContent = z.strictObject({
  v: z.literal(1),
  kind: z.strictObject({
    code: z.string(),
    /** The version of the kind under which the letter was begun. */
    version: z.number().int().positive().exactOptional(),
    name: z.string(),
    group: z.enum(KIND_GROUPS),
    shape: z.enum(['korespondensi', 'judul']),
    template: z.string(),
    title: z.string(),
    paper: z.enum(['a4', 'f4']),
    font: z.enum(['Arimo', 'Tinos']),
    /** Absent in what was frozen before kinds had layouts of their own: the base profile. */
    profile: LayoutProfile.omit({ paper: true, font: true }).exactOptional(),
    /** Typst of the office's own in place of the template, whole: the page follows from these bytes alone. */
    source: z.string().exactOptional(),
    titlesInBlock: z.boolean(),
    numberFormat: z.string(),
    registerCode: z.string(),
  }),
  /** `jabatan`: the head's own letterhead; `instansi`: that of the unit, below the office's name. */
  letterhead: z.strictObject({
    style: z.enum(['jabatan', 'instansi']),
    office: z.string(),
    name: z.string(),
    address: z.string(),
    contact: z.string(),
    /** SHA-256 of the emblem's PNG, lower-case hex. */
    emblem: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .exactOptional(),
  }),
  place: z.string(),
  signatory: z.strictObject({
    positionId: z.number().int(),
    /** Whose register counts: the signatory's unit, or for a decree a.n. or u.b. that of the office that it names. */
    unitId: z.number().int(),
    position: z.string(),
    officeKind: z.enum(officeKinds),
    unit: z.string(),
    unitCode: z.string(),
    positionCode: z.string(),
    authority: z.enum(['own', 'an', 'ub']),
    /** a.n. and u.b.: in whose name; u.b.: through whom. Empty otherwise. */
    principal: z.string(),
    intermediate: z.string(),
  }),
  to: z.array(Addressee),
  cc: z.array(Addressee),
  /** Members of the groups that `to` and `cc` name by the group's name; absent where there is none. */
  recipientLists: z.array(z.strictObject({ name: z.string(), members: z.array(Addressee) })).exactOptional(),
  subject: z.string(),
  classification: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  attachment: z.string(),
  /** Which reading of the markup the sections were written for; absent, the first. */
  markup: z.literal(2).exactOptional(),
  sections: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      kind: z.enum(['text', 'line']),
      /** An optional section left empty is not printed. */
      optional: z.boolean(),
      layout: z.enum(SECTION_LAYOUTS).exactOptional(),
      printed: z.string().exactOptional(),
      before: z.string().exactOptional(),
      text: z.string(),
    }),
  ),
  /** The text came as a finished file: then there are no sections. */
  upload: FrozenUpload.exactOptional(),
  attachments: z.array(FrozenAttachment).min(1).exactOptional(),
});
export type FrozenContent = z.infer<typeof FrozenContent>;

/** The version's bytes (RFC 8785) and their SHA-256, by which every decision names what was decided on. */
export function freeze(content: FrozenContent): { canonical: string; sha256: Buffer } {
  const canonical = canonicalJson(FrozenContent.parse(content));
  return { canonical, sha256: createHash('sha256').update(canonical, 'utf8').digest() };
}

export function parseFrozen(canonical: string): FrozenContent {
  return FrozenContent.parse(JSON.parse(canonical));
}

import { z } from 'zod';
import type { Security } from '../people/security-class.ts';
import { LayoutProfile } from '../typesetting/page-profile.ts';

export const KIND_GROUPS = ['pengaturan', 'penetapan', 'penugasan', 'korespondensi', 'khusus'] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

/**
 * How a part is printed: from edge to edge; behind its label and a colon; below its label as a heading; the dicta of a
 * decree (KESATU, KEDUA …); or as a line below the space in which a second party signs by hand.
 */
export const SECTION_LAYOUTS = ['plain', 'labelled', 'heading', 'dicta', 'hand'] as const;
export type SectionLayout = (typeof SECTION_LAYOUTS)[number];

export const KindSection = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  label: z.string().min(1).max(80),
  labelEn: z.string().min(1).max(80),
  required: z.boolean(),
  /** `text` is structured markup, `line` a single line. */
  kind: z.enum(['text', 'line']),
  /** What a new letter already holds here: the words that officials expect, to be completed. */
  starter: z.string().max(4_000).default(''),
  /** Absent: plain in shape korespondensi, labelled in shape judul. */
  layout: z.enum(SECTION_LAYOUTS).exactOptional(),
  /** The label on paper where it is not the one of the form. */
  printed: z.string().min(1).max(80).exactOptional(),
  /** A word in the middle of the line above the part: `MENUGASKAN:`. */
  before: z.string().min(1).max(80).exactOptional(),
});
export type KindSection = z.infer<typeof KindSection>;

/** Room for a long form of one's own, not for a data set. */
export const LONGEST_SOURCE = 60_000;

/** What a version of a kind says: everything about it but its code and its number. Written once. */
export const KindDefinition = z.strictObject({
  name: z.string().min(1).max(80),
  nameEn: z.string().min(1).max(80),
  kindGroup: z.enum(KIND_GROUPS),
  shape: z.enum(['korespondensi', 'judul']),
  /** A template of the project, in `views/letters/`. */
  template: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Printed title; `{jabatan}` is the office in whose name it is given. */
  title: z.string().max(120),
  registerCode: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** Grammar of registers/letter-number.ts. */
  numberFormat: z.string().min(1).max(100),
  /** False for piagam and sertifikat (Pasal 44): the block shows the name without titles. */
  titlesInBlock: z.boolean(),
  sections: z.array(KindSection).min(1).max(20),
  /** The check page shows no picture of page 1. */
  namesPersons: z.boolean(),
  profile: LayoutProfile,
  /** Typst of the office's own in place of the project's template; sees the same data. */
  source: z.string().min(1).max(LONGEST_SOURCE).nullable(),
});
export type KindDefinition = z.infer<typeof KindDefinition>;

/** A kind of letter (Permendagri 1/2023) in one of its versions: data, so that an office adds its own without a line of code. */
export type LetterKind = KindDefinition & { code: string; version: number };

export const URGENCY = ['AMAT_SEGERA', 'SEGERA', 'PENTING', 'BIASA'] as const;
export type Urgency = (typeof URGENCY)[number];

/** As printed beside "Sifat". */
export const SECURITY_NAMES: Record<Security, string> = {
  B: 'Biasa',
  T: 'Terbatas',
  R: 'Rahasia',
  SR: 'Sangat Rahasia',
};
export const URGENCY_NAMES: Record<Urgency, string> = {
  AMAT_SEGERA: 'Amat segera',
  SEGERA: 'Segera',
  PENTING: 'Penting',
  BIASA: 'Biasa',
};

/** The class in the seal (`security` of the sealed content): 0 biasa … 3 sangat rahasia. */
export function sealClass(security: Security): 0 | 1 | 2 | 3 {
  return ({ B: 0, T: 1, R: 2, SR: 3 } as const)[security];
}

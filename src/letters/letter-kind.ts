import { z } from 'zod';

export const KIND_GROUPS = ['pengaturan', 'penetapan', 'penugasan', 'korespondensi', 'khusus'] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

export const KindSection = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  label: z.string(),
  labelEn: z.string(),
  required: z.boolean(),
  /** `text` is structured markup, `line` a single line. */
  kind: z.enum(['text', 'line']),
});
export type KindSection = z.infer<typeof KindSection>;

/** A kind of letter (Permendagri 1/2023): data, so that an office adds its own without a line of code. */
export const LetterKind = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  kindGroup: z.enum(KIND_GROUPS),
  shape: z.enum(['korespondensi', 'judul']),
  template: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  registerCode: z.string(),
  numberFormat: z.string(),
  titlesInBlock: z.boolean(),
  paper: z.enum(['a4', 'f4']),
  font: z.enum(['Arimo', 'Tinos']),
  sections: z.array(KindSection).min(1).max(20),
  namesPersons: z.boolean(),
});
export type LetterKind = z.infer<typeof LetterKind>;

export const SECURITY = ['B', 'T', 'R', 'SR'] as const;
export type Security = (typeof SECURITY)[number];
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

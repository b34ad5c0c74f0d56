import { z } from 'zod';
import type { LetterPage } from './letter-page.ts';

export const PAPERS = ['a4', 'f4'] as const;
export const FONTS = ['Arimo', 'Tinos'] as const;
export const PAGE_NUMBERS = ['none', 'top-centre', 'top-right'] as const;

/**
 * How the pages of a kind are laid out; lengths in millimetres, type in points, `lineSpacing` the distance of baselines as a
 * multiple of the type. Page numbers begin on the second page; the foot of every page says "hal 1/2" besides.
 */
export const LayoutProfile = z.strictObject({
  paper: z.enum(PAPERS),
  margin: z.strictObject({ top: z.number(), bottom: z.number(), left: z.number(), right: z.number() }),
  font: z.enum(FONTS),
  fontSize: z.number(),
  lineSpacing: z.number(),
  /** Kata penyambung: the first word of the next page at the foot of this one. */
  catchword: z.boolean(),
  pageNumbers: z.enum(PAGE_NUMBERS),
});
export type LayoutProfile = z.infer<typeof LayoutProfile>;

/**
 * After Permendagri 1/2023: margins 20/25/30/20 mm, type of 12 points. The line spacing is not sourced; 1.25 keeps an
 * ordinary letter on one page beside a seal of 35 mm.
 */
export const BASE_PROFILE: LayoutProfile = {
  paper: 'a4',
  margin: { top: 20, bottom: 25, left: 30, right: 20 },
  font: 'Arimo',
  fontSize: 12,
  lineSpacing: 1.25,
  catchword: true,
  pageNumbers: 'top-centre',
};

/** A profile with the sheet's measures, as the templates read it. */
export interface PageProfile extends Omit<LayoutProfile, 'paper' | 'font'> {
  width: number;
  height: number;
  /** Between paragraphs, beyond the leading, as a multiple of the font size. */
  paragraphGap: number;
}

/** F4 as most offices buy it (215 × 330 mm). */
export const PAPER_MM = { a4: { width: 210, height: 297 }, f4: { width: 215, height: 330 } } as const;

export function pageProfile({ profile }: Pick<LetterPage, 'profile'>): PageProfile {
  const { paper, font: _, ...measures } = profile;
  return { ...PAPER_MM[paper], ...measures, paragraphGap: 0.4 };
}

/** Square boxes that hold a symbol with its quiet zone; fixed, so that a draft breaks its pages as the signed letter does. */
export const SEAL_BOX_MM = { 30: 36, 35: 41 } as const;

/** More recipients than this stand on a page of their own, and the letter says "Daftar terlampir". */
const MOST_RECIPIENTS = 6;
const MOST_RECIPIENT_LINES = 12;

/** Whether the recipients stand on an attached list. Whoever words "Lampiran" must count it. */
export function needsRecipientList(recipients: LetterPage['recipients']): boolean {
  const lines = recipients.reduce((sum, { name, address }) => {
    return sum + Math.ceil(name.length / 60) + (address === '' ? 0 : address.split('\n').length);
  }, 0);
  return recipients.length > MOST_RECIPIENTS || lines > MOST_RECIPIENT_LINES;
}

import type { LetterPage } from './letter-page.ts';

/** Measures of a page in millimetres, type in points. */
export interface PageProfile {
  width: number;
  height: number;
  margin: { top: number; bottom: number; left: number; right: number };
  fontSize: number;
  /** Distance of baselines as a multiple of the font size. */
  lineSpacing: number;
  /** Between paragraphs, beyond the leading, as a multiple of the font size. */
  paragraphGap: number;
}

const PAPER = { a4: { width: 210, height: 297 }, f4: { width: 215, height: 330 } } as const;

/**
 * The profile after Permendagri 1/2023: margins 20/25/30/20 mm, type of 12 points. F4 is 215 × 330 mm. The line spacing is
 * not sourced; 1.25 keeps an ordinary letter on one page beside a seal of 35 mm.
 */
export function pageProfile(page: Pick<LetterPage, 'paper'>): PageProfile {
  return {
    ...PAPER[page.paper],
    margin: { top: 20, bottom: 25, left: 30, right: 20 },
    fontSize: 12,
    lineSpacing: 1.25,
    paragraphGap: 0.4,
  };
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

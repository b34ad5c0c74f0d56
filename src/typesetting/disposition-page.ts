import { z } from 'zod';
import type { Coverage } from './glyph-coverage.ts';
import { printable } from './record-sheet.ts';

const text = z.string().max(20_000);
const tick = z.object({ label: text, ticked: z.boolean() });

/** One sheet as it was written, or an empty one to be filled in by hand. */
const Sheet = z.object({
  /** "Lembar disposisi 2, mengubah lembar 1". */
  heading: text,
  /** Empty, or why it no longer stands. */
  standing: text,
  /** "Diteruskan kepada Sdr.". */
  toLabel: text,
  to: z.array(text).max(60),
  instructions: z.array(tick).max(200),
  remark: text,
  due: text,
  /** As what it was written, by whom, and when; null leaves room for a hand. */
  by: z.object({ capacity: text, name: text, rank: text, nip: text, at: text }).nullable(),
});

/** The disposition sheets of an incoming letter, A4. Everything is printed verbatim. */
export const DispositionPage = z.object({
  documentTitle: text.min(1),
  /** Unix seconds: creation date of the PDF. */
  createdAt: z.number().int().min(0),
  office: text,
  unit: text,
  /** Class at the top left; null for ordinary letters. */
  mark: z.object({ code: text, red: z.boolean() }).nullable(),
  reference: text,
  from: text,
  number: text,
  letterDate: text,
  received: text,
  agenda: text,
  character: z.array(tick).max(6),
  /** What the boxes do not say of urgency and class. */
  characterNote: text,
  subject: text,
  sheets: z.array(Sheet).min(1).max(2_000),
  closing: text,
});
export type DispositionPage = z.infer<typeof DispositionPage>;

/** The page in characters that can be printed: a record must print whatever it holds. */
export function printableDisposition(page: DispositionPage, coverage: Coverage): DispositionPage {
  return DispositionPage.parse(printed(page, coverage));
}

function printed(value: unknown, coverage: Coverage): unknown {
  if (typeof value === 'string') return printable(value, coverage);
  if (Array.isArray(value)) return value.map((each) => printed(each, coverage));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, printed(each, coverage)]));
}

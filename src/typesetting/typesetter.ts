import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Fault } from '../errors.ts';
import { openProcessPool } from '../processes/process-pool.ts';
import { demandPrintable } from './demand-printable.ts';
import { allFontFiles } from './fonts.ts';
import { type Coverage, readCoverage } from './glyph-coverage.ts';
import { LetterPage } from './letter-page.ts';
import { PageCountDiffers } from './page-count-differs.ts';
import { pageProfile } from './page-profile.ts';
import { poolRefusals } from './pool-refusals.ts';
import { templateData } from './template-data.ts';

/** PDF points from the bottom left corner: lower left x and y, upper right x and y. */
export type Rect = [llx: number, lly: number, urx: number, ury: number];

export interface SetLetter {
  /** PDF/A-2a, not yet signed. */
  pdf: Buffer;
  pages: number;
  /** Where the signature block stands (seal and lines); `page` from 1. */
  signatureBox: { page: number; rect: Rect };
}

export interface Typesetter {
  /**
   * Sets a letter. Equal input is equal bytes.
   * @throws Refusal `glyph-missing`, `bidi-control`, `invisible-character`, `unresolved-variable` (what was written),
   * `page-count-differs` (a PageCountDiffers with the true count), `typesetting-timeout`, `typesetting-busy`
   * @throws Fault when the page is malformed, or Typst reports an error or a warning
   */
  typeset(page: LetterPage): Promise<SetLetter>;
  close(): Promise<void>;
}

const POINTS_PER_MM = 72 / 25.4;
const ONE_FOLDER = new URL('../../views/letters/', import.meta.url);

const Marks = z.array(
  z.object({
    value: z.object({
      kind: z.string(),
      page: z.number().int().positive(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
    }),
  }),
);
const Answer = z.union([
  z.object({ problems: z.array(z.string()) }),
  z.object({ pdf: z.custom<Uint8Array>(ArrayBuffer.isView), pages: z.number().int().positive(), marks: Marks }),
]);

/**
 * Typst in processes of its own. `processes` of them at once (default 1); a page that takes longer than `deadlineMs`
 * (default 20 s) is given up and its process killed.
 */
export function openTypesetter(options: { processes?: number; deadlineMs?: number } = {}): Typesetter {
  const workspace = fileURLToPath(ONE_FOLDER);
  const pool = openProcessPool({
    program: new URL('./typst-process.js', import.meta.url),
    refusals: poolRefusals,
    argument: { workspace, fonts: allFontFiles() },
    // Only Linux asks fontconfig; elsewhere the machine's typefaces are seen, but no template names them.
    environment: { FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', ONE_FOLDER)) },
    processes: options.processes ?? 1,
    deadlineMs: options.deadlineMs ?? 20_000,
  });
  const coverages = new Map<string, Coverage>();
  const coverageOf = (font: LetterPage['font']): Coverage => {
    const known = coverages.get(font) ?? readCoverage(font);
    coverages.set(font, known);
    return known;
  };

  return {
    async typeset(input) {
      const parsed = LetterPage.safeParse(input);
      if (!parsed.success) throw new Fault('reading a letter page', { cause: parsed.error });
      const page = parsed.data;
      demandPrintable(page, coverageOf(page.font));
      const data = templateData(page);
      const job = {
        main: fileURLToPath(new URL(`${page.template}.typ`, ONE_FOLDER)),
        page: JSON.stringify(data),
        createdAt: page.createdAt,
      };
      const answer = Answer.parse(await pool.ask(job));
      if ('problems' in answer) throw new Fault(`setting a letter: ${withoutContent(answer.problems)}`);
      if (!page.draft && answer.pages !== page.pageSymbols.length) {
        throw new PageCountDiffers(answer.pages, page.pageSymbols.length);
      }
      return {
        pdf: Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength),
        pages: answer.pages,
        signatureBox: signatureBox(answer.marks, pageProfile(page).height),
      };
    },
    close: () => pool.close(),
  };
}

/** Typst measures from the top left, PDF from the bottom left. */
function signatureBox(marks: z.infer<typeof Marks>, heightMm: number): SetLetter['signatureBox'] {
  const mark = marks.find(({ value }) => value.kind === 'signature')?.value;
  if (mark === undefined) throw new Fault('the template has no signature block');
  const top = heightMm * POINTS_PER_MM - mark.y;
  return { page: mark.page, rect: [mark.x, top - mark.height, mark.x + mark.width, top] };
}

/** What Typst says may quote the letter; its own words are enough for the log. */
function withoutContent(problems: string[]): string {
  return problems
    .map((problem) => problem.replace(/`[^`]*`|"[^"]*"/gu, '…'))
    .join('; ')
    .slice(0, 500);
}

import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Fault } from '../errors.ts';
import { openProcessPool, programBeside } from '../processes/process-pool.ts';
import { demandPrintable } from './demand-printable.ts';
import { allFontFiles, familiesFor } from './fonts.ts';
import { type Coverage, readCoverage } from './glyph-coverage.ts';
import { LetterPage } from './letter-page.ts';
import { PageCountDiffers } from './page-count-differs.ts';
import { pageProfile } from './page-profile.ts';
import { poolRefusals } from './pool-refusals.ts';
import { printableSheet, RecordSheet } from './record-sheet.ts';
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
  /**
   * Sets a sheet about a letter, PDF/A-2a. Equal input is equal bytes.
   * @throws Refusal `typesetting-timeout`, `typesetting-busy`; Fault as above
   */
  typesetRecord(sheet: RecordSheet): Promise<{ pdf: Buffer; pages: number }>;
  close(): Promise<void>;
}

export interface TypstSetting {
  workspace: string;
  fonts: string[];
  memoryMb: number;
}

export interface TypstJob {
  /** The template's file. */
  main: string;
  /** JSON. */
  page: string;
  /** Seconds since 1970. */
  createdAt: number;
}

/** Far more than any letter takes (about 200 MB): what passes it does not end by itself. */
const MEMORY_MB = 1536;

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
    program: programBeside(import.meta.url, 'typst-process'),
    refusals: poolRefusals,
    argument: { workspace, fonts: allFontFiles(), memoryMb: MEMORY_MB } satisfies TypstSetting,
    // Only Linux asks fontconfig; elsewhere the machine's typefaces are seen, but no template names them.
    environment: { FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', ONE_FOLDER)) },
    processes: options.processes ?? 1,
    deadlineMs: options.deadlineMs ?? 20_000,
  });
  const coverages = new Map<string, Coverage>();
  const coverageOf = (font: LetterPage['profile']['font']): Coverage => {
    const known = coverages.get(font) ?? readCoverage(font);
    coverages.set(font, known);
    return known;
  };

  const set = async (template: string, data: object, createdAt: number) => {
    const main = fileURLToPath(new URL(`${template}.typ`, ONE_FOLDER));
    const job = { main, page: JSON.stringify(data), createdAt } satisfies TypstJob;
    const answer = Answer.parse(await pool.ask(job));
    if ('problems' in answer) throw new Fault(`setting a letter: ${withoutContent(answer.problems)}`);
    const { pdf, pages, marks } = answer;
    return { pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages, marks };
  };

  return {
    async typeset(input) {
      const parsed = LetterPage.safeParse(input);
      if (!parsed.success) throw new Fault('reading a letter page', { cause: parsed.error });
      const page = parsed.data;
      demandPrintable(page, coverageOf(page.profile.font));
      const { pdf, pages, marks } = await set(page.template, templateData(page), page.createdAt);
      if (!page.draft && pages !== page.pageSymbols.length) {
        throw new PageCountDiffers(pages, page.pageSymbols.length);
      }
      return { pdf, pages, signatureBox: signatureBox(marks, pageProfile(page).height) };
    },
    async typesetRecord(input) {
      const parsed = RecordSheet.safeParse(input);
      if (!parsed.success) throw new Fault('reading a record sheet', { cause: parsed.error });
      const sheet = printableSheet(parsed.data, coverageOf('Arimo'));
      const { pdf, pages } = await set('pertinggal', { sheet, families: familiesFor('Arimo') }, sheet.createdAt);
      return { pdf, pages };
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

import { fileURLToPath } from 'node:url';
import { Fault } from '../errors.ts';
import { openProcessPool, type PoolLoad, programBeside } from '../processes/process-pool.ts';
import { demandPrintable, demandTexts } from './demand-printable.ts';
import { DispositionPage, printableDisposition } from './disposition-page.ts';
import { allFontFiles, familiesFor } from './fonts.ts';
import { type Coverage, readCoverage } from './glyph-coverage.ts';
import { LetterPage } from './letter-page.ts';
import { MarksPage, marksData, textsOfMarks } from './marks-page.ts';
import { PageCountDiffers } from './page-count-differs.ts';
import { pageProfile } from './page-profile.ts';
import { poolRefusals } from './pool-refusals.ts';
import { printableSheet, RecordSheet } from './record-sheet.ts';
import { templateData } from './template-data.ts';
import { sourceDoesNotCompile, sourceLacks, sourceTooCostly } from './template-invalid.ts';
import {
  EMBLEM_FILE,
  type Mark,
  type Problem,
  pictureFile,
  TypstAnswer,
  type TypstJob,
  type TypstSetting,
} from './typst-job.ts';

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
   * `page-count-differs` (a PageCountDiffers with the true count), `typesetting-timeout`, `typesetting-busy`;
   * `template-invalid` under the field `source` for an office's own source: what Typst says and in which line, or what the
   * source lacks (signature block, the sheet of every page). It is set in the same bounds: no network, no packages, no
   * file but the templates
   * @throws Fault when the page is malformed, or Typst reports an error or a warning in a template of the project
   */
  typeset(page: LetterPage): Promise<SetLetter>;
  /**
   * Sets a sheet about a letter, PDF/A-2a. Equal input is equal bytes.
   * @throws Refusal `typesetting-timeout`, `typesetting-busy`; Fault as above
   */
  typesetRecord(sheet: RecordSheet): Promise<{ pdf: Buffer; pages: number }>;
  /** The disposition sheets of an incoming letter, in the same way. */
  typesetDisposition(page: DispositionPage): Promise<{ pdf: Buffer; pages: number }>;
  /**
   * Sets what is printed over pages from outside: one transparent page for each of them. `signatureBox` where the marks hold
   * the signature block. Equal input is equal bytes.
   * @throws Refusal `glyph-missing` and its like, `typesetting-timeout`, `typesetting-busy`; Fault as above
   */
  typesetMarks(page: MarksPage): Promise<Omit<SetLetter, 'signatureBox'> & Partial<Pick<SetLetter, 'signatureBox'>>>;
  /**
   * Sets the lists of recipients and copies of a letter that was uploaded, on pages without footer and symbol. Their number does
   * not depend on what only the signing knows.
   * @throws as `typesetMarks`
   */
  typesetLists(page: LetterPage): Promise<{ pdf: Buffer; pages: number }>;
  load(): PoolLoad;
  close(): Promise<void>;
}

export interface TypesetterOptions {
  /** Letters set at once (default 1). */
  processes?: number;
  /** A page that takes longer is given up and its process killed (default 20 s). */
  deadlineMs?: number;
  /** The document store, out of which emblems come. Without it only pages without one can be set. */
  documents?: { read(sha256: Uint8Array): Promise<Buffer> };
}

/** Far more than any letter takes (about 200 MB): what passes it does not end by itself. */
const MEMORY_MB = 1536;

const POINTS_PER_MM = 72 / 25.4;
const ONE_FOLDER = new URL('../../views/letters/', import.meta.url);

/**
 * An office's own source may ask for packages, which Typst would fetch or look for in the account's folders: a proxy on a
 * port that nothing listens on, and folders that cannot be.
 */
const CLOSED_IN = {
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
  ALL_PROXY: 'http://127.0.0.1:1',
  HOME: '/dev/null',
  XDG_DATA_HOME: '/dev/null',
  XDG_CACHE_HOME: '/dev/null',
};

/** Typst in processes of its own. */
export function openTypesetter(options: TypesetterOptions = {}): Typesetter {
  const workspace = fileURLToPath(ONE_FOLDER);
  const pool = openProcessPool({
    program: programBeside(import.meta.url, 'typst-process'),
    refusals: { ...poolRefusals, killed: () => new ProcessKilled('typst-process ended by a signal') },
    argument: { workspace, fonts: allFontFiles(), memoryMb: MEMORY_MB } satisfies TypstSetting,
    // Only Linux asks fontconfig; elsewhere the machine's typefaces are seen, but no template names them.
    environment: { ...CLOSED_IN, FONTCONFIG_FILE: fileURLToPath(new URL('fonts.conf', ONE_FOLDER)) },
    processes: options.processes ?? 1,
    deadlineMs: options.deadlineMs ?? 20_000,
  });
  const coverages = new Map<string, Coverage>();
  const coverageOf = (font: LetterPage['profile']['font']): Coverage => {
    const known = coverages.get(font) ?? readCoverage(font);
    coverages.set(font, known);
    return known;
  };

  const readEmblem = async (sha256: string | null): Promise<TypstJob['pictures']> => {
    if (sha256 === null) return {};
    if (options.documents === undefined) throw new Fault('setting a letter with an emblem without the document store');
    return { [EMBLEM_FILE]: await options.documents.read(Buffer.from(sha256, 'hex')) };
  };

  const set = async (job: Omit<TypstJob, 'page'>, data: object, refuse: (problems: Problem[]) => Error) => {
    const given = await pool.ask({ ...job, page: JSON.stringify(data) } satisfies TypstJob).catch((error: unknown) => {
      throw job.source !== null && error instanceof ProcessKilled ? sourceTooCostly() : error;
    });
    const parsed = TypstAnswer.safeParse(given);
    if (!parsed.success) throw job.source !== null ? sourceLacks('sheet') : new Fault('typst', { cause: parsed.error });
    const answer = parsed.data;
    if ('problems' in answer) throw refuse(answer.problems);
    const { pdf, pages, marks } = answer;
    return { pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages, marks };
  };

  const setLetter = async (input: LetterPage): Promise<SetLetter> => {
    const parsed = LetterPage.safeParse(input);
    if (!parsed.success) throw new Fault('reading a letter page', { cause: parsed.error });
    const page = parsed.data;
    demandPrintable(page, coverageOf(page.profile.font));
    const { template, source, createdAt } = page;
    const job = { template, source, pictures: await readEmblem(page.kop.emblem), createdAt };
    const { pdf, pages, marks } = await set(job, templateData(page), (problems) =>
      source === null ? templateFault(problems) : sourceDoesNotCompile(problems),
    );
    const signature = marks.find(({ kind }) => kind === 'signature');
    if (signature?.kind !== 'signature' || signature.page > pages) {
      throw source === null ? new Fault('the template has no signature block') : sourceLacks('signature');
    }
    const sheets = new Set(marks.flatMap((mark) => (mark.kind === 'page' ? [mark.page] : [])));
    if (sheets.size !== pages) throw source === null ? new Fault('a page without its sheet') : sourceLacks('sheet');
    if (!page.draft && pages !== page.pageSymbols.length) throw new PageCountDiffers(pages, page.pageSymbols.length);
    return { pdf, pages, signatureBox: signatureBox(signature, pageProfile(page).height) };
  };

  const setRecord = async (template: string, sheet: { createdAt: number }, pictures: TypstJob['pictures'] = {}) => {
    const job = { template, source: null, pictures, createdAt: sheet.createdAt };
    const { pdf, pages } = await set(job, { sheet, families: familiesFor('Arimo') }, templateFault);
    return { pdf, pages };
  };

  return {
    typeset: setLetter,
    async typesetRecord(input) {
      const parsed = RecordSheet.safeParse(input);
      if (!parsed.success) throw new Fault('reading a record sheet', { cause: parsed.error });
      const pictures = (parsed.data.pictures ?? []).map((png, place) => [pictureFile(place), png]);
      return setRecord('pertinggal', printableSheet(parsed.data, coverageOf('Arimo')), Object.fromEntries(pictures));
    },
    async typesetDisposition(input) {
      const parsed = DispositionPage.safeParse(input);
      if (!parsed.success) throw new Fault('reading a disposition sheet', { cause: parsed.error });
      return setRecord('disposisi', printableDisposition(parsed.data, coverageOf('Arimo')));
    },
    async typesetMarks(input) {
      const parsed = MarksPage.safeParse(input);
      if (!parsed.success) throw new Fault('reading a page of marks', { cause: parsed.error });
      const page = parsed.data;
      const { letter, spots, sheets } = page;
      const coverage = coverageOf(letter.profile.font);
      demandPrintable(letter, coverage);
      demandTexts(textsOfMarks(page), coverage);
      const job = { template: 'marks', source: null, pictures: {}, createdAt: letter.createdAt };
      const { pdf, pages, marks } = await set(job, marksData(page), templateFault);
      if (spots.block === null) return { pdf, pages };
      const signature = marks.find(({ kind }) => kind === 'signature');
      if (signature?.kind !== 'signature') throw new Fault('the marks have no signature block');
      const height = sheets[spots.block.page - 1]?.height ?? 0;
      return { pdf, pages, signatureBox: signatureBox(signature, height / POINTS_PER_MM) };
    },
    async typesetLists(input) {
      const parsed = LetterPage.safeParse(input);
      if (!parsed.success) throw new Fault('reading a letter page', { cause: parsed.error });
      const page = parsed.data;
      demandPrintable(page, coverageOf(page.profile.font));
      const job = { template: 'lists', source: null, pictures: {}, createdAt: page.createdAt };
      const { pdf, pages } = await set(job, templateData(page), templateFault);
      return { pdf, pages };
    },
    load: () => pool.load(),
    close: () => pool.close(),
  };
}

/** Most likely for its memory. Of a template of the project that is a Fault like any other; of an office's own source it is told. */
class ProcessKilled extends Fault {}

/** Typst measures from the top left, PDF from the bottom left. */
function signatureBox(mark: Extract<Mark, { kind: 'signature' }>, heightMm: number): SetLetter['signatureBox'] {
  const top = heightMm * POINTS_PER_MM - mark.y;
  return { page: mark.page, rect: [mark.x, top - mark.height, mark.x + mark.width, top] };
}

function templateFault(problems: readonly Problem[]): Fault {
  const told = problems.map(({ message }) => withoutContent(message)).join('; ');
  return new Fault(`setting a letter: ${told.slice(0, 500)}`);
}

/** What Typst says may quote the letter; its own words are enough for the log. */
function withoutContent(message: string): string {
  return message.replace(/`[^`]*`|"[^"]*"/gu, '…').slice(0, 300);
}

import { readFile, rm } from 'node:fs/promises';
import { Fault } from '../errors.ts';
import type { LetterPage, LetterSection } from '../typesetting/letter-page.ts';
import type { MarksPage } from '../typesetting/marks-page.ts';
import { PageCountDiffers } from '../typesetting/page-count-differs.ts';
import { PAPER_MM } from '../typesetting/page-profile.ts';
import type { SetLetter, Typesetter } from '../typesetting/typesetter.ts';
import type { Place } from '../uploads/places.ts';
import type { PartFile } from '../uploads/upload-jobs.ts';
import type { UploadWork } from '../uploads/upload-work.ts';
import { buildLetterPage, type PageInput } from './build-page.ts';
import type { FrozenContent } from './frozen-content.ts';
import type { FrozenAttachment, FrozenUpload } from './frozen-files.ts';

/** What composing a document needs; `locate` gives the place of a stored file. */
export interface ComposeDeps {
  typesetter: Pick<Typesetter, 'typeset' | 'typesetMarks' | 'typesetLists'>;
  uploads: Pick<UploadWork, 'compose'>;
  documents: { locate(sha256: Uint8Array): Promise<string> };
}

/** The marks of so many pages are set at once: a bounded piece of work, whatever the document. */
const MARKED_AT_ONCE = 100;

/**
 * The document of a version, as a draft or with what the signing act knows: the letter as typesetting sets it, or as it was
 * uploaded, with its attachments behind it and the marks of every page. The one way to a page, for preview, submitting and
 * signing alike. A letter without files is what typesetting gives, byte for byte.
 * @throws what typesetting refuses; PageCountDiffers with the count of the whole document
 */
export async function composeDocument(deps: ComposeDeps, input: PageInput): Promise<SetLetter> {
  const { content, marks } = input;
  const { upload, attachments = [] } = content;
  const attached = attachments.reduce((sum, { pages }) => sum + pages, 0);
  if (upload === undefined && attachments.length === 0) return deps.typesetter.typeset(buildLetterPage(input));

  const letter = upload === undefined ? await setLetter(deps, input, attached) : undefined;
  const lists = upload === undefined ? undefined : await setLists(deps, input);
  const own = letter?.pages ?? upload?.pages ?? 0;
  const total = own + (lists?.pages ?? 0) + attached;
  if (marks !== undefined && marks.pageSymbols.length !== total) {
    throw new PageCountDiffers(total, marks.pageSymbols.length);
  }
  const set = await setMarks(deps, input, {
    firstPage: letter === undefined ? 1 : own + 1,
    lists: lists?.pages ?? 0,
    total,
  });
  const page = buildLetterPage(input);
  const { path } = await deps.uploads.compose({
    letter: letter?.pdf,
    lists: lists?.pdf,
    parts: await Promise.all(
      [...(upload === undefined ? [] : [upload]), ...attachments].map((file) => partOf(deps, file)),
    ),
    marks: set.pdfs,
    title: page.documentTitle,
    author: page.kop.office,
    createdAt: input.at,
  });
  try {
    const signatureBox = letter?.signatureBox ?? set.signatureBox;
    if (signatureBox === undefined) throw new Fault('an uploaded letter without its signature block');
    return { pdf: await readFile(path), pages: total, signatureBox };
  } finally {
    await rm(path, { force: true });
  }
}

/** The lists that a typed letter has on pages of its own; undefined where an uploaded one needs none. */
async function setLists(
  { typesetter }: ComposeDeps,
  input: PageInput,
): Promise<{ pdf: Buffer; pages: number } | undefined> {
  const page = buildLetterPage(input);
  if (page.distribution.length === 0 && (page.recipientLists ?? []).length === 0) return undefined;
  return typesetter.typesetLists({ ...page, sections: [NO_SECTION], pageSymbols: page.pageSymbols.slice(0, 1) });
}

/** How many pages come from outside, behind the letter's own. */
export function pagesFromOutside({ upload, attachments = [] }: Pick<FrozenContent, 'upload' | 'attachments'>): number {
  return (upload?.pages ?? 0) + attachments.reduce((sum, { pages }) => sum + pages, 0);
}

async function setLetter(deps: ComposeDeps, input: PageInput, attached: number): Promise<SetLetter> {
  const page = buildLetterPage(input);
  const own = page.pageSymbols.length - attached;
  try {
    return await deps.typesetter.typeset({
      ...page,
      pageSymbols: page.pageSymbols.slice(0, Math.max(0, own)),
      attachedPages: attached,
    });
  } catch (error) {
    if (!(error instanceof PageCountDiffers)) throw error;
    throw new PageCountDiffers(error.pages + attached, page.pageSymbols.length);
  }
}

async function setMarks(
  deps: ComposeDeps,
  input: PageInput,
  { firstPage, lists, total }: { firstPage: number; lists: number; total: number },
): Promise<{ pdfs: Buffer[]; signatureBox: SetLetter['signatureBox'] | undefined }> {
  const { upload, attachments = [] } = input.content;
  const page = buildLetterPage(input);
  const under = `Nomor ${page.number ?? page.numberPattern ?? '…'}, tanggal ${page.date ?? '…'}`;
  const sheets: MarksPage['sheets'] = [
    ...sheetsOf(upload?.sheets ?? [], undefined),
    ...sheetsOf(lists === 0 ? [] : [[lists, pointsOf(page).width, pointsOf(page).height]], {
      title: 'LAMPIRAN',
      under,
    }),
    ...attachments.flatMap((file, index) => sheetsOf(file.sheets, { title: `LAMPIRAN ${roman(index + 1)}`, under })),
  ];
  const pdfs: Buffer[] = [];
  let signatureBox: SetLetter['signatureBox'] | undefined;
  for (let begin = 0; begin < sheets.length; begin += MARKED_AT_ONCE) {
    const end = Math.min(sheets.length, begin + MARKED_AT_ONCE);
    const from = firstPage - 1 + begin;
    const here = (place: Place | null | undefined): Place | null =>
      place && place.page > begin && place.page <= end ? { ...place, page: place.page - begin } : null;
    const { number: numberPlace, date, block } = upload?.places ?? {};
    const set = await deps.typesetter.typesetMarks({
      letter: {
        ...page,
        sections: page.sections.length > 0 ? page.sections : [NO_SECTION],
        pageSymbols: page.pageSymbols.slice(from, from + end - begin),
      },
      firstPage: from + 1,
      total,
      sheets: sheets.slice(begin, end),
      spots: { number: here(numberPlace), date: here(date), block: here(block) },
    });
    pdfs.push(set.pdf);
    if (set.signatureBox !== undefined) {
      signatureBox = { ...set.signatureBox, page: set.signatureBox.page + begin };
    }
  }
  return { pdfs, signatureBox };
}

function pointsOf({ profile }: LetterPage): { width: number; height: number } {
  const { width, height } = PAPER_MM[profile.paper];
  return { width: (width * 72) / 25.4, height: (height * 72) / 25.4 };
}

/** An uploaded letter has no text of its own to set. */
const NO_SECTION: LetterSection = { kind: 'line', key: 'upload', label: '', line: '' };

function sheetsOf(
  runs: FrozenUpload['sheets'],
  heading: { title: string; under: string } | undefined,
): MarksPage['sheets'] {
  const sheets = runs.flatMap(([count, width, height]) =>
    Array.from({ length: count }, () => ({ width, height, heading: null as { title: string; under: string } | null })),
  );
  const [first] = sheets;
  if (first !== undefined && heading !== undefined) first.heading = heading;
  return sheets;
}

async function partOf({ documents }: ComposeDeps, file: FrozenUpload | FrozenAttachment): Promise<PartFile> {
  return {
    path: await documents.locate(Buffer.from(file.normalised, 'hex')),
    sha256: file.normalised,
    smaller: file.smaller,
    headToo: 'headToo' in file && file.headToo,
  };
}

const ROMAN: readonly [number, string][] = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(number: number): string {
  let left = number;
  return ROMAN.map(([value, sign]) => {
    const times = Math.floor(left / value);
    left -= times * value;
    return sign.repeat(times);
  }).join('');
}

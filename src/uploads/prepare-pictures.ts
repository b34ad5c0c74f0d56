import { writeFile } from 'node:fs/promises';
import { encodePage } from './encode-page.ts';
import { enlarged } from './enlarge-picture.ts';
import { LONGEST_SIDE, type PictureOf, searchPages } from './look-for-symbols.ts';
import { openPicture, type PictureKind, type PicturePage } from './open-picture.ts';
import { pageFormat } from './page-format.ts';
import { startPicturePdf } from './picture-pdf.ts';
import type { GreyPicture, SymbolReader } from './read-symbols.ts';
import type { PreparedScan } from './scan-jobs.ts';
import type { UploadProblem } from './upload-words.ts';

/** The rest is looking for symbols. */
const PERCENT_OF_PAGES = 80;

/**
 * The pages of a picture file as one PDF at `out`, and the QR symbols on them. Every picture is read to its end once at
 * least: one that was cut off is refused, never shown with a grey half.
 */
export async function preparePictures(
  job: { path: string; kind: PictureKind; out: string },
  readSymbols: SymbolReader,
  told: (percent: number) => void,
): Promise<{ problem: UploadProblem } | PreparedScan> {
  const opened = await openPicture(job.path, job.kind);
  if ('problem' in opened) return opened;
  const pdf = await startPicturePdf();
  const { pages } = opened;
  /** Of a JPEG, which may go in without having been decoded. */
  let small: GreyPicture | undefined;
  for (const [index, page] of pages.entries()) {
    // What the library says of a picture it cannot read differs from reader to reader: each means that it is not whole.
    const picture = await (async () => {
      if (job.kind === 'jpeg') small = await smallGrey(page);
      return await encodePage(page, job.path, job.kind);
    })().catch(() => undefined);
    if (picture === undefined) return { problem: 'picture-damaged' };
    pdf.add(picture, pageFormat(page));
    told(Math.floor((PERCENT_OF_PAGES * (index + 1)) / pages.length));
  }
  await writeFile(job.out, await pdf.save(), { flag: 'wx', mode: 0o600 });
  const found = await searchPages(pages.length, openLooks(pages, small), readSymbols);
  return {
    pages: pages.length,
    facts: { pictures: true, signed: false, mended: false, leftBehind: [], ...found },
  };
}

/** A closer look at a picture is the same dots, each larger. */
function openLooks(pages: readonly PicturePage[], first: GreyPicture | undefined): PictureOf {
  let last = { page: 1, picture: first };
  return async (number, closer) => {
    const page = pages[number - 1];
    if (page === undefined) return undefined;
    if (last.page !== number || last.picture === undefined) {
      last = { page: number, picture: await smallGrey(page).catch(() => undefined) };
    }
    return closer ? await enlarged(last.picture) : last.picture;
  };
}

async function smallGrey(page: PicturePage): Promise<GreyPicture> {
  const { data, info } = await page
    .read()
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

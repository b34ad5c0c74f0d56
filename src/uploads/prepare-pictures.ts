import { writeFile } from 'node:fs/promises';
import { encodePage } from './encode-page.ts';
import { LONGEST_SIDE, openSymbolSearch } from './look-for-symbols.ts';
import { openPicture, type PictureKind, type PicturePage } from './open-picture.ts';
import { pageFormat } from './page-format.ts';
import { startPicturePdf } from './picture-pdf.ts';
import type { GreyPicture, openSymbolReader } from './read-symbols.ts';
import type { PreparedScan } from './scan-jobs.ts';
import type { UploadProblem } from './upload-words.ts';

/**
 * The pages of a picture file as one PDF at `out`, and the QR symbols on them. Every picture is read to its end once at
 * least: one that was cut off is refused, never shown with a grey half.
 */
export async function preparePictures(
  job: { path: string; kind: PictureKind; out: string },
  readSymbols: Awaited<ReturnType<typeof openSymbolReader>>,
  told: (percent: number) => void,
): Promise<{ problem: UploadProblem } | PreparedScan> {
  const opened = await openPicture(job.path, job.kind);
  if ('problem' in opened) return opened;
  const search = openSymbolSearch(readSymbols);
  const pdf = await startPicturePdf();
  for (const [index, page] of opened.pages.entries()) {
    // What the library says of a picture it cannot read differs from reader to reader: each means that it is not whole.
    const read = await (async () => {
      const small = search.wants() || job.kind === 'jpeg' ? await smallGrey(page) : undefined;
      return { small, picture: await encodePage(page, job.path, job.kind) };
    })().catch(() => undefined);
    if (read === undefined) return { problem: 'picture-damaged' };
    if (read.small !== undefined && search.wants()) await search.look(index + 1, read.small);
    pdf.add(read.picture, pageFormat(page));
    told(Math.floor((100 * (index + 1)) / opened.pages.length));
  }
  await writeFile(job.out, await pdf.save(), { flag: 'wx', mode: 0o600 });
  const facts = { pictures: true, signed: false, mended: false, leftBehind: [], symbols: search.symbols };
  return { pages: opened.pages.length, facts };
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

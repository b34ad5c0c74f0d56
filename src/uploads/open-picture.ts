import { open } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { PictureSize } from './page-format.ts';
import type { ScanKind } from './scan-kind.ts';
import { tiffResolutions } from './tiff-resolutions.ts';
import { MOST_PAGE_PIXELS, MOST_SCAN_PAGES, MOST_SCAN_PIXELS, type UploadProblem } from './upload-words.ts';

// One picture at a time, nothing kept of it, and only by the three readers that are needed: the others are never reached,
// whatever a file claims to be.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile', 'VipsForeignLoadTiffFile'],
});

export type PictureKind = Exclude<ScanKind, 'pdf'>;

export interface PicturePage extends PictureSize {
  channels: number;
  /** Black and white alone. */
  bilevel: boolean;
  grey: boolean;
  hasAlpha: boolean;
  /** The pixels, read from the first row to the last as they are asked for. */
  read(): Sharp;
}

/**
 * The pages of a JPEG, PNG or TIFF without decoding one: how large they are is known, and limited, before anything is read.
 * What the file claims is believed by nobody else: a picture that ends early is refused when it is read.
 */
export async function openPicture(
  path: string,
  kind: PictureKind,
): Promise<{ problem: UploadProblem } | { pages: PicturePage[] }> {
  if (kind === 'png' && (await isAnimated(path))) return { problem: 'picture-animated' };
  const first = await describe(path, 0);
  if (first === undefined) return { problem: 'picture-damaged' };
  const count = kind === 'tiff' ? (first.pages ?? 1) : 1;
  if (count > MOST_SCAN_PAGES) return { problem: 'picture-too-many-pages' };
  const resolutions = kind === 'tiff' ? await tiffResolutions(path, count) : [];
  const pages: PicturePage[] = [];
  let pixels = 0;
  for (let index = 0; index < count; index++) {
    const facts = index === 0 ? first : await describe(path, index);
    if (facts === undefined) return { problem: 'picture-damaged' };
    pixels += facts.width * facts.height;
    if (facts.width * facts.height > MOST_PAGE_PIXELS || pixels > MOST_SCAN_PIXELS) {
      return { problem: 'picture-too-large' };
    }
    pages.push(pageOf(path, index, facts, resolutions[index]));
  }
  return { pages };
}

function pageOf(path: string, index: number, facts: Metadata, own: PictureSize['dpi']): PicturePage {
  const grey = facts.channels <= 2;
  return {
    width: facts.width,
    height: facts.height,
    dpi: own ?? (facts.density === undefined ? undefined : { across: facts.density, down: facts.density }),
    orientation: facts.orientation ?? 1,
    channels: facts.channels,
    bilevel: grey && facts.bitsPerSample === 1 && !facts.hasAlpha,
    grey,
    hasAlpha: facts.hasAlpha,
    read: () => source(path, index, true),
  };
}

/** Undefined for what cannot be read as a picture. */
async function describe(path: string, index: number): Promise<Metadata | undefined> {
  return await source(path, index, false)
    .metadata()
    .catch(() => undefined);
}

/** `limited`: the library itself refuses to decode what is too large. To be told how large it is costs nothing. */
function source(path: string, index: number, limited: boolean): Sharp {
  return sharp(path, {
    page: index,
    pages: 1,
    sequentialRead: true,
    limitInputPixels: limited && MOST_PAGE_PIXELS,
    failOn: 'error',
  });
}

/** The chunk that makes a PNG move stands before its pixels (PNG 3, 11.3.6). */
async function isAnimated(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(8);
    for (let at = 8; ; ) {
      const { bytesRead } = await file.read(head, 0, 8, at);
      if (bytesRead < 8) return false;
      const name = head.toString('latin1', 4, 8);
      if (name === 'acTL') return true;
      if (name === 'IDAT' || name === 'IEND') return false;
      at += head.readUInt32BE(0) + 12;
    }
  } finally {
    await file.close();
  }
}

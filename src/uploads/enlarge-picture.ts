import sharp from 'sharp';
import type { GreyPicture } from './read-symbols.ts';

/** Of an enlarged picture: A4 at 450 dpi. */
const LARGEST_SIDE = 5_262;
const LEAST_TIMES = 1.2;

/** The same picture with larger dots, undefined where it is large already: symbols of two or three dots a module are found so. */
export async function enlarged(picture: GreyPicture | undefined): Promise<GreyPicture | undefined> {
  if (picture === undefined) return undefined;
  const { data, width, height } = picture;
  const times = Math.min(2, LARGEST_SIDE / Math.max(width, height));
  if (times < LEAST_TIMES) return undefined;
  const larger = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: Math.round(width * times), kernel: 'cubic' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: larger.data, width: larger.info.width, height: larger.info.height };
}

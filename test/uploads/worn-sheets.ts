import sharp, { type Sharp } from 'sharp';
import type { QrSymbol } from '../../src/seal/qr-drawing.ts';
import { sheet, worn } from './scan-files.ts';

/* Sheets as they come to a front desk: lain crooked, copied, faxed, photographed, drunk over. Each as a picture file. */

/** As a copier makes it that knows black and white alone, at this threshold. */
async function bilevel(page: Sharp, dpi: number, angle: number, threshold: number): Promise<Buffer> {
  const scan = await worn(page, { angle, noise: 12, blur: 0.7, quality: 90 }, dpi);
  return await sharp(scan).toColourspace('b-w').threshold(threshold).png().toBuffer();
}

/** Of a fax in its fine mode: 204 dots an inch across, 196 down. */
async function faxed(page: Sharp, angle: number): Promise<Buffer> {
  const scan = await worn(page, { angle, noise: 10, blur: 0.6, quality: 90 }, 300);
  const { width = 0, height = 0 } = await sharp(scan).metadata();
  const dots = { width: Math.round((width * 204) / 300), height: Math.round((height * 196) / 300) };
  return await sharp(scan)
    .resize({ ...dots, fit: 'fill' })
    .toColourspace('b-w')
    .threshold(160)
    .png()
    .toBuffer();
}

/** A ring of coffee over the symbol: darker the more there was in the cup. */
async function stained(page: Sharp, dpi: number, dark: number): Promise<Buffer> {
  const mm = dpi / 25.4;
  const clean = await page.png().toBuffer();
  const { width, height } = await sharp(clean).metadata();
  const at = `cx="${45 * mm}" cy="${235 * mm}" rx="${20 * mm}" ry="${18 * mm}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <ellipse ${at} fill="#5b3a1a" fill-opacity="${dark}"/>
    <ellipse ${at} fill="none" stroke="#3b2005" stroke-opacity="${dark}" stroke-width="${2 * mm}"/></svg>`;
  const wet = await sharp(clean)
    .composite([{ input: Buffer.from(svg), blend: 'multiply' }])
    .png()
    .toBuffer();
  return await worn(sharp(wet), { angle: 1, noise: 10, blur: 0.6, quality: 60 }, dpi);
}

/** By a phone held at a slant: the far edge is narrower by this share, and the light comes from one side. */
async function photographed(page: Sharp, slant: number): Promise<Buffer> {
  const { data, info } = await page.toColourspace('b-w').extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const out = Buffer.alloc(width * height, 90);
  for (let y = 0; y < height; y++) {
    const share = y / height;
    const from = Math.min(height - 1, Math.floor(share ** (1 - slant / 2) * height));
    for (let x = 0; x < width; x++) {
      const across = (x / width - 0.5) / (1 - slant * (1 - share)) + 0.5;
      if (across < 0 || across >= 1) continue;
      const seen = data[from * width + Math.floor(across * width)] ?? 255;
      out[y * width + x] = seen * (0.35 + (0.6 * x) / width) + 10;
    }
  }
  return await sharp(out, { raw: { width, height, channels: 1 } })
    .blur(0.7)
    .jpeg({ quality: 60 })
    .toBuffer();
}

export function wornSheets(symbol: QrSymbol): Record<string, () => Promise<Buffer>> {
  const at = (dpi: number) => sheet({ dpi, symbol });
  const fair = { angle: 0.7, noise: 10, blur: 0.5, quality: 75 };
  return {
    '150 dpi, 5° crooked': () => worn(at(150), { ...fair, angle: 5 }, 150),
    '150 dpi, JPEG 30': () => worn(at(150), { ...fair, quality: 30 }, 150),
    '150 dpi, everything at once': () => worn(at(150), { angle: 3, noise: 25, blur: 0.7, quality: 30 }, 150),
    '150 dpi, black and white, light': () => bilevel(at(150), 150, 0.3, 110),
    '150 dpi, black and white, dark': () => bilevel(at(150), 150, 2, 190),
    '150 dpi, coffee': () => stained(at(150), 150, 0.3),
    '200 dpi, soft': () => worn(at(200), { ...fair, blur: 2 }, 200),
    '200 dpi, grain': () => worn(at(200), { ...fair, noise: 70 }, 200),
    '200 dpi, black and white': () => bilevel(at(200), 200, 2, 150),
    '200 dpi, strong coffee': () => stained(at(200), 200, 0.6),
    '300 dpi, everything at once': () => worn(at(300), { angle: 3, noise: 25, blur: 1.4, quality: 30 }, 300),
    '300 dpi, strong coffee': () => stained(at(300), 300, 0.5),
    'fax, 1° crooked': () => faxed(at(300), 1),
    'fax, 2.5° crooked': () => faxed(at(300), 2.5),
    'photo, slanted a little': () => photographed(at(250), 0.1),
    'photo, slanted a lot': () => photographed(at(250), 0.3),
    'upside down': () => worn(at(200), { ...fair, angle: 181 }, 200),
  };
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { drawPageQr, drawSealQr } from '../../src/seal/qr-drawing.ts';
import { qrUrl } from '../../src/seal/qr-url.ts';
import type { ScanKind } from '../../src/uploads/scan-kind.ts';
import { openScanWork } from '../../src/uploads/scan-work.ts';
import { blackAndWhite, sheet, type Wear, worn } from './scan-files.ts';

const HOST = 'cek.kabupaten-contoh.go.id';
const TOKEN = '008J4CT4ANK7F246';
const seal = Buffer.from(Array.from({ length: 236 }, (_, i) => (i * 73 + 18) % 256)).fill(0x12, 0, 1);
const sealed = drawSealQr(HOST, TOKEN, seal, 'text');
const url = qrUrl(HOST, TOKEN, seal);

const scans = openScanWork({ filesPerProcess: 100 });
const folder = mkdtemp(join(tmpdir(), 'layang-symbols-'));
let files = 0;
afterAll(async () => {
  await scans.close();
  await rm(await folder, { recursive: true, force: true });
});

async function symbolsIn(kind: ScanKind, bytes: Uint8Array) {
  files += 1;
  const path = join(await folder, String(files));
  await writeFile(path, bytes);
  const prepared = await scans.prepare({ path, kind }, `${path}.pdf`, () => {});
  if ('problem' in prepared) throw new Error(prepared.problem);
  return prepared.facts.symbols;
}

const FAIR: Wear = { angle: 0, noise: 8, blur: 0.5, quality: 75 };
const worst: [number, Wear][] = [
  [150, FAIR],
  [150, { ...FAIR, angle: 1.7 }],
  [150, { ...FAIR, angle: 182 }],
  [200, { ...FAIR, angle: -3, noise: 14, blur: 0.8, quality: 50 }],
  [200, { ...FAIR, angle: 90 }],
  [300, { ...FAIR, angle: 5, noise: 18, blur: 1.2, quality: 40 }],
  [300, { ...FAIR, angle: 268 }],
];

test.each(worst)('the seal on a scan of %i dpi is found: %j', async (dpi, wear) => {
  const scan = await worn(sheet({ dpi, symbol: sealed }), wear, dpi);
  expect(await symbolsIn('jpeg', scan)).toEqual([{ page: 1, text: url }]);
});

test('and on what a copier made black and white', async () => {
  expect(await symbolsIn('tiff', await blackAndWhite(sheet({ dpi: 200, symbol: sealed }), 200))).toEqual([
    { page: 1, text: url },
  ]);
});

test('and on a photo of a phone, on one page of a PDF', async () => {
  const photo = await sheet({ dpi: 250, symbol: sealed })
    .resize({ width: 3000 })
    .extend({ top: 200, bottom: 200, left: 300, right: 300, background: '#5a4632' })
    .jpeg({ quality: 70 })
    .toBuffer();
  expect(await symbolsIn('jpeg', await sharp(photo).withMetadata({ orientation: 6 }).toBuffer())).toHaveLength(1);
  const pdf = await PDFDocument.create();
  pdf.addPage([595, 842]);
  const page = pdf.addPage([595, 842]);
  const scan = await worn(sheet({ dpi: 200, symbol: sealed }), FAIR, 200);
  page.drawImage(await pdf.embedJpg(scan), { x: 0, y: 0, width: 595, height: 842 });
  expect(await symbolsIn('pdf', await pdf.save())).toEqual([{ page: 2, text: url }]);
});

test('a page symbol is found where there is no seal', async () => {
  const page = sheet({ dpi: 200, symbol: drawPageQr(HOST, TOKEN, 2) });
  expect(await symbolsIn('jpeg', await worn(page, FAIR, 200))).toEqual([
    { page: 1, text: `https://${HOST}/${TOKEN}/2` },
  ]);
});

test('what is no QR of a Layang is nobody’s business', async () => {
  for (const text of ['https://contoh.go.id/undangan', 'WIFI:S:tamu;P:rahasia;;', `javascript:${TOKEN}`]) {
    const { modules } = QRCode.create(text);
    const rows = Array.from({ length: modules.size }, (_, y) =>
      Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
    );
    const symbol = { modules: modules.size, rows, version: 1, level: 'M' as const, moduleMm: 1, sizeMm: modules.size };
    expect(await symbolsIn('png', await sheet({ dpi: 150, symbol }).png().toBuffer())).toEqual([]);
  }
});

import QRCode from 'qrcode';
import sharp, { type Sharp } from 'sharp';
import { drawPageQr, drawSealQr, type QrSymbol } from '../../src/seal/qr-drawing.ts';
import { qrUrl } from '../../src/seal/qr-url.ts';
import { enlarged } from '../../src/uploads/enlarge-picture.ts';
import { searchOrder, searchPages } from '../../src/uploads/look-for-symbols.ts';
import { type GreyPicture, openSymbolReader } from '../../src/uploads/read-symbols.ts';
import { sheet } from './scan-files.ts';
import { wornSheets } from './worn-sheets.ts';

const HOST = 'cek.kabupaten-contoh.go.id';
const TOKEN = '008J4CT4ANK7F246';
const seal = Buffer.from(Array.from({ length: 236 }, (_, i) => (i * 73 + 18) % 256)).fill(0x12, 0, 1);
const sealed = drawSealQr(HOST, TOKEN, seal, 'text');
const url = qrUrl(HOST, TOKEN, seal);
const reader = openSymbolReader();

async function grey(page: Sharp | Buffer): Promise<GreyPicture> {
  const { data, info } = await sharp(Buffer.isBuffer(page) ? page : await page.png().toBuffer())
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function see(page: Sharp | Buffer) {
  const picture = await grey(page);
  return async (_page: number, closer: boolean) => (closer ? await enlarged(picture) : picture);
}

describe('pages are asked in an order', () => {
  test.each([
    [1, [1]],
    [4, [1, 2, 3, 4]],
    [7, [1, 2, 3, 7, 6, 5, 4]],
    [10, [1, 2, 3, 10, 9, 8, 4, 5, 6, 7]],
  ])('of %i pages: the first, the last, those between', (pages, order) => {
    expect(searchOrder(pages)).toEqual(order);
  });

  const blank: GreyPicture = { data: new Uint8Array([255]), width: 1, height: 1 };
  const only = (page: number) => async (asked: number) => ({ ...blank, height: asked === page ? 2 : 1 });
  const told = async ({ height }: GreyPicture) => (height === 2 ? [`https://${HOST}/${TOKEN}#1`] : []);

  test('and the seal on the last signed page is found however long the letter is', async () => {
    const asked: number[] = [];
    const pictureOf = (page: number) => {
      asked.push(page);
      return only(299)(page);
    };
    expect(await searchPages(300, pictureOf, told)).toEqual({
      symbols: [{ page: 299, text: `https://${HOST}/${TOKEN}#1` }],
      notSearched: 0,
    });
    expect(Math.max(...asked.filter((page) => page < 290))).toBe(3);
  });

  test('both ends however little time there is; pages that nobody looked at are told', async () => {
    expect(await searchPages(300, only(298), told, 0)).toMatchObject({ symbols: [{ page: 298 }], notSearched: 0 });
    expect(await searchPages(300, only(150), told, -1)).toEqual({ symbols: [], notSearched: 294 });
    expect(await searchPages(300, only(150), told)).toMatchObject({ symbols: [{ page: 150 }], notSearched: 0 });
  });

  test('a seal of a strange host at the front does not hide ours at the back', async () => {
    const texts = new Map([
      [1, 'https://palsu.example/008J4CT4ANK7F246#1'],
      [20, `https://${HOST}/${TOKEN}#1`],
    ]);
    const pictureOf = async (page: number) => ({ ...blank, height: page });
    const { symbols } = await searchPages(20, pictureOf, async ({ height }) =>
      [...(texts.get(height) ?? '')].length > 0 ? [texts.get(height) ?? ''] : [],
    );
    expect(symbols.map(({ page }) => page)).toEqual([1, 20]);
  });

  test('a page that cannot be drawn shows none', async () => {
    expect(await searchPages(2, async () => undefined, told)).toEqual({ symbols: [], notSearched: 0 });
  });
});

test('ours is found among a dozen of others on one sheet, and those are nobody’s business', async () => {
  const other = drawn(QRCode.create('https://contoh.go.id/undangan'));
  const labels = Array.from({ length: 12 }, (_, index) => ({
    symbol: other,
    x: 20 + (index % 6) * 30,
    y: 20 + Math.floor(index / 6) * 35,
  }));
  const tile = await sheet({ dpi: 200, symbol: sealed }).png().toBuffer();
  const page = await sharp(tile)
    .composite(
      await Promise.all(
        labels.map(async ({ symbol, x, y }) => ({ input: await label(symbol), left: x * 8, top: y * 8 })),
      ),
    )
    .png()
    .toBuffer();
  const both = await sharp(page)
    .composite([{ input: await label(drawPageQr(HOST, TOKEN, 3)), left: 1200, top: 1900 }])
    .png()
    .toBuffer();
  const { symbols } = await searchPages(1, await see(both), await reader);
  expect(symbols.map(({ text }) => text).toSorted()).toEqual([url, `https://${HOST}/${TOKEN}/3`].toSorted());
});

const WORN = wornSheets(sealed);
const LEAST = 16;

test(`of ${Object.keys(WORN).length} worn sheets the seal of at least ${LEAST} is read`, async () => {
  const unread: string[] = [];
  for (const [name, make] of Object.entries(WORN)) {
    const { symbols } = await searchPages(1, await see(await make()), await reader);
    if (symbols[0]?.text !== url) unread.push(name);
  }
  expect({ read: Object.keys(WORN).length - unread.length >= LEAST, unread }).toMatchObject({ read: true });
});

function drawn({ modules }: ReturnType<typeof QRCode.create>): QrSymbol {
  const rows = Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
  );
  return { modules: modules.size, rows, version: 1, level: 'M', moduleMm: 0.8, sizeMm: modules.size * 0.8 };
}

/** A symbol with its quiet zone at 200 dpi. */
async function label({ rows, moduleMm }: QrSymbol): Promise<Buffer> {
  const side = rows.length + 8;
  const dots = Buffer.alloc(side * side, 255);
  for (const [y, row] of rows.entries())
    for (const [x, dark] of [...row].entries()) if (dark === '1') dots[(y + 4) * side + x + 4] = 0;
  return await sharp(dots, { raw: { width: side, height: side, channels: 1 } })
    .resize({ width: Math.round(side * moduleMm * 7.87), kernel: 'nearest' })
    .png()
    .toBuffer();
}

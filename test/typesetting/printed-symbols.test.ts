import { afterAll, describe, expect, it } from '@jest/globals';
import { drawSealQr } from '../../src/seal/qr-drawing.ts';
import { encodeDigits } from '../../src/seal/qr-url.ts';
import { openPreviewer } from '../../src/typesetting/preview.ts';
import { qrSvg } from '../../src/typesetting/qr-outline.ts';
import { openTypesetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { asDraft, FILLER, HOST, sampleLetter, section, TOKEN } from './sample-letters.ts';

const typesetter = openTypesetter();
const previewer = openPreviewer();
afterAll(async () => {
  await typesetter.close();
  await previewer.close();
});

const scan = (png: Uint8Array) => runOn(png, '.png', 'zbarimg', '--quiet', '--raw', '%').trim().split('\n').sort();

describe('the symbols on paper', () => {
  judged(
    ['zbarimg'],
    'are read from the page at 150 dpi: the seal beside the signature and the symbol of each page',
    async () => {
      for (const text of [true, false]) {
        const body = { sections: [section('isi', 'Isi', Array.from({ length: 12 }, () => FILLER).join('\n\n'))] };
        const { pages } = await typesetter.typeset(asDraft(sampleLetter({ ...body, sealSizeMm: text ? 35 : 30 })));
        expect(pages).toBe(2);
        const { pdf, signatureBox } = await typesetter.typeset(sampleLetter(body, pages, text));
        const seal = `https://${HOST}/${TOKEN}#${encodeDigits(Buffer.alloc(text ? 236 : 113, 0xa7))}`;
        for (let page = 1; page <= pages; page++) {
          const { png } = await previewer.preview(pdf, page, 150);
          const symbols = [`https://${HOST}/${TOKEN}/${page}`, ...(page === signatureBox.page ? [seal] : [])];
          expect(scan(png)).toEqual(symbols.sort());
        }
      }
    },
  );

  it('are one path without inner edges that covers exactly the dark modules', () => {
    const { rows, modules } = drawSealQr(HOST, TOKEN, Buffer.alloc(113, 7), 'short');
    const svg = qrSvg({ rows, modules });
    expect(svg.match(/<path/g)).toHaveLength(1);
    const loops = [...svg.matchAll(/M([^Z]*)Z/g)].map(([, path = '']) =>
      path.split('L').map((point) => point.split(' ').map(Number)),
    );
    const winding = (x: number, y: number) =>
      loops.reduce((sum, loop) => {
        const turns = loop.map(([x1 = 0, y1 = 0], index) => {
          const [x2 = 0, y2 = 0] = loop[(index + 1) % loop.length] ?? [];
          if (x1 !== x2 || x1 < x || Math.min(y1, y2) > y || Math.max(y1, y2) < y) return 0;
          return Math.sign(y2 - y1);
        });
        return sum + turns.reduce<number>((total, turn) => total + turn, 0);
      }, 0);
    for (let y = 0; y < modules; y++) {
      for (let x = 0; x < modules; x++) {
        expect(winding(x + 4.5, y + 4.5)).toBe(rows[y]?.[x] === '1' ? 1 : 0);
      }
    }
  });
});

describe('a picture of a page', () => {
  it('is a PNG of the size of the sheet', async () => {
    const { pdf } = await typesetter.typeset(sampleLetter());
    const picture = await previewer.preview(pdf, 1, 72);
    expect(picture.png.subarray(1, 4).toString()).toBe('PNG');
    expect([picture.width, picture.height, picture.pages]).toEqual([595, 841, 1]);
  });

  it('is refused for a page that is not there and for bytes that are no PDF', async () => {
    const { pdf } = await typesetter.typeset(sampleLetter());
    await expect(previewer.preview(pdf, 2, 72)).rejects.toMatchObject({ code: 'no-such-page', problem: 'not-found' });
    await expect(previewer.preview(pdf, 0, 72)).rejects.toMatchObject({ code: 'no-such-page' });
    await expect(previewer.preview(Buffer.from('no pdf'), 1, 72)).rejects.toMatchObject({ code: 'preview-unreadable' });
    await expect(previewer.preview(pdf, 1, 72)).resolves.toMatchObject({ pages: 1 });
  });
});

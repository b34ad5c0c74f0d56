import { afterAll, describe, expect } from '@jest/globals';
import { openTypesetter } from '../../src/typesetting/typesetter.ts';
import fc from '../support/draws.ts';
import { judged } from '../support/judge.ts';
import { linesIn } from '../support/pdf-text.ts';
import { asDraft, FILLER, KINDS, sampleLetter, section } from './sample-letters.ts';

const typesetter = openTypesetter();
afterAll(() => typesetter.close());

const MM = 72 / 25.4;
const A4 = { width: 595, height: 841.89 };

const words = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}${index}`).join(' ');
const ENDINGS: Record<string, (size: number) => string> = {
  'a paragraph': (size) => words(size * 4 + 1, 'akhir'),
  'a short last line': () => 'Demikian.',
  'two short lines': () => 'Demikian.\n\nTerima kasih.',
  'a list of short items': (size) => Array.from({ length: size + 1 }, (_, index) => `${index + 1}. butir`).join('\n'),
  'a list of long items': (size) =>
    Array.from({ length: 3 }, (_, index) => `${index + 1}. ${words(size * 3 + 3, 'butir')}`).join('\n'),
  'a nested list': () => '1. satu\na. dua\nb. tiga\n1) empat',
  'a table': (size) =>
    `| No | Nama |\n|---|---|\n${Array.from({ length: size + 1 }, (_, index) => `| ${index} | nama |`).join('\n')}`,
  'a table and a short line': (size) =>
    `| No | Nama |\n|---|---|\n${Array.from({ length: size + 1 }, (_, index) => `| ${index} | nama |`).join('\n')}\n\nDemikian.`,
  'rows of fields': () => 'hari : Senin\nwaktu : 09.00\ntempat : Aula',
  'a line of several breaks': () => 'satu\ndua\ntiga',
};

describe('the signature block', () => {
  judged(
    ['pdftotext'],
    'stands within the page with at least two lines of text before it, whatever the body',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 45 }),
          fc.integer({ min: 0, max: 12 }),
          fc.constantFrom(...Object.keys(ENDINGS)),
          fc.integer({ min: 0, max: 6 }),
          async (before, size, ending, copies) => {
            const start =
              before === 0
                ? [FILLER]
                : Array.from({ length: before }, (_, index) => words(3 + ((index * 7) % 25), 'isi'));
            const body = [...start, ENDINGS[ending]?.(size) ?? ''].join('\n\n');
            const page = sampleLetter({
              sections: [section('isi', 'Isi', body)],
              tembusan: Array.from({ length: copies }, (_, index) => ({ name: `Tembusan ke-${index}`, address: '' })),
            });
            const { pdf, pages, signatureBox } = await typesetter.typeset(asDraft(page));
            expect(signatureBox.page).toBe(pages);
            const [llx, lly, urx, ury] = signatureBox.rect;
            expect(llx).toBeGreaterThanOrEqual(30 * MM - 0.1);
            expect(urx).toBeLessThanOrEqual(A4.width - 20 * MM + 0.5);
            expect(lly).toBeGreaterThanOrEqual(25 * MM - 0.1);
            const top = 19 * MM;
            const above = linesIn(pdf, pages, { x: 80, y: top, width: 470, height: A4.height - ury - top });
            expect(above.filter((line) => !line.startsWith('Yth')).length).toBeGreaterThanOrEqual(2);
            const below = linesIn(pdf, pages, { x: 80, y: A4.height - lly, width: 470, height: lly - 24 * MM });
            expect(below.filter((line) => line.includes('Tembusan ke-')).length).toBe(copies);
            // What stands before the block ends above it: nothing is printed over.
            expect(above.join(' ')).not.toMatch(/KEPALA DINAS KOMUNIKASI|Ditandatangani/);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  judged(['pdftotext'], 'keeps its distance in a decree whose last dicta are short', async () => {
    for (let lines = 0; lines < 40; lines += 3) {
      const { keputusan } = KINDS;
      const dicta = Array.from({ length: lines }, (_, index) => `${index + 1}. Diktum ke-${index}.`).join('\n');
      const page = sampleLetter({
        ...keputusan,
        sections: [
          ...(keputusan.sections ?? []).slice(0, 2),
          section('menetapkan', 'Menetapkan', `KEPUTUSAN.\n\n${dicta}\n${lines + 1}. Berlaku.`),
        ],
      });
      const { pdf, pages, signatureBox } = await typesetter.typeset(asDraft(page));
      expect(signatureBox.page).toBe(pages);
      const above = linesIn(pdf, pages, {
        x: 80,
        y: 19 * MM,
        width: 500,
        height: 330 * MM - signatureBox.rect[3] - 19 * MM,
      });
      expect(above.length).toBeGreaterThanOrEqual(2);
      expect(above.join(' ')).toMatch(/Berlaku\./);
    }
  });
});

import { pageFormat } from '../../src/uploads/page-format.ts';
import fc from '../support/draws.ts';

const MM = 72 / 25.4;
const plain = { dpi: undefined, orientation: 1 };

test('a scan that says its resolution keeps the size of its paper', () => {
  const { width, height, dpi } = pageFormat({
    width: 2480,
    height: 3508,
    dpi: { across: 300, down: 300 },
    orientation: 1,
  });
  expect([width, height, dpi]).toEqual([expect.closeTo(210 * MM, 0), expect.closeTo(297 * MM, 0), 300]);
});

test('a fax of the usual fineness is not squeezed', () => {
  const { width, height } = pageFormat({ width: 1728, height: 1145, dpi: { across: 204, down: 98 }, orientation: 1 });
  expect([width / MM, height / MM]).toEqual([expect.closeTo(215, 0), expect.closeTo(297, 0)]);
});

test('a photo, which says nothing of paper, stands on A4 or F4 as it lies', () => {
  expect(pageFormat({ ...plain, width: 3000, height: 4000 })).toMatchObject({ width: 210 * MM, height: 297 * MM });
  expect(pageFormat({ ...plain, width: 4000, height: 3000 })).toMatchObject({ width: 297 * MM, height: 210 * MM });
  expect(pageFormat({ ...plain, width: 2150, height: 3300 })).toMatchObject({ width: 215 * MM, height: 330 * MM });
  const camera = { width: 4000, height: 3000, dpi: { across: 72, down: 72 }, orientation: 6 };
  expect(pageFormat(camera)).toMatchObject({ width: 210 * MM, height: 297 * MM });
});

test('whatever the picture, all of it stands on its page and keeps its proportions', () => {
  const side = fc.integer({ min: 1, max: 60_000 });
  const dots = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.option(fc.record({ across: dots, down: dots }), { nil: undefined }),
      fc.integer({ min: 1, max: 8 }),
      (width, height, dpi, orientation) => {
        const page = pageFormat({ width, height, dpi, orientation });
        const [a, b, c, d, e, f] = page.matrix;
        const corners = [
          [e, f],
          [a + e, b + f],
          [c + e, d + f],
          [a + c + e, b + d + f],
        ];
        for (const [x = 0, y = 0] of corners) {
          expect(x >= -1e-6 && x <= page.width + 1e-6 && y >= -1e-6 && y <= page.height + 1e-6).toBe(true);
        }
        expect(page.dpi).toBeGreaterThan(0);
      },
    ),
  );
});

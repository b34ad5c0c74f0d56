import { type ArrangedPage, arrange, isArrangementOf, isAsItCame, TURNS } from '../../src/intake/arrangement.ts';
import fc from '../support/draws.ts';

const files = fc
  .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), pages: fc.integer({ min: 1, max: 7 }) }))),
  )
  .map((list): { id: number; pages: number }[] => list);
/** Whatever was kept: pages twice, of files that are gone, beyond the last. */
const kept = fc.array(
  fc.record({
    file: fc.integer({ min: 1, max: 9 }),
    page: fc.integer({ min: 1, max: 9 }),
    turn: fc.constantFrom(...TURNS),
  }),
  { maxLength: 40 },
);
const names = (pages: readonly ArrangedPage[]) => pages.map(({ file, page }) => `${file}/${page}`);

test('whatever was kept, every page stands there exactly once', () => {
  fc.assert(
    fc.property(files, kept, (present, before) => {
      const arranged = arrange(present, before);
      expect(names(arranged).sort()).toEqual(names(arrange(present, [])).sort());
      expect(isArrangementOf(present, arranged)).toBe(true);
    }),
  );
});

test('the order and turns that the clerk set stay', () => {
  fc.assert(
    fc.property(
      files.chain((present) => fc.tuple(fc.constant(present), shuffled(present))),
      ([present, asked]) => {
        expect(isArrangementOf(present, asked)).toBe(true);
        expect(arrange(present, asked)).toEqual(asked);
      },
    ),
  );
});

test('a file that goes takes its pages alone; one that comes stands behind', () => {
  fc.assert(
    fc.property(
      files.chain((present) => fc.tuple(fc.constant(present), shuffled(present))),
      ([present, asked]) => {
        const [gone, ...rest] = present;
        const left = arrange(rest, asked);
        expect(left).toEqual(asked.filter(({ file }) => file !== gone?.id));
        expect(arrange([...present, { id: 99, pages: 2 }], asked).slice(0, asked.length)).toEqual(asked);
      },
    ),
  );
});

test('a page left out, named twice or unknown is no arrangement', () => {
  const present = [{ id: 1, pages: 2 }];
  const page = (number: number, file = 1): ArrangedPage => ({ file, page: number, turn: 0 });
  for (const asked of [
    [page(1)],
    [page(1), page(1)],
    [page(1), page(3)],
    [page(1), page(2, 2)],
    [page(1), page(2), page(2)],
  ]) {
    expect(isArrangementOf(present, asked)).toBe(false);
  }
  expect(isAsItCame(present, [page(1), page(2)])).toBe(true);
  expect(isAsItCame(present, [page(1), { ...page(2), turn: 90 }])).toBe(false);
  expect(isAsItCame(present, [page(2), page(1)])).toBe(false);
});

function shuffled(present: readonly { id: number; pages: number }[]) {
  const all = arrange(present, []);
  return fc
    .tuple(
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.array(fc.constantFrom(...TURNS), { minLength: all.length, maxLength: all.length }),
    )
    .map(([pages, turns]) => pages.map((page, index) => ({ ...page, turn: turns[index] ?? 0 })));
}

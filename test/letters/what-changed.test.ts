import { changedLines } from '../../src/letters/what-changed.ts';
import fc from '../support/draws.ts';

const side = (lines: ReturnType<typeof changedLines>, gone: 'removed' | 'added') =>
  lines
    .filter(({ kind }) => kind !== gone)
    .map(({ pieces }) =>
      pieces
        .filter(({ kind }) => kind !== gone)
        .map(({ text }) => text)
        .join(''),
    )
    .join('\n');

describe('what changed between two texts', () => {
  it('tells the changed words of a line from those that stayed', () => {
    expect(changedLines('Rapat pada Senin pagi', 'Rapat pada Selasa pagi')).toEqual([
      {
        kind: 'changed',
        pieces: [
          { kind: 'same', text: 'Rapat pada ' },
          { kind: 'removed', text: 'Senin' },
          { kind: 'added', text: 'Selasa' },
          { kind: 'same', text: ' pagi' },
        ],
      },
    ]);
  });

  it('shows an added and a removed line whole', () => {
    expect(changedLines('satu\ndua\ntiga', 'satu\ntiga\nempat').map(({ kind }) => kind)).toEqual([
      'same',
      'removed',
      'same',
      'added',
    ]);
  });

  it('loses nothing: the old and the new text can be read from it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'kata ') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = changedLines(before, after);
        expect(side(lines, 'added')).toBe(before);
        expect(side(lines, 'removed')).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick for two long texts with nothing in common', () => {
    const long = (word: string) => Array.from({ length: 5_000 }, (_, i) => `${word} ${i}`).join('\n');
    expect(changedLines(long('a'), long('b')).length).toBeGreaterThan(0);
  });
});

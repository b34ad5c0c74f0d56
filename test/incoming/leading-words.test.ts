import { describe, expect, it } from '@jest/globals';
import { foldWord, leadingWords } from '../../src/incoming/lists/leading-words.ts';

/** A hundred letters: villages write most, every fourth is of 2024, every twentieth about the curriculum or by a firm. */
const sample = Array.from({ length: 100 }, (_, n) => {
  const sender =
    n % 20 === 3 ? 'CV Lestari Sejahtera' : n % 2 === 0 ? 'Pemerintah Desa Sumber Jaya' : 'SD Negeri Rawa Indah';
  return `${sender} ${n % 90} 00${n % 9}${100 + n}${1000 + n * 7}${2023 + (n % 4)} ${n % 20 === 5 ? 'Usulan Kurikulum' : 'Undangan Rapat'}`;
});

describe('The words that lead a search', () => {
  it('are the rarest alone where it leaves few', () => {
    const { parts, share } = leadingWords('Pemerintah Desa Sumber Jaya 9271'.split(' '), sample);
    expect([parts, share < 0.005]).toEqual([[['9271']], true]);
  });

  it('are as many as leave few: each of two is had by some letters, both by hardly any', () => {
    const { parts, share } = leadingWords(['rapat', 'kurikulum', 'LESTARI'], sample);
    expect([parts.flat().toSorted(), share < 0.005]).toEqual([['LESTARI', 'kurikulum'], true]);
  });

  it('are no rare ones where many letters have them all, however seldom each would stand beside the others by chance', () => {
    expect(leadingWords(['pemerintah', 'desa', 'sumber', 'jaya', '1'], sample).share).toBeGreaterThan(0.3);
  });

  it('are the telling part of a number, not the year that many have; the whole of it where no part tells', () => {
    const [first] = leadingWords(['005/123/9271/2024'], sample).parts;
    expect(first).toEqual(['9271']);
    expect(leadingWords(['57/2024'], sample).parts).toEqual([['57/2024', '572024']]);
  });

  it('do not trust a sample about three figures: one in a hundred letters may have them', () => {
    const { parts } = leadingWords(['Intan', '(warga', 'Sagara', '643)'], sample);
    expect(parts).not.toEqual([['643']]);
    expect(leadingWords(['Sumber', '643'], sample).parts).toEqual([['643'], ['Sumber']]);
  });

  it('are all of them without a sample, and none where no word has three letters or figures in a row', () => {
    expect(leadingWords(['undangan', '12/abc'], [])).toEqual({
      parts: [['undangan'], ['abc'], ['12/abc', '12abc']],
      share: 1,
    });
    expect(leadingWords(['12', 'ke', '-', '%'], sample)).toEqual({ parts: [], share: 1 });
  });

  it('are found in every text that has the word, typed or folded', () => {
    for (const word of ['B/12.Kec', '421.3/55', 'ab-cdef', '12/5']) {
      for (const part of [...leadingWords([word], []).parts, ...leadingWords([word], sample).parts]) {
        for (const text of [word.toUpperCase(), foldWord(word)]) {
          const found = part.some((each) => text.toLowerCase().includes(each.toLowerCase()));
          expect([word, part, found]).toEqual([word, part, true]);
        }
      }
    }
  });
});

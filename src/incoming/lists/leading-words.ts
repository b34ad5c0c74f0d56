const NEITHER_LETTER_NOR_FIGURE = /[^\p{L}\p{N}]/gu;
/** What the index of words holds: three letters or figures in a row, and none of what has fewer. */
const INDEXED = /[\p{L}\p{N}]{3,}/gu;

/** As a number is folded: "B/12 Kec" → "b12kec". */
export function foldWord(text: string): string {
  return text.toLowerCase().replace(NEITHER_LETTER_NOR_FIGURE, '');
}

/** By which part of a word a letter is looked for: whatever has the word has one of these. */
export type Part = readonly string[];

export interface Leading {
  /** Looked for by the index, a letter has one of each; empty: none of the words is in it. */
  parts: Part[];
  /** Guessed: which share of all letters the index brings. */
  share: number;
}

/** A share of letters that is looked at one by one sooner than a long list of the index is read; or even a short one. */
const [FEW, FEWEST] = [0.002, 0.0002];
/** What so few letters have is a short list. */
const SHORT = 0.03;
/** Below this a sample says nothing: of a small office every letter is looked at anyway. */
const SMALLEST_SAMPLE = 50;

/**
 * Which parts of the words lead a search: the rarest, and only as many as leave few letters. The others are looked at in each letter
 * found. To look for all of them by the index would read the longest lists it has, of the words that a quarter of all letters have.
 * `sample`: texts as the index has them, from all over the office; without one every word leads.
 */
export function leadingWords(words: readonly string[], sample: readonly string[]): Leading {
  if (sample.length < SMALLEST_SAMPLE)
    return { parts: words.flatMap((word) => [...runsOf(word), ...wholeOf(word)]), share: 1 };
  const texts = sample.map((text) => text.toLowerCase());
  const byRuns = narrow([...new Set(words.flatMap(runsOf))], texts);
  if (byRuns.share < FEW) return byRuns;
  // A short number in a longer one, "57/2026", is told only by the whole of it.
  const wholes = words.flatMap((word) => wholeOf(word).map((part) => ({ word, part })));
  const inWhole = (part: Part) => wholes.some(({ word }) => part.every((each) => word.includes(each)));
  return narrow([...wholes.map(({ part }) => part), ...byRuns.parts.filter((part) => !inWhole(part))], texts);
}

/** The rarest of these first, then of what has it the rarest, until few are left or another would leave as many. */
function narrow(parts: readonly Part[], texts: readonly string[]): Leading {
  const chosen: Part[] = [];
  let [left, share] = [texts, 1];
  while (share >= FEWEST) {
    const seen = left.length === 0 ? texts : left;
    const [best] = parts
      .filter((part) => !chosen.includes(part) && !(left.length > 0 && left.every((text) => hasOne(text, part))))
      .map((part) => ({ part, share: shareOf(part, seen) }))
      .toSorted((a, b) => a.share - b.share || longest(b.part) - longest(a.part));
    if (best === undefined || (share < FEW && best.share > SHORT)) break;
    chosen.push(best.part);
    share *= best.share;
    left = left.filter((text) => hasOne(text, best.part));
  }
  return { parts: chosen, share };
}

/**
 * How many of all letters have the part. Of what none or one of a hundred has a sample cannot tell whether one in a hundred or in ten
 * thousand has it: then it is guessed by its length, figures as if they were thrown in a number of fourteen.
 */
function shareOf(part: Part, texts: readonly string[]): number {
  const hits = texts.filter((text) => hasOne(text, part)).length;
  const length = longest(part);
  const guess = part.every((each) => /^[\p{N}\P{L}]+$/u.test(each)) ? 12 / 10 ** length : length < 5 ? 0.01 : 0.004;
  return Math.min(1, Math.max(0, hits - 1) / texts.length + guess);
}

/** Each alone: wherever the word is found, typed or folded, they are. */
function runsOf(word: string): Part[] {
  return (word.match(INDEXED) ?? []).map((run) => [run]);
}

/** Where something stands between its letters: as typed, and as numbers are folded. */
function wholeOf(word: string): Part[] {
  const folded = foldWord(word);
  return folded.length < 3 || folded === word.toLowerCase() ? [] : [[word, folded]];
}

function hasOne(text: string, part: Part): boolean {
  return part.some((each) => text.includes(each.toLowerCase()));
}

function longest(part: Part): number {
  return Math.max(...part.map((each) => each.length));
}

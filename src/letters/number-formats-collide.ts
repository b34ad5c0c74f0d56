import { type NumberFormat, type NumberToken, parseNumberFormat } from '../registers/letter-number.ts';
import type { KindDefinition } from './letter-kind.ts';

/** Which characters a step may read, with one of them to show. */
interface Step {
  reads: RegExp;
  shows: string;
  to: number;
}
/** A format as a machine: from each state by one character (`steps`) or by none (`skips`) to others; the last one ends. */
interface Machine {
  states: { steps: Step[]; skips: number[] }[];
}

const DIGIT = { reads: /[0-9]/, shows: '1' };
const LETTER = { reads: /[a-z]/i, shows: 'A' };
/** Codes of units hold no slash (people/change-units.ts); those of positions are taken to hold none. */
const CODE = { reads: /[^/\s]/u, shows: 'A' };

/**
 * A text that both formats can print for letters of one unit, or undefined when there is none: two counters that could print
 * the same number twice are told apart by nothing on paper. Year, codes and classification may be whatever they can be.
 */
export function commonNumber(first: NumberFormat, second: NumberFormat): string | undefined {
  const [one, other] = [machineOf(first), machineOf(second)];
  const start = { a: 0, b: 0, text: '' };
  const seen = new Set<string>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const key = `${at.a}/${at.b}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const [from, beside] = [one.states[at.a], other.states[at.b]];
    if (from === undefined || beside === undefined) continue;
    if (at.a === one.states.length - 1 && at.b === other.states.length - 1) return at.text;
    for (const a of from.skips) queue.push({ ...at, a });
    for (const b of beside.skips) queue.push({ ...at, b });
    for (const step of from.steps) {
      for (const peer of beside.steps) {
        const shown = [step.shows, peer.shows].find((one) => step.reads.test(one) && peer.reads.test(one));
        if (shown !== undefined) queue.push({ a: step.to, b: peer.to, text: at.text + shown });
      }
    }
  }
  return undefined;
}

/** The kind, and how it is told to whoever tries to store it. */
export interface NumberingKind extends Pick<KindDefinition, 'name' | 'nameEn' | 'registerCode' | 'numberFormat'> {
  code: string;
}

/**
 * The first of `others` that counts in another register and could print the same number as `kind`, with such a number.
 * Kinds of one register share their counter and cannot.
 */
export function collidingKind(
  kind: NumberingKind,
  others: readonly NumberingKind[],
): { other: NumberingKind; example: string } | undefined {
  const format = parseNumberFormat(kind.numberFormat);
  for (const other of others) {
    if (other.registerCode === kind.registerCode) continue;
    const example = commonNumber(format, parseNumberFormat(other.numberFormat));
    if (example !== undefined) return { other, example };
  }
  return undefined;
}

function machineOf(format: NumberFormat): Machine {
  const states: Machine['states'] = [{ steps: [], skips: [] }];
  const last = () => states.length - 1;
  const add = () => states.push({ steps: [], skips: [] }) - 1;
  const step = (from: number, { reads, shows }: Pick<Step, 'reads' | 'shows'>, to = add()) => {
    states[from]?.steps.push({ reads, shows, to });
    return to;
  };
  const word = (from: number, text: string, to?: number) => {
    const letters = [...text];
    return letters.reduce(
      (at, letter, i) => step(at, exactly(letter), i === letters.length - 1 ? to : undefined),
      from,
    );
  };
  const skip = (from: number, to: number) => states[from]?.skips.push(to);
  /** One of the words; all of them end in one new state. */
  const oneOf = (words: readonly string[]) => {
    const from = last();
    const ends = words.map((text) => word(from, text));
    const end = add();
    for (const at of ends) skip(at, end);
  };
  const many = (what: Pick<Step, 'reads' | 'shows'>) => {
    const at = step(last(), what);
    step(at, what, at);
  };
  const tokens: Record<NumberToken, (width: number) => void> = {
    // Without a width no zero leads.
    urut: (width) => {
      if (width > 1) return many(DIGIT);
      const first = step(last(), { reads: /[1-9]/, shows: '1' });
      step(first, DIGIT, first);
    },
    sub: () => {
      const from = last();
      step(from, { reads: /[.\p{L}0-9]/u, shows: 'A' });
      step(last(), { reads: /[.\p{L}0-9]/u, shows: 'A' }, last());
      skip(from, last());
    },
    klasifikasi: () => {
      const from = last();
      const figures = [DIGIT, DIGIT, DIGIT].reduce((at, digit) => step(at, digit), from);
      const letters = step(step(from, LETTER), LETTER);
      const end = add();
      skip(figures, end);
      skip(letters, end);
      const group = step(step(end, exactly('.')), DIGIT);
      step(group, DIGIT, group);
      skip(group, end);
      skip(end, add());
    },
    unit: () => many(CODE),
    jabatan: () => many(CODE),
    keamanan: () => oneOf(['B', 'T', 'R', 'SR']),
    bulan2: () => oneOf(MONTHS.map((_, i) => String(i + 1).padStart(2, '0'))),
    bulanRomawi: () => oneOf(MONTHS),
    tahun: () => void [DIGIT, DIGIT, DIGIT, DIGIT].reduce((at, digit) => step(at, digit), last()),
  };
  for (const part of format.parts) {
    if ('literal' in part) word(last(), part.literal.replace(/\s/gu, ''));
    else tokens[part.token](part.width);
  }
  return { states };
}

const MONTHS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** Numbers are looked for without regard to case and spaces (`foldNumber`), so neither tells anything apart. */
function exactly(letter: string): Pick<Step, 'reads' | 'shows'> {
  const escaped = letter.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return { reads: new RegExp(`^${escaped}$`, 'iu'), shows: letter };
}

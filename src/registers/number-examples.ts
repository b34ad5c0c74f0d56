import { isRefusal, type Words } from '../errors.ts';
import { type NumberFormat, type NumberValues, parseNumberFormat, renderNumber } from './letter-number.ts';

/** A number that a format prints for these values, or why it prints none. */
export interface NumberExample {
  about: Words;
  text: string;
  problem: Words | undefined;
}

/** Codes of the office for which examples are made: usual ones, and the longest there are. */
export interface ExampleCodes {
  unit: string;
  position: string;
  longestUnit: string;
  longestPosition: string;
}

/** What whoever writes a format wants to see: the first of a year, an ordinary one, a secret one, an inserted one, the longest. */
export function numberExamples(format: NumberFormat, codes: ExampleCodes): NumberExample[] {
  const usual = { klasifikasi: '400.3.5', unit: codes.unit, jabatan: codes.position, keamanan: 'B' } as const;
  const examples: [about: Words, values: NumberValues][] = [
    [
      { id: 'Surat pertama tahun ini', en: 'First letter of a year' },
      { ...usual, urut: 1, date: '2026-01-05' },
    ],
    [
      { id: 'Surat ke-127, 21 November 2026', en: '127th letter, 21 November 2026' },
      { ...usual, urut: 127, date: '2026-11-21' },
    ],
    [
      { id: 'Surat rahasia', en: 'A secret letter' },
      { ...usual, urut: 128, date: '2026-11-23', keamanan: 'R' },
    ],
    [
      { id: 'Nomor sisipan', en: 'An inserted number' },
      { ...usual, urut: 127, sub: 'a', date: '2026-11-21' },
    ],
    [
      { id: 'Kode unit dan jabatan terpanjang di instansi ini', en: 'The longest codes of a unit and a post here' },
      {
        klasifikasi: '400.14.5.4',
        unit: codes.longestUnit,
        jabatan: codes.longestPosition,
        keamanan: 'SR',
        urut: 12_345,
        date: '2026-12-31',
      },
    ],
  ];
  return examples.map(([about, values]) => ({ about, ...shown(format, values) }));
}

function shown(format: NumberFormat, values: NumberValues): Omit<NumberExample, 'about'> {
  try {
    return { text: renderNumber(format, values), problem: undefined };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { text: '', problem: error.words };
  }
}

/** The same for what somebody is still typing: a format that is none is told in the words of its refusal. */
export function examplesOf(
  source: string,
  codes: ExampleCodes,
): { examples: NumberExample[]; problem: Words | undefined } {
  try {
    return { examples: numberExamples(parseNumberFormat(source), codes), problem: undefined };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { examples: [], problem: error.words };
  }
}

import { Refusal } from '../errors.ts';
import type { Security } from '../people/security-class.ts';

/** The tokens of a number format; everything else between braces is refused. */
const TOKENS = ['urut', 'sub', 'klasifikasi', 'unit', 'jabatan', 'keamanan', 'bulan2', 'bulanRomawi', 'tahun'] as const;
export type NumberToken = (typeof TOKENS)[number];

type Part = { literal: string } | { token: NumberToken; width: number };

/** A parsed format; only `parseNumberFormat` makes one, so that whatever is rendered has been checked. */
export interface NumberFormat {
  readonly source: string;
  readonly parts: readonly Part[];
}

/** What a number is made of. `date` is the letter's date `YYYY-MM-DD`; `sub` is an inserted number's letter, `a` in `15.a`. */
export interface NumberValues {
  urut: number;
  sub?: string;
  klasifikasi: string;
  unit: string;
  jabatan: string;
  keamanan: Security;
  date: string;
}

/** The sealed text of a letter gives its number 40 bytes and never shortens it. */
export const LONGEST_NUMBER_BYTES = 40;

const LONGEST_FORMAT = 100;
const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
const NUMERIC: readonly NumberToken[] = ['urut', 'klasifikasi', 'bulan2', 'tahun'];

/** Classification codes: numeric in local government (Permendagri 83/2022), two letters first in ministries. */
const CLASSIFICATION = /^(?:[0-9]{3}(?:\.[0-9]{1,4}){0,4}|[A-Z]{2}(?:\.[0-9]{1,4}){0,4})$/;

export function isClassification(code: string): boolean {
  return CLASSIFICATION.test(code);
}

/**
 * `format := ( literal | "{" name (":" width)? "}" )*` with exactly one `{urut}`. A width pads the counter with zeros;
 * a counter that touches another figure could not be read back from paper, so it is refused.
 * @throws Refusal `number-format` naming what is wrong
 */
export function parseNumberFormat(source: string): NumberFormat {
  if (source.length === 0 || source.length > LONGEST_FORMAT)
    throw badFormat(`panjangnya 1–${LONGEST_FORMAT} karakter`, `it is 1–${LONGEST_FORMAT} characters long`);
  const parts: Part[] = [];
  for (const piece of source.matchAll(/\{([^{}]*)\}|([^{}]+)|[{}]/gu)) {
    const [whole, token, literal] = piece;
    if (token !== undefined) parts.push(parseToken(token));
    else if (literal === undefined) throw badFormat(`kurung "${whole}" tidak berpasangan`, `"${whole}" has no partner`);
    else if (/[\p{C}\p{Zl}\p{Zp}]/u.test(literal))
      throw badFormat('ada karakter kendali', 'it holds a control character');
    else parts.push({ literal });
  }
  const counters = parts.flatMap((part, i) => ('token' in part && part.token === 'urut' ? [i] : []));
  const [counter] = counters;
  if (counter === undefined || counters.length > 1)
    throw badFormat('{urut} harus ada tepat satu kali', '{urut} stands in it exactly once');
  if (isFigure(parts[counter - 1], 'end') || isFigure(parts[counter + 1], 'start')) {
    throw badFormat('{urut} tidak boleh menempel pada angka lain', '{urut} may not touch another figure');
  }
  return { source, parts };
}

function parseToken(text: string): Part {
  const [name, width, ...rest] = text.split(':');
  const token = TOKENS.find((known) => known === name);
  if (token === undefined || rest.length > 0) throw badFormat(`"{${text}}" tidak dikenal`, `"{${text}}" is unknown`);
  if (width === undefined) return { token, width: 0 };
  if (token !== 'urut' || !/^[1-9]$/.test(width)) {
    throw badFormat('lebar hanya untuk {urut}, 1–9', 'only {urut} has a width, 1–9');
  }
  return { token, width: Number(width) };
}

function isFigure(part: Part | undefined, side: 'start' | 'end'): boolean {
  if (part === undefined) return false;
  if ('token' in part) return NUMERIC.includes(part.token);
  return side === 'start' ? /^[0-9]/.test(part.literal) : /[0-9]$/.test(part.literal);
}

/**
 * The number as printed. An inserted number's letter stands where the format says `{sub}`, and where it says nothing,
 * behind the counter with a full stop: `15.a`.
 * @throws Refusal `number-values` when a token of the format has no value (an unresolved variable never reaches paper),
 *   `number-too-long` when it is longer than the seal can carry
 */
export function renderNumber(format: NumberFormat, values: NumberValues): string {
  if (!Number.isSafeInteger(values.urut) || values.urut < 1) throw noValue('urut');
  const text = format.parts
    .map((part) => ('token' in part ? tokenText(part, values) + insertedHere(format, part, values) : part.literal))
    .join('');
  // Counted as browsers can, too: examples are made there while somebody types.
  if (new TextEncoder().encode(text).length > LONGEST_NUMBER_BYTES) {
    throw new Refusal('invalid-input', 'number-too-long', {
      id: `Nomor "${text}" melebihi ${LONGEST_NUMBER_BYTES} karakter. Singkatkan kode unit, kode jabatan, atau format nomor.`,
      en: `The number "${text}" is longer than ${LONGEST_NUMBER_BYTES} characters. Shorten the unit code, position code or number format.`,
    });
  }
  return text;
}

/** The number as a draft shows it: what the signing decides (counter, month, year) as an ellipsis. */
export function numberPattern(format: NumberFormat, values: Omit<NumberValues, 'urut' | 'date'>): string {
  const { klasifikasi, unit, jabatan, keamanan } = values;
  const known: Partial<Record<NumberToken, string>> = { klasifikasi, unit, jabatan, keamanan };
  return format.parts
    .map((part) => ('token' in part ? (part.token === 'sub' ? '' : known[part.token] || '…') : part.literal))
    .join('');
}

function insertedHere(format: NumberFormat, { token }: { token: NumberToken }, { sub }: NumberValues): string {
  if (token !== 'urut' || sub === undefined || sub === '') return '';
  return format.parts.some((part) => 'token' in part && part.token === 'sub') ? '' : `.${sub}`;
}

function tokenText({ token, width }: { token: NumberToken; width: number }, values: NumberValues): string {
  const [year = '', month = ''] = values.date.split('-');
  const text = {
    urut: String(values.urut).padStart(width, '0'),
    sub: values.sub ?? '',
    klasifikasi: isClassification(values.klasifikasi) ? values.klasifikasi : '',
    unit: values.unit,
    jabatan: values.jabatan,
    keamanan: values.keamanan,
    bulan2: month,
    bulanRomawi: ROMAN[Number(month) - 1] ?? '',
    tahun: year,
  }[token];
  if (text === '' && token !== 'sub') throw noValue(token);
  return text;
}

/**
 * Numbers are looked for as people type them: case, spaces and zeros before a figure do not count. The column
 * `letter_number.folded` says the same in SQL; a test holds the two against each other.
 */
export function foldNumber(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/gu, '')
    .toLowerCase()
    .replace(/(^|[^0-9])0+(?=[0-9])/g, '$1');
}

export interface NumberPreset {
  code: string;
  format: string;
  use: string;
}

/** The formats found in practice; a kind of letter starts from one of them and may be changed. */
export const NUMBER_PRESETS: readonly NumberPreset[] = [
  { code: 'P1', format: '{klasifikasi}/{urut}/{unit}', use: 'Pemerintah daerah (Permendagri 83/2022)' },
  { code: 'P2', format: '{urut}/{klasifikasi}/{jabatan}', use: 'Pemerintah Provinsi Jawa Barat' },
  { code: 'P3', format: '{keamanan}-{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}', use: 'Kementerian, surat dinas' },
  { code: 'P4', format: '{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}', use: 'Nota dinas dan memo' },
  { code: 'P5', format: '{urut}/{jabatan}/{bulan2}/{tahun}', use: 'Naskah dinas khusus' },
  { code: 'P6', format: 'NOMOR {urut} TAHUN {tahun}', use: 'Naskah dinas arahan' },
  { code: 'P7', format: '{urut}/{klasifikasi}/{unit}/{bulanRomawi}/{tahun}', use: 'Daerah, bulan Romawi' },
];

function badFormat(id: string, en: string): Refusal {
  return new Refusal('invalid-input', 'number-format', {
    id: `Format nomor keliru: ${id}.`,
    en: `The number format is wrong: ${en}.`,
  });
}

function noValue(token: NumberToken): Refusal {
  return new Refusal('invalid-input', 'number-values', {
    id: `Nomor belum dapat dibentuk: {${token}} kosong atau keliru.`,
    en: `The number cannot be formed yet: {${token}} is empty or wrong.`,
  });
}

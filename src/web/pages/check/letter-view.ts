import { z } from 'zod';
import {
  COMPARE_ROWS,
  type CompareAnswer,
  type CompareRow,
  type Comparison,
  compare,
  compareRows,
} from '../../../checking/compare.ts';
import { isDateFarFromSigning, type PublicLetter } from '../../../checking/letter-fields.ts';
import { calendarDate } from '../../../clock.ts';
import { dateAndTime, longDate } from '../../dates.ts';
import type { Translate } from '../../words.ts';
import type { CheckVisit } from './check-page.ts';

export interface FieldView {
  label: string;
  value: string;
}

export interface CompareView {
  name: CompareRow;
  label: string;
  value: string;
  answer: string;
}

type Reader = Pick<CheckVisit, 't' | 'language' | 'timeZone'>;

const Answer = z.enum(['same', 'different', 'no-picture']);
const Sent = z.record(z.string(), z.unknown()).catch({});

/** Everything that the class allows, as labels and values. */
export function fieldViews(letter: PublicLetter, reader: Reader): FieldView[] {
  if (letter.security === 'classified') return [];
  const rows = compareRows(letter).filter((row) => row !== 'body');
  const compared = rows.map((row) => ({ label: rowLabel(row, reader.t), value: rowValue(letter, row, reader) }));
  return [...compared, ...factViews(letter, reader), ...signedOn(letter, reader)];
}

/** A restricted letter tells the day of its signature only where its paper tells another one. */
function signedOn(letter: PublicLetter, reader: Reader): FieldView[] {
  if (letter.security !== 'terbatas' || twoDates(letter, reader).length === 0) return [];
  const value = longDate(letter.signedAt, reader.timeZone, reader.language);
  return [{ label: reader.t('check.field.signed-at'), value }];
}

/** What the paper does not show and nobody compares. */
export function factViews(letter: PublicLetter, reader: Reader): FieldView[] {
  if (letter.security !== 'biasa') return [];
  const kind = reader.language === 'id' ? letter.kind : letter.kindEn;
  const signedAt = dateAndTime(letter.signedAt, reader.timeZone, reader.language);
  return [
    { label: reader.t('check.field.kind'), value: kind },
    { label: reader.t('check.field.signed-at'), value: signedAt },
  ];
}

/** The form of the comparison, and what the answers in the query say; nothing is stored. */
export function compareView(
  letter: PublicLetter,
  query: unknown,
  reader: Reader,
): { rows: CompareView[]; answered: boolean; comparison: Comparison; named: string } {
  const sent: Readonly<Record<string, unknown>> = Sent.parse(query);
  const given = answersIn(sent);
  const names = compareRows(letter);
  const rows = names.map((name) => ({
    name,
    label: rowLabel(name, reader.t),
    value: letter.security === 'classified' || name === 'body' ? '' : rowValue(letter, name, reader),
    answer: given[name] ?? '',
  }));
  const comparison = compare(names, given);
  const told =
    comparison.result === 'different' ? comparison.rows : comparison.result === 'matches' ? comparison.notCompared : [];
  return {
    rows,
    answered: 'compared' in sent,
    comparison,
    named: told.map((row) => rowLabel(row, reader.t)).join(', '),
  };
}

/** What the page says above the fields: a page symbol's page, and the two dates where they differ. */
export function remarks(letter: PublicLetter, page: number | undefined, reader: Reader): string[] {
  const { t } = reader;
  const pages = letter.security === 'biasa' ? letter.pages : undefined;
  const scanned =
    page === undefined
      ? []
      : pages === undefined
        ? [t('check.page-scanned', { page })]
        : [t('check.page-of', { page, pages })];
  const far = isDateFarFromSigning(letter) ? [t('check.far-date')] : [];
  return [...scanned, ...twoDates(letter, reader), ...far];
}

/** The date on the paper is not the day of the signature: whoever reads the one is told the other. */
function twoDates(letter: PublicLetter, { t, language, timeZone }: Reader): string[] {
  if (letter.security === 'classified' || letter.date === calendarDate(letter.signedAt, timeZone)) return [];
  const signed = longDate(letter.signedAt, timeZone, language);
  return [t('check.two-dates', { date: longDate(letter.date, timeZone, language), signed })];
}

function rowLabel(row: CompareRow, t: Translate): string {
  return t(`check.field.${row}`);
}

function rowValue(letter: Exclude<PublicLetter, { security: 'classified' }>, row: CompareRow, reader: Reader): string {
  const text = () => {
    switch (row) {
      case 'date':
        return longDate(letter.date, reader.timeZone, reader.language);
      case 'signer':
        return letter.signers.map((signer) => signer.name).join('; ');
      case 'position':
        return letter.signers.map((signer) => signer.position).join('; ');
      case 'unit':
        return letter.unit;
      case 'pages':
        return letter.security === 'biasa' ? String(letter.pages) : '';
      case 'number':
        return letter.security === 'biasa' ? letter.number : '';
      case 'subject':
        return letter.security === 'biasa' ? letter.subject : '';
      case 'addressee':
        return letter.security === 'biasa' ? letter.addressees.join('; ') : '';
      case 'body':
        return '';
    }
  };
  return text() || reader.t('check.not-given');
}

function answersIn(sent: Readonly<Record<string, unknown>>): Partial<Record<CompareRow, CompareAnswer>> {
  const given: Partial<Record<CompareRow, CompareAnswer>> = {};
  for (const row of COMPARE_ROWS.filter((name) => sent[name] !== undefined)) {
    const answer = Answer.safeParse(sent[row]);
    if (answer.success) given[row] = answer.data;
  }
  return given;
}

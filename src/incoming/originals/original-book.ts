import type { Words } from '../../errors.ts';
import { dateAndTime } from '../../letters/long-date.ts';
import type { PrintedProofs } from '../../sending/proof-pictures.ts';
import type { SheetCell } from '../../typesetting/record-sheet.ts';
import { asCells, type BookColumn, type BookField, subjectIn } from '../books/book-columns.ts';
import type { HandoverBookRow, HandoverLine } from './originals-store.ts';

type Language = 'id' | 'en';

export const originalColumns: readonly BookColumn[] = [
  {
    name: { id: 'No.', en: 'No.' },
    share: 2.5,
    parts: [
      { id: 'No.', en: 'No.' },
      { id: 'Tahun', en: 'Year' },
    ],
    between: '/',
  },
  {
    name: { id: 'No. agenda', en: 'Agenda no.' },
    share: 2.5,
    parts: [
      { id: 'No. agenda', en: 'Agenda no.' },
      { id: 'Tahun agenda', en: 'Agenda year' },
    ],
    between: '/',
  },
  {
    name: { id: 'Nomor naskah, asal', en: 'Number, from' },
    share: 4,
    parts: [
      { id: 'Nomor naskah', en: 'Number' },
      { id: 'Asal', en: 'From' },
    ],
  },
  { name: { id: 'Isi ringkas', en: 'Subject' }, share: 5 },
  {
    name: { id: 'Untuk', en: 'For' },
    share: 4,
    parts: [
      { id: 'Untuk', en: 'For' },
      { id: 'Amplop', en: 'Envelope' },
    ],
  },
  {
    name: { id: 'Penerima dan tanda tangan', en: 'Received by' },
    share: 4,
    parts: [{ id: 'Penerima', en: 'Received by' }],
  },
  { name: { id: 'Tanggal, jam', en: 'Day, time' }, share: 3 },
  {
    name: { id: 'Keterangan', en: 'Remarks' },
    share: 3,
    parts: [
      { id: 'Pembetulan', en: 'Correction' },
      { id: 'Alasan', en: 'Reason' },
      { id: 'Keterangan', en: 'Remarks' },
    ],
  },
];

const closed: Words = { id: 'dalam amplop tertutup', en: 'in a closed envelope' };
const desk: Words = { id: 'Kembali ke loket', en: 'Back at the desk' };
const archive: Words = { id: 'Disimpan di arsip', en: 'In the archive' };
const struck: Words = { id: 'Mencoret baris {number}', en: 'Strikes line {number}' };
const corrects: Words = { id: 'Membetulkan baris {number}', en: 'Corrects line {number}' };

/** Whither a paper went by a line, in words. */
export function placeOf(
  {
    kind,
    place,
    correctsNumber,
    correctsYear,
  }: Pick<HandoverLine, 'kind' | 'place' | 'correctsNumber' | 'correctsYear'>,
  language: Language,
) {
  if (kind === 'handed') return place;
  if (kind === 'returned') return desk[language];
  if (kind === 'struck') return struck[language].replace('{number}', `${correctsNumber}/${correctsYear}`);
  return place === '' ? archive[language] : `${archive[language]}: ${place}`;
}

/** A line of the book; `at` writes an instant. */
export function originalFields(row: HandoverBookRow, language: Language, at: (instant: Date) => string): BookField[] {
  const isCorrection = row.correctsNumber !== null && row.kind !== 'struck';
  return [
    [String(row.number), String(row.year)],
    [String(row.agenda), String(row.agendaYear)],
    [row.letterNumber, row.senderName],
    subjectIn(row, language),
    [placeOf(row, language), row.closed && row.kind === 'handed' ? closed[language] : ''],
    holderOf(row),
    row.kind === 'struck' ? '' : at(row.takenAt),
    [
      isCorrection ? corrects[language].replace('{number}', `${row.correctsNumber}/${row.correctsYear}`) : '',
      row.reason,
      row.note,
    ],
  ];
}

/** The same in print, signatures in their column. */
export function printedOriginals(
  rows: readonly HandoverBookRow[],
  timeZone: string,
  proofs: PrintedProofs,
): SheetCell[][] {
  return rows.map((row) =>
    asCells(
      originalColumns,
      originalFields(row, 'id', (instant) => dateAndTime(instant, timeZone)),
    ).map((cell, column) => (column === RECEIVER ? proofs.cell(holderOf(row), row.proofSha256) : cell)),
  );
}
const RECEIVER = 5;

/** Into whose hands; at the desk and in the archive, those of whoever wrote the line. */
function holderOf({ kind, receiver, recordedBy }: HandoverBookRow): string {
  return kind === 'handed' ? receiver : recordedBy;
}

import type { Words } from '../errors.ts';
import { dateAndTime } from '../letters/long-date.ts';
import type { PrintedProofs } from '../sending/proof-pictures.ts';
import type { SheetCell } from '../typesetting/record-sheet.ts';
import type { HandoverBookRow, HandoverLine } from './originals-store.ts';

type Language = 'id' | 'en';

export const originalColumns: readonly { name: Words; share: number }[] = [
  { name: { id: 'No.', en: 'No.' }, share: 1 },
  { name: { id: 'No. agenda', en: 'Agenda no.' }, share: 2 },
  { name: { id: 'Nomor naskah, asal', en: 'Number, from' }, share: 4 },
  { name: { id: 'Isi ringkas', en: 'Subject' }, share: 5 },
  { name: { id: 'Untuk', en: 'For' }, share: 4 },
  { name: { id: 'Penerima dan tanda tangan', en: 'Received by' }, share: 4 },
  { name: { id: 'Tanggal, jam', en: 'Day, time' }, share: 3 },
  { name: { id: 'Keterangan', en: 'Remarks' }, share: 3 },
];

const secret: Words = { id: '(rahasia)', en: '(confidential)' };
const closed: Words = { id: 'dalam amplop tertutup', en: 'in a closed envelope' };
const desk: Words = { id: 'Kembali ke loket', en: 'Back at the desk' };
const archive: Words = { id: 'Disimpan di arsip', en: 'In the archive' };
const struck: Words = { id: 'Mencoret baris {number}', en: 'Strikes line {number}' };
const corrects: Words = { id: 'Membetulkan baris {number}', en: 'Corrects line {number}' };

/** Whither a paper went by a line, in words. */
export function placeOf(
  { kind, place, correctsNumber }: Pick<HandoverLine, 'kind' | 'place' | 'correctsNumber'>,
  language: Language,
) {
  if (kind === 'handed') return place;
  if (kind === 'returned') return desk[language];
  if (kind === 'struck') return struck[language].replace('{number}', String(correctsNumber));
  return place === '' ? archive[language] : `${archive[language]}: ${place}`;
}

/** A line as the page and a spreadsheet have it; `at` writes an instant. */
export function originalCells(row: HandoverBookRow, language: Language, at: (instant: Date) => string): string[] {
  const isSecret = row.security === 'R' || row.security === 'SR';
  const corrected =
    row.correctsNumber === null || row.kind === 'struck'
      ? ''
      : corrects[language].replace('{number}', String(row.correctsNumber));
  return [
    String(row.number),
    `${row.agenda}/${row.agendaYear}`,
    lines(row.letterNumber, row.senderName),
    row.subject === '' && isSecret ? secret[language] : row.subject,
    lines(placeOf(row, language), row.closed && row.kind === 'handed' ? closed[language] : ''),
    holderOf(row),
    row.kind === 'struck' ? '' : at(row.takenAt),
    lines(corrected, row.reason, row.note),
  ];
}

/** The same in print, signatures in their column. */
export function printedOriginals(
  rows: readonly HandoverBookRow[],
  timeZone: string,
  proofs: PrintedProofs,
): SheetCell[][] {
  return rows.map((row) =>
    originalCells(row, 'id', (instant) => dateAndTime(instant, timeZone)).map((cell, column) =>
      column === RECEIVER ? proofs.cell(holderOf(row), row.proofSha256) : cell,
    ),
  );
}
const RECEIVER = 5;

/** Into whose hands; at the desk and in the archive, those of whoever wrote the line. */
function holderOf({ kind, receiver, recordedBy }: HandoverBookRow): string {
  return kind === 'handed' ? receiver : recordedBy;
}

function lines(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

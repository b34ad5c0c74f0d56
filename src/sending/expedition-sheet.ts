import { dateAndTime } from '../letters/long-date.ts';
import type { SheetCell } from '../typesetting/record-sheet.ts';
import type { BookPrint } from './book-sheet.ts';
import type { HandoverBook } from './expedition.ts';
import type { ExpeditionLine } from './expedition-store.ts';
import type { PrintedProofs } from './proof-pictures.ts';

/** The handover book of some days as a sheet; it names no subject. */
export function expeditionSheet(
  { unit, from, to, words, lines }: Pick<HandoverBook, 'unit' | 'from' | 'to' | 'words' | 'lines'>,
  timeZone: string,
  proofs: PrintedProofs,
): BookPrint {
  return {
    ...{ title: 'Buku ekspedisi', unit: unit.name, days: { from, to }, chosen: words, heading: 'Lembar pengantar' },
    columns: [
      { name: 'No.', share: 1 },
      { name: 'Nomor surat', share: 4 },
      { name: 'Tujuan', share: 6 },
      { name: 'Jml.', share: 1 },
      { name: 'Berangkat', share: 3 },
      { name: 'Penerima dan tanda tangan', share: 5 },
      { name: 'Diterima', share: 3 },
    ],
    rows: lines.map((line) => [
      String(line.number),
      line.copyNumber === null ? line.letterNumber : `${line.letterNumber}\nsalinan nomor ${line.copyNumber}`,
      addresseeOf(line),
      String(line.sheets),
      dateAndTime(line.sentAt, timeZone),
      receiverOf(line, proofs),
      line.receivedAt === null ? '' : dateAndTime(line.receivedAt, timeZone),
    ]),
    pictures: proofs.pictures,
    closing: 'Kolom yang kosong diisi dengan tangan oleh penerima, lalu dicatat oleh petugas.',
  };
}

function nameOf({ name, part }: ExpeditionLine): string {
  return part === 'cc' ? `${name} (tembusan)` : name;
}

function addresseeOf(line: ExpeditionLine): string {
  if (!line.named) return '(rahasia)';
  return [nameOf(line), line.address].filter((text) => text !== '').join('\n');
}

function receiverOf({ outcome, receiver, note, proofSha256 }: ExpeditionLine, proofs: PrintedProofs): SheetCell {
  if (outcome === 'returned') return `Kembali: ${note}`;
  // Room for a hand.
  return outcome === null
    ? '\n\n'
    : proofs.cell([receiver, note].filter((text) => text !== '').join('\n'), proofSha256);
}

import { unixSeconds } from '../clock.ts';
import { dateAndTime, longDate } from '../letters/long-date.ts';
import { capitals } from '../letters/signature-block.ts';
import type { Office } from '../people/office-store.ts';
import type { RecordSheet } from '../typesetting/record-sheet.ts';
import type { HandoverBook } from './expedition.ts';
import type { ExpeditionLine } from './expedition-store.ts';

/** The handover book of some days as a sheet; it names no subject. */
export function expeditionSheet(
  { unit, from, to, lines }: Pick<HandoverBook, 'unit' | 'from' | 'to' | 'lines'>,
  { name, timeZone }: Office,
  at: Date,
): RecordSheet {
  const days = from === to ? longDate(from) : `${longDate(from)} sampai ${longDate(to)}`;
  return {
    documentTitle: `Buku ekspedisi ${unit.name}, ${days}`,
    createdAt: unixSeconds(at),
    office: capitals(name),
    unit: capitals(unit.name),
    title: 'BUKU EKSPEDISI',
    reference: `Buku ekspedisi ${unit.name}, ${days}`,
    standing: '',
    facts: [
      { label: 'Tanggal', value: days },
      { label: 'Jumlah baris', value: String(lines.length) },
    ],
    tables: [
      {
        heading: 'Lembar pengantar',
        columns: [
          { name: 'No.', share: 2 },
          { name: 'Nomor surat', share: 5 },
          { name: 'Tujuan', share: 6 },
          { name: 'Jml.', share: 2 },
          { name: 'Penerima dan tanda tangan', share: 5 },
          { name: 'Tanggal, jam', share: 4 },
        ],
        rows: lines.map((line) => [
          String(line.number),
          line.copyNumber === null ? line.letterNumber : `${line.letterNumber}\nsalinan nomor ${line.copyNumber}`,
          addresseeOf(line),
          String(line.sheets),
          receiverOf(line),
          line.receivedAt === null ? '' : dateAndTime(line.receivedAt, timeZone),
        ]),
      },
    ],
    closing: `Dicetak pada ${dateAndTime(at, timeZone)}. Kolom yang kosong diisi dengan tangan oleh penerima, lalu dicatat oleh petugas.`,
  };
}

function addresseeOf({ name, address, part }: ExpeditionLine): string {
  return [part === 'cc' ? `${name} (tembusan)` : name, address].filter((text) => text !== '').join('\n');
}

function receiverOf({ outcome, receiver, note }: ExpeditionLine): string {
  if (outcome === 'returned') return `Kembali: ${note}`;
  // Room for a hand.
  return outcome === null ? '\n\n' : receiver;
}

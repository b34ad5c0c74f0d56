import { unixSeconds } from '../clock.ts';
import { dateAndTime, longDate } from '../letters/long-date.ts';
import { capitals } from '../letters/signature-block.ts';
import type { Office } from '../people/office-store.ts';
import type { RecordSheet, SheetCell } from '../typesetting/record-sheet.ts';
import type { Days } from './book-days.ts';

export interface BookPrint {
  /** "Buku ekspedisi". */
  title: string;
  unit: string;
  days: Days;
  /** What it was narrowed to; empty: all of these days. */
  chosen: string;
  heading: string;
  columns: { name: string; share: number }[];
  rows: SheetCell[][];
  /** PNGs that the rows name. */
  pictures?: Uint8Array[];
  /** A sentence behind that which says when it was printed. */
  closing?: string;
}

/** A stretch of a register on paper: across, with its office, unit, days and number of rows. */
export function bookSheet(book: BookPrint, { name, timeZone }: Office, at: Date): RecordSheet {
  const { title, unit, days, chosen, heading, columns, rows, pictures = [], closing = '' } = book;
  const stretch = days.from === days.to ? longDate(days.from) : `${longDate(days.from)} sampai ${longDate(days.to)}`;
  const called = `${title} ${unit}, ${stretch}`;
  return {
    documentTitle: called,
    createdAt: unixSeconds(at),
    office: capitals(name),
    unit: capitals(unit),
    title: capitals(title),
    reference: called,
    standing: '',
    facts: [
      { label: 'Tanggal', value: stretch },
      ...(chosen === '' ? [] : [{ label: 'Dipilih', value: chosen }]),
      { label: 'Jumlah baris', value: String(rows.length) },
    ],
    tables: [{ heading, columns, rows }],
    closing: [`Dicetak pada ${dateAndTime(at, timeZone)}.`, closing].filter((part) => part !== '').join(' '),
    lying: true,
    pictures,
  };
}

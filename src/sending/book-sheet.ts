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
  /** There are more rows than these, which are the first. */
  more?: boolean;
  /** PNGs that the rows name. */
  pictures?: Uint8Array[];
  /** A sentence behind that which says when it was printed. */
  closing?: string;
}

/** A stretch of a register on paper: across, with its office, unit, days and number of rows. */
export function bookSheet(book: BookPrint, { name, timeZone }: Office, at: Date): RecordSheet {
  const { title, unit, days, chosen, heading, columns, rows, more = false, pictures = [], closing = '' } = book;
  const stretch = days.from === days.to ? longDate(days.from) : `${longDate(days.from)} sampai ${longDate(days.to)}`;
  // On every page: a narrowed book would otherwise look like one with rows missing.
  const called = `${title} ${unit}, ${stretch}${chosen === '' ? '' : ', disaring'}`;
  return {
    documentTitle: called,
    createdAt: unixSeconds(at),
    office: capitals(name),
    unit: capitals(unit),
    title: capitals(title),
    reference: called,
    standing: chosen === '' ? '' : 'Disaring: baris lain pada hari-hari ini tidak dicetak',
    facts: [
      { label: 'Tanggal', value: stretch },
      ...(chosen === '' ? [] : [{ label: 'Disaring menurut', value: chosen }]),
      { label: 'Jumlah baris', value: more ? `${rows.length} yang pertama; masih ada lagi` : String(rows.length) },
    ],
    tables: [{ heading, columns, rows }],
    closing: [`Dicetak pada ${dateAndTime(at, timeZone)}.`, closing].filter((part) => part !== '').join(' '),
    lying: true,
    pictures,
  };
}

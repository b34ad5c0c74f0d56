import { addDays, type Clock, calendarDate } from '../../clock.ts';
import { Fault } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { findOffice } from '../../people/office-store.ts';
import { demand } from '../../people/permissions.ts';
import { findUnit, type Unit } from '../../people/units-store.ts';
import type { Database } from '../../postgres/database.ts';
import { spanOf } from '../../sending/book-days.ts';
import { bookSheet } from '../../sending/book-sheet.ts';
import type { Typesetter } from '../../typesetting/typesetter.ts';
import { refuseUnknownIncoming } from '../incoming-store.ts';
import { type LineFilter, narrowedBy } from '../lists/line-filter.ts';
import { lineTerms } from '../lists/search-lines.ts';
import { asCells, asFile, type BookField, fileHeadings, headings } from './book-columns.ts';
import {
  type BookName,
  bookColumns,
  bookTitles,
  dispositionFields,
  incomingFields,
  outgoingFields,
  type Zone,
} from './book-rows.ts';
import { listDispositionBook, listIncomingBook, listOutgoingBook, type Stretch } from './books-store.ts';

export interface BooksDeps {
  db: Database;
  clock: Clock;
  typesetter: Pick<Typesetter, 'typesetRecord'>;
}

type Narrowing = Omit<LineFilter, 'unitId' | 'from' | 'to'>;

/**
 * Days, both inclusive, `YYYY-MM-DD` in the office's zone, by default the last thirty-one; `text`: part of a sender, number, recipient
 * or subject; and what else narrows: of letters sent only class and urgency do.
 */
export interface BookAsk extends Partial<Omit<LineFilter, 'unitId'>> {
  unitId: number;
  book: BookName;
  /** A page of it, from 1; absent: as much as a sheet or file takes. */
  page?: number | undefined;
  /** For a spreadsheet: a column for every part, days as it reckons with them. */
  inFile?: boolean;
}

export interface BookRead {
  unit: Unit;
  book: BookName;
  from: string;
  to: string;
  /** What it was narrowed to. */
  filter: Narrowing;
  columns: string[];
  rows: string[][];
  page: number;
  /** There are more rows than these. */
  more: boolean;
}

/** That a sheet or file takes: for more it is made of fewer days. */
export const MOST_ROWS = 2_000;
const A_PAGE = 100;
/** No book is turned further: for more it is made of fewer days. */
export const LAST_PAGE = 1_000;
const DAYS_SHOWN = 31;

/** The books of a unit's front desk, for whoever keeps its registers: what came, what went, who was told to do what. */
export function openBooks({ db, clock, typesetter }: BooksDeps) {
  async function read(actor: Actor, ask: BookAsk, language: 'id' | 'en'): Promise<BookRead> {
    const unit = await findUnit(db, ask.unitId);
    if (unit === undefined) refuseUnknownIncoming();
    demand(actor, 'incoming.register', { unitId: unit.id });
    const { timeZone } = await officeOf();
    const today = calendarDate(clock(), timeZone);
    const to = ask.to ?? today;
    const from = ask.from ?? addDays(to, 1 - DAYS_SHOWN);
    const filter = narrowing(ask);
    const terms = await lineTerms(db, filter);
    const page = Math.min(ask.page ?? 1, LAST_PAGE);
    const most = ask.page === undefined ? MOST_ROWS : A_PAGE;
    const stretch = {
      unitId: unit.id,
      ...spanOf({ from, to }, timeZone),
      text: filter.text,
      terms,
      skip: (page - 1) * A_PAGE,
      most: most + 1,
    };
    const { book, inFile = false } = ask;
    const columns = bookColumns[book];
    const rows = (await fieldsOf(book, stretch, { language, timeZone, inFile })).map((row) =>
      inFile ? asFile(row) : asCells(columns, row),
    );
    return {
      ...{ unit, book, from, to, filter },
      columns: inFile ? fileHeadings(columns, language) : headings(columns, language),
      rows: rows.slice(0, most),
      page,
      more: rows.length > most,
    };
  }

  async function fieldsOf(book: BookName, stretch: Stretch, zone: Zone): Promise<BookField[][]> {
    if (book === 'incoming') return (await listIncomingBook(db, stretch)).map((row) => incomingFields(row, zone));
    if (book === 'outgoing')
      return (await listOutgoingBook(db, stretch)).map((row, i) => outgoingFields(row, stretch.skip + i + 1, zone));
    return (await listDispositionBook(db, stretch)).map((row) => dispositionFields(row, zone));
  }

  async function officeOf() {
    const office = await findOffice(db);
    if (office === undefined) throw new Fault('a book without an office');
    return office;
  }

  return {
    read,

    /** The stretch as a sheet, PDF/A, in Indonesian. Refuses as `read`. */
    async print(actor: Actor, ask: BookAsk): Promise<Buffer> {
      const { unit, from, to, filter, rows, book, more } = await read(actor, ask, 'id');
      const title = bookTitles[book].id;
      const columns = bookColumns[book].map(({ name, share }) => ({ name: name.id, share }));
      const print = {
        title,
        unit: unit.name,
        days: { from, to },
        chosen: narrowedBy(filter),
        heading: title,
        columns,
        rows,
        more,
      };
      const sheet = bookSheet(print, await officeOf(), clock());
      return (await typesetter.typesetRecord(sheet)).pdf;
    },
  };
}
export type Books = ReturnType<typeof openBooks>;

function narrowing({ book, text = '', post = '', state, security, urgency, channel }: BookAsk): Narrowing {
  if (book === 'outgoing') return { text, security, urgency, post: '', state: undefined, channel: undefined };
  return { text, security, urgency, post, state, channel };
}

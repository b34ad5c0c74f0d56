import { BOOKS, type BookName, bookTitles } from '../../incoming/book-rows.ts';
import { type BookAsk, MOST_ROWS } from '../../incoming/books.ts';
import { sendCsv } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { daysAsked, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { sendSheet } from './sending.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;

/** The books of a unit's front desk by days: on a page, as a file for a spreadsheet, on paper. */
export function incomingBookRoutes({ books }: Pick<WebDeps, 'books'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/incoming/books/:unit',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const page = /^[1-9][0-9]{0,3}$/.test(String(visit.req.query.page)) ? Number(visit.req.query.page) : 1;
        const read = await books.read(visit.actor, { ...asked(visit), page }, visit.language);
        const query = new URLSearchParams({ book: read.book, from: read.from, to: read.to, q: read.words });
        visit.render('incoming/books.njk', {
          ...read,
          title: visit.say(bookTitles[read.book]),
          choices: BOOKS.map((book) => ({ value: book, text: visit.say(bookTitles[book]) })),
          form: freshForm({ book: read.book, from: read.from, to: read.to, q: read.words }),
          query: String(query),
          turns: read.more || read.page > 1,
          mostRows: MOST_ROWS,
        });
      },
    },
    {
      method: 'GET',
      path: '/incoming/books/:unit/book.csv',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const read = await books.read(visit.actor, asked(visit), visit.language);
        sendCsv(visit, `${fileName(read.book)}-${read.from}-${read.to}.csv`, [read.columns, ...read.rows]);
      },
    },
    {
      method: 'GET',
      path: '/incoming/books/:unit/book.pdf',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const ask = asked(visit);
        sendSheet(visit, await books.print(visit.actor, ask), `${fileName(ask.book)}.pdf`);
      },
    },
  ];
}

function asked(visit: OfficialVisit): BookAsk {
  const { book, q } = visit.req.query;
  return {
    unitId: visit.id('unit'),
    book: BOOKS.find((known) => known === book) ?? 'incoming',
    ...daysAsked(visit.req.query),
    words: typeof q === 'string' ? q : '',
  };
}

function fileName(book: BookName): string {
  return { incoming: 'agenda-masuk', outgoing: 'agenda-keluar', dispositions: 'buku-disposisi' }[book];
}

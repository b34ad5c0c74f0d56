import { BOOKS, type BookName, bookTitles } from '../../incoming/books/book-rows.ts';
import { type BookAsk, type BookRead, LAST_PAGE, MOST_ROWS } from '../../incoming/books/books.ts';
import { type LineFilter, lineFilter } from '../../incoming/lists/line-filter.ts';
import { checked } from '../../people/input.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { bookFiles } from './book-files.ts';
import { filterChoices, filterOf, narrowedParts } from './incoming-filter.ts';
import { sendSheet } from './sending.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;

/** The books of a unit's front desk by days: on a page, as a file for a spreadsheet, on paper. */
export function incomingBookRoutes({ books }: Pick<WebDeps, 'books'>): Route[] {
  async function show(visit: OfficialVisit): Promise<void> {
    const page = /^[1-9][0-9]{0,3}$/.test(String(visit.req.query.page)) ? Number(visit.req.query.page) : 1;
    const body = filterOf(visit.req.query);
    await visit.submit({
      schema: lineFilter,
      body,
      act: async (filter) =>
        render(visit, await books.read(visit.actor, { ...asked(visit, filter), page }, visit.language)),
      // What nobody understood narrows nothing: the book is shown empty, with what is wrong.
      async again(form) {
        const whole = await books.read(visit.actor, { ...asked(visit, {}), page: 1 }, visit.language);
        render(visit, { ...whole, rows: [], more: false }, form);
      },
    });
  }

  function render(visit: OfficialVisit, read: BookRead, refused?: FormState): void {
    const { book, from, to, filter } = read;
    const narrow = filterOf({ ...filter, q: filter.text });
    const query = new URLSearchParams({ book, from, to, ...(narrow as Record<string, string>) });
    visit.render('incoming/books.njk', {
      ...read,
      title: visit.say(bookTitles[book]),
      books: BOOKS.map((each) => ({ value: each, text: visit.say(bookTitles[each]) })),
      choices: filterChoices(visit.t),
      form: {
        ...freshForm(),
        ...refused,
        values: { book, from, to, ...(refused?.values ?? (narrow as FormState['values'])) },
      },
      narrowed: narrowedParts(visit, filter),
      all: String(new URLSearchParams({ book, from, to })),
      query: String(query),
      turns: read.more || read.page > 1,
      mostRows: MOST_ROWS,
      later: read.more && read.page < LAST_PAGE,
      shown: LAST_PAGE * read.rows.length,
    });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/books/:unit',
      access: 'signed-in',
      ...ONE_UNIT,
      handler: (visit) => show(visit),
    },
    ...bookFiles({ path: '/incoming/books/:unit/book', access: 'signed-in', ...ONE_UNIT }, async (visit) => {
      const ask = { ...asked(visit, narrowing(visit)), inFile: true };
      const read = await books.read(visit.actor, ask, visit.language);
      const narrowed = narrowedParts(visit, read.filter).length > 0;
      // A file that holds not all of its days says so: by its name, and where it was cut in its last row.
      const name = `${fileName(read.book)}-${read.from}-${read.to}${narrowed ? '-disaring' : ''}`;
      const cut = read.more ? [[visit.t('books.cut', { count: read.rows.length })]] : [];
      return { name, rows: [read.columns, ...read.rows, ...cut] };
    }),
    {
      method: 'GET',
      path: '/incoming/books/:unit/book.pdf',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const ask = asked(visit, narrowing(visit));
        sendSheet(visit, await books.print(visit.actor, ask), `${fileName(ask.book)}.pdf`);
      },
    },
  ];
}

function asked(visit: OfficialVisit, filter: Partial<LineFilter>): BookAsk {
  const { book } = visit.req.query;
  return { ...filter, unitId: visit.id('unit'), book: BOOKS.find((known) => known === book) ?? 'incoming' };
}

/** For what is no page and cannot show a form again. Refuses `input-invalid`. */
function narrowing(visit: OfficialVisit): LineFilter {
  return checked(lineFilter, filterOf(visit.req.query));
}

function fileName(book: BookName): string {
  return { incoming: 'agenda-masuk', outgoing: 'agenda-keluar', dispositions: 'buku-disposisi' }[book];
}

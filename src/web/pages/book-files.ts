import { csvOf } from '../csv.ts';
import type { OfficialRoute, Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { workbookOf } from '../workbook.ts';

/** A book as a file: its name without an ending, and its rows, the headings first. */
export interface BookFile {
  name: string;
  rows: readonly (readonly string[])[];
}

type Writer = { type: string; write(rows: BookFile['rows']): string | Promise<Buffer> };

/** For people and for programs; `views/macros/book-files.njk` has the links. */
const writers: Readonly<Record<string, Writer>> = {
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: workbookOf },
  csv: { type: 'text/csv; charset=utf-8', write: csvOf },
};

/** The routes by which a book is taken away in every form there is; `path` without an ending. */
export function bookFiles(
  place: Pick<OfficialRoute, 'path' | 'access' | 'sample' | 'matches'>,
  read: (visit: OfficialVisit) => Promise<BookFile>,
): Route[] {
  return Object.entries(writers).map(([ending, { type, write }]) => ({
    ...place,
    method: 'GET',
    path: `${place.path}.${ending}`,
    async handler(visit: OfficialVisit) {
      const { name, rows } = await read(visit);
      const written = await write(rows);
      visit.res.set('Content-Disposition', `attachment; filename="${name}.${ending}"`).type(type).send(written);
    },
  }));
}

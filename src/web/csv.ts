import type { Visit } from './visit.ts';

/** A spreadsheet takes what begins so for a formula and runs it. */
const formula = /^[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180: comma, CRLF, quotes doubled), with the mark by which spreadsheets know UTF-8. A cell that a
 * spreadsheet would run as a formula gets an apostrophe before it.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows, the headings first, as a file to keep. */
export function sendCsv({ res }: Pick<Visit, 'res'>, name: string, rows: readonly (readonly string[])[]): void {
  res.set('Content-Disposition', `attachment; filename="${name}"`).type('text/csv; charset=utf-8').send(csvOf(rows));
}

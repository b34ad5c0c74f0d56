/**
 * Rows as CSV by RFC 4180: comma, CRLF, quotes doubled, and nothing before the first field. A cell that a spreadsheet would run
 * as a formula gets an apostrophe before it.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = unformulated(text);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A spreadsheet set to semicolons or tabs ends a cell there, and a line at its end, whatever our quotes say: the next one must
 * not begin with a formula either. Full-width signs count as the others do where East Asian text is typed.
 */
function unformulated(text: string): string {
  const within = text.replace(/(^|[;\t\r\n][" ]*)(?=[=+\-@＝＋－＠])/g, "$1'");
  return /^[\t\r\n]/.test(within) ? `'${within}` : within;
}

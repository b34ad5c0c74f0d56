import { Refusal, type Words } from '../errors.ts';
import { type Markup, TABLE_RULE } from './markup-lines.ts';
import { parseInline } from './parse-inline.ts';
import { type Cell, MOST_COLUMNS, MOST_ROWS, type Row, type Table } from './structured-text.ts';

/**
 * Lines that begin with `|` as a table; `\|` prints a bar, `<br>` breaks the line within a cell. A rule `|---|---|` as second
 * line makes the first a header.
 * @throws Refusal `table-uneven` (a row with another number of cells), `table-too-large`, `table-rule`
 */
export function parseTable(lines: { number: number; text: string }[], markup: Markup = 2): Table {
  const first = lines[0]?.number ?? 1;
  const hasHeader = TABLE_RULE.test(lines[1]?.text.trim() ?? '');
  const rows: Row[] = [];
  if (lines.length > MOST_ROWS) throw refuse('table-too-large', first, sizeWords);
  for (const [index, { number, text }] of lines.entries()) {
    const line = text.trim();
    if (TABLE_RULE.test(line)) {
      if (index !== 1) throw refuse('table-rule', number, ruleWords);
      continue;
    }
    const cells = cellsOf(line);
    if (cells.length > MOST_COLUMNS) throw refuse('table-too-large', number, sizeWords);
    if (rows[0] !== undefined && rows[0].content.length !== cells.length)
      throw refuse('table-uneven', number, unevenWords);
    const type: Cell['type'] = hasHeader && index === 0 ? 'tableHeader' : 'tableCell';
    rows.push({
      type: 'tableRow',
      content: cells.map((cell) => ({
        type,
        content: [{ type: 'paragraph', content: parseInline(markup === 1 ? cell : broken(cell), number, markup) }],
      })),
    });
  }
  if (rows.length === 0) throw refuse('table-rule', first, ruleWords);
  return { type: 'table', content: rows };
}

function broken(cell: string): string {
  return cell
    .split(/(?<!\\)<br>/u)
    .map((line) => line.trim())
    .join('\n');
}

function cellsOf(line: string): string[] {
  const cells = line.slice(1).split(/(?<!\\)\|/u);
  if (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
  return cells.map((cell) => cell.trim());
}

const unevenWords: Words = {
  id: 'jumlah sel berbeda dari baris pertama tabel.',
  en: "the number of cells differs from the table's first row.",
};
const sizeWords: Words = {
  id: `tabel terlalu besar: paling banyak ${MOST_COLUMNS} kolom dan ${MOST_ROWS} baris.`,
  en: `the table is too large: at most ${MOST_COLUMNS} columns and ${MOST_ROWS} rows.`,
};
const ruleWords: Words = {
  id: 'garis |---| hanya boleh tepat di bawah baris judul tabel.',
  en: 'the rule |---| may stand only right below the heading row.',
};

function refuse(code: string, line: number, words: Words): Refusal {
  return new Refusal('invalid-input', code, { id: `Baris ${line}: ${words.id}`, en: `Line ${line}: ${words.en}` });
}

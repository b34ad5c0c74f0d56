import {
  type Block,
  type Cell,
  type Inline,
  MOST_COLUMNS,
  MOST_ROWS,
  type OrderedList,
  type Paragraph,
  type Row,
} from '../../typesetting/structured-text.ts';
import { pastedBlocks } from './paste-html.ts';
import type { PasteFindings } from './paste-inline.ts';

/** Rows and cells of its own, joined cells taken apart; a table of a single cell is only a frame around its text. */
export function pastedTable(dom: Element, findings: PasteFindings): Block[] {
  const rows = [...dom.querySelectorAll('tr')].filter((row) => row.closest('table') === dom);
  const cellsOf = (row: Element) => [...row.children].filter((cell) => cell.matches('td, th'));
  const [only] = rows.length === 1 && rows[0] !== undefined ? cellsOf(rows[0]) : [];
  if (only !== undefined && rows[0] !== undefined && cellsOf(rows[0]).length === 1) return pastedBlocks(only, findings);
  /** Columns that a cell above still takes, by how many rows. */
  const taken: number[] = [];
  const content = rows.slice(0, MOST_ROWS).map((row, at): Row => {
    const cells = cellsOf(row);
    const heads = row.closest('thead') !== null || cells.every((cell) => cell.matches('th'));
    const type: Cell['type'] = at === 0 && heads ? 'tableHeader' : 'tableCell';
    const line: Cell[] = [];
    const skip = () => {
      while ((taken[line.length] ?? 0) > 0) {
        taken[line.length] = (taken[line.length] ?? 1) - 1;
        line.push(cellOf(type, []));
      }
    };
    for (const cell of cells) {
      skip();
      const across = Math.min(Math.max(1, Number(cell.getAttribute('colspan') ?? 1) || 1), 50);
      const down = Math.min(Math.max(1, Number(cell.getAttribute('rowspan') ?? 1) || 1), MOST_ROWS);
      for (let n = 0; n < across; n++) {
        if (down > 1) taken[line.length] = down - 1;
        line.push(cellOf(type, n === 0 ? inlineOf(pastedBlocks(cell, findings)) : []));
      }
    }
    skip();
    if (line.length > MOST_COLUMNS) findings.cut = true;
    return { type: 'tableRow', content: line.slice(0, MOST_COLUMNS) };
  });
  if (rows.length > MOST_ROWS) findings.cut = true;
  return content.length === 0 ? [] : [{ type: 'table', content }];
}

function cellOf(type: Cell['type'], content: Inline[]): Cell {
  return { type, content: [{ type: 'paragraph', content }] };
}

/** Any blocks as lines of one paragraph, as a cell holds them. */
export function inlineOf(blocks: readonly Block[]): Inline[] {
  const lines = blocks.flatMap(linesOf).filter((line) => line.length > 0);
  return lines.flatMap((line, at) => (at === 0 ? line : [{ type: 'hardBreak' as const }, ...line]));
}

function linesOf(block: Block): Inline[][] {
  if (block.type === 'paragraph') return [block.content];
  if (block.type === 'orderedList') return listLines(block);
  return block.content.map((row) =>
    row.content.flatMap((cell, at) => [
      ...(at === 0 ? [] : [{ type: 'text' as const, text: ' ' }]),
      ...cell.content.flatMap(({ content }: Paragraph) => content),
    ]),
  );
}

function listLines({ attrs: { marker, start }, content }: OrderedList): Inline[][] {
  return content.flatMap((item, at) => {
    const sign = marker.includes('1')
      ? marker.replace('1', String(start + at))
      : marker.replace('a', String.fromCodePoint(96 + Math.min(start + at, 26)));
    const lines = item.content.flatMap((part) => (part.type === 'paragraph' ? [part.content] : listLines(part)));
    return lines.map((line, n) => (n === 0 ? [{ type: 'text' as const, text: `${sign} ` }, ...line] : line));
  });
}

import { beginsBlock, listBuilder, TABLE_RULE } from './markup-lines.ts';
import {
  type Block,
  type Cell,
  DEEPEST_INDENT,
  LIST_MARKERS,
  type ListItem,
  type ListMarker,
  MOST_COLUMNS,
  type OrderedList,
  type Paragraph,
  type Row,
  rankOf,
  type StructuredText,
  type Table,
} from './structured-text.ts';
import { cleanInline, writeInline } from './write-inline.ts';

/** A structured text as the markup that `parseStructuredText` reads back as `cleanText(doc)`; empty for an empty one. */
export function writeStructuredText(doc: StructuredText): string {
  return writeBlocks(doc).join('\n\n');
}

/** The same, a block at a time: what two persons' changes are compared by. */
export function writeBlocks(doc: StructuredText): string[] {
  const { content } = cleanText(doc);
  return content.flatMap((block, at) => {
    // Without a sign between them the second list would go on with the first.
    const apart = block.type === 'orderedList' && content[at - 1]?.type === 'orderedList' ? ['\\'] : [];
    return [...apart, writeBlock(block)];
  });
}

/**
 * The text as the markup can hold it: no empty paragraphs, every inner list of a deeper level than the one around it, tables
 * with as many cells in each row and one line of paragraphs in each cell. What the parser gives is clean already.
 */
export function cleanText(doc: StructuredText): StructuredText {
  return {
    type: 'doc',
    content: doc.content.flatMap((block): Block[] => {
      if (block.type === 'paragraph') return cleanParagraph(block);
      if (block.type === 'table') return cleanTable(block);
      const list = cleanList(block);
      return list === undefined ? [] : [list];
    }),
  };
}

function cleanParagraph({ attrs, content }: Paragraph): Paragraph[] {
  const clean = cleanInline(content);
  if (clean.length === 0) return [];
  const indent = Math.min(attrs?.indent ?? 0, DEEPEST_INDENT);
  return [{ type: 'paragraph', ...(indent > 0 ? { attrs: { indent } } : {}), content: clean }];
}

function cleanTable({ content }: Table): Block[] {
  const columns = Math.min(MOST_COLUMNS, Math.max(0, ...content.map((row) => row.content.length)));
  if (columns === 0) return [];
  const headed = content[0]?.content.every(({ type }) => type === 'tableHeader') === true;
  const rows = content.map(
    (row, at): Row => ({
      type: 'tableRow',
      content: Array.from({ length: columns }, (_, column): Cell => {
        const paragraphs = row.content[column]?.content ?? [];
        const lines = paragraphs.flatMap((each, n) => [
          ...(n > 0 ? [{ type: 'hardBreak' as const }] : []),
          ...each.content,
        ]);
        return {
          type: headed && at === 0 ? 'tableHeader' : 'tableCell',
          content: [{ type: 'paragraph', content: cleanInline(lines) }],
        };
      }),
    }),
  );
  return [{ type: 'table', content: rows }];
}

interface Entry {
  marker: ListMarker;
  start: number;
  paragraphs: Paragraph[];
}

/** The items one after the other, then put together as the parser does it. */
function cleanList(list: OrderedList): OrderedList | undefined {
  const builder = listBuilder();
  for (const { marker, start, paragraphs } of entriesOf(list, 0)) {
    const content: Paragraph[] = paragraphs.length === 0 ? [{ type: 'paragraph', content: [] }] : paragraphs;
    builder.add({ marker, start }, { type: 'listItem', content });
  }
  return builder.list();
}

function entriesOf(list: OrderedList, leastRank: number): Entry[] {
  const marker = LIST_MARKERS[Math.max(leastRank, rankOf(list.attrs.marker))];
  const entries: Entry[] = [];
  for (const [at, item] of list.content.entries()) {
    if (marker === undefined) entries.push(...item.content.flatMap((each) => flat(each)));
    else entries.push(...entriesOfItem(item, { marker, start: at === 0 ? startOf(marker, list.attrs.start) : 1 }));
  }
  return marker === undefined ? joined(entries) : entries;
}

/** Below the deepest level there is none: what stands there goes on as paragraphs of the item around it. */
function flat(part: Paragraph | OrderedList): Entry[] {
  if (part.type === 'orderedList') return part.content.flatMap((item) => item.content.flatMap(flat));
  return [{ marker: '(a)', start: 1, paragraphs: plain(part) }];
}

function joined(entries: readonly Entry[]): Entry[] {
  return [{ marker: '(a)', start: 0, paragraphs: entries.flatMap(({ paragraphs }) => paragraphs) }];
}

function entriesOfItem(item: ListItem, { marker, start }: Pick<Entry, 'marker' | 'start'>): Entry[] {
  const entries: Entry[] = [{ marker, start, paragraphs: [] }];
  for (const part of item.content) {
    if (part.type === 'paragraph') entries.at(-1)?.paragraphs.push(...plain(part));
    else {
      const inner = entriesOf(part, rankOf(marker) + 1);
      if (inner[0]?.start === 0) entries.at(-1)?.paragraphs.push(...inner[0].paragraphs);
      else entries.push(...inner);
    }
  }
  return entries;
}

function plain({ content }: Paragraph): Paragraph[] {
  const clean = cleanInline(content);
  return clean.length === 0 ? [] : [{ type: 'paragraph', content: clean }];
}

function startOf(marker: ListMarker, start: number): number {
  return Math.min(Math.max(1, Math.trunc(start)), marker.includes('a') ? 26 : 999);
}

function writeBlock(block: Block): string {
  if (block.type === 'table') return writeTable(block);
  if (block.type === 'orderedList') return writeList(block, 0).join('\n');
  const sign = block.attrs === undefined ? '' : `${'>'.repeat(block.attrs.indent)} `;
  return linesOf(block)
    .map((line) => sign + line)
    .join('\n');
}

/** Each line so that it is read as text and not as the beginning of something. */
function linesOf({ content }: Paragraph): string[] {
  return writeInline(content)
    .split('\n')
    .map((line) => (line === '' ? '\\' : beginsBlock(line) ? `\\${line}` : line));
}

function writeTable({ content }: Table): string {
  const rows = content.map(({ content: cells }) => {
    const texts = cells.map(({ content: [paragraph] }) =>
      writeInline(paragraph?.content ?? [], true).replace(/\n/gu, ' <br> '),
    );
    const line = `| ${texts.join(' | ')} |`;
    return TABLE_RULE.test(line) ? line.replace('-', '\\-') : line;
  });
  const headed = content[0]?.content[0]?.type === 'tableHeader';
  return (headed ? rows.toSpliced(1, 0, `|${'---|'.repeat(content[0]?.content.length ?? 1)}`) : rows).join('\n');
}

function writeList({ attrs, content }: OrderedList, depth: number): string[] {
  return content.flatMap((item, at) => {
    const [first, ...others] = item.content;
    const inward = ' '.repeat((depth + 1) * 2);
    const [head = '\\', ...rest] = first?.type === 'paragraph' ? linesOf(first) : [];
    return [
      `${' '.repeat(depth * 2)}${markerAt(attrs.marker, attrs.start + at)} ${head}`,
      ...rest.map((line) => inward + line),
      ...others.flatMap((part) =>
        part.type === 'orderedList' ? writeList(part, depth + 1) : ['', ...linesOf(part).map((line) => inward + line)],
      ),
    ];
  });
}

function markerAt(marker: ListMarker, count: number): string {
  if (marker.includes('1')) return marker.replace('1', String(Math.min(count, 999)));
  return marker.replace('a', String.fromCodePoint(96 + Math.min(count, 26)));
}

import { Refusal, type Words } from '../errors.ts';
import { parseInline } from './parse-inline.ts';
import { parseTable } from './parse-table.ts';
import { findFlaw, flawWords } from './printable-text.ts';
import {
  type Block,
  LIST_MARKERS,
  type ListItem,
  type ListMarker,
  type OrderedList,
  type Paragraph,
  type StructuredText,
} from './structured-text.ts';

export const LONGEST_TEXT = 60_000;
const MOST_BLOCKS = 2_000;
const MOST_ITEMS = 500;
const LIST_LINE = /^\s{0,12}(?:(\d{1,3})([.)])|([a-z])([.)]))[ \u00a0]+(\S.*)$/u;

interface Line {
  number: number;
  text: string;
}

/**
 * The simple markup that a textarea holds, as structured text. A blank line ends a paragraph, a single newline breaks the
 * line; `1. `, `a. `, `1) ` and `a) ` at the start of a line make a list item of that level, and an indented line goes on
 * with the item; `| a | b |` lines make a table whose first row is a header if `|---|` follows.
 * @throws Refusal invalid-input, each naming the line: `text-empty`, `text-too-long`, `bidi-control`,
 * `invisible-character`, `unresolved-variable`, `table-uneven`, `table-too-large`, `list-too-long`
 */
export function parseStructuredText(source: string): StructuredText {
  const lines = readLines(source);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.text.trim() === '') {
      at += 1;
      continue;
    }
    const taken = line.text.trimStart().startsWith('|')
      ? takeTable(lines, at)
      : LIST_LINE.test(line.text)
        ? takeList(lines, at)
        : takeParagraph(lines, at);
    blocks.push(taken.block);
    at = taken.next;
    if (blocks.length > MOST_BLOCKS) throw tooLong();
  }
  if (blocks.length === 0) {
    throw refuse('text-empty', { id: 'Isi surat masih kosong.', en: 'The text is still empty.' });
  }
  return { type: 'doc', content: blocks };
}

function readLines(source: string): Line[] {
  if (source.length > LONGEST_TEXT * 2) throw tooLong();
  const text = source.normalize('NFC').replace(/\r\n?/gu, '\n');
  if ([...text].length > LONGEST_TEXT) throw tooLong();
  return text.split('\n').map((raw, index) => {
    const flaw = findFlaw(raw);
    const number = index + 1;
    if (flaw !== undefined) throw refuse(flaw.code, flawWords(flaw, { id: `baris ${number}`, en: `line ${number}` }));
    return { number, text: raw.replace(/\t/gu, '    ').trimEnd() };
  });
}

interface Taken {
  block: Block;
  next: number;
}

function isPlain(line: Line | undefined): line is Line {
  return (
    line !== undefined &&
    line.text.trim() !== '' &&
    !line.text.trimStart().startsWith('|') &&
    !LIST_LINE.test(line.text)
  );
}

function takeParagraph(lines: Line[], from: number): Taken {
  const taken: Line[] = [];
  for (let at = from; isPlain(lines[at]); at++) taken.push(lines[at] as Line);
  return { block: paragraph(taken), next: from + taken.length };
}

function paragraph(lines: Line[]): Paragraph {
  const source = lines.map(({ text }) => text.trim()).join('\n');
  return { type: 'paragraph', content: parseInline(source, lines[0]?.number ?? 1) };
}

function takeTable(lines: Line[], from: number): Taken {
  const rows: Line[] = [];
  for (let at = from; lines[at]?.text.trimStart().startsWith('|') === true; at++) rows.push(lines[at] as Line);
  return { block: parseTable(rows), next: from + rows.length };
}

interface OpenItem {
  list: OrderedList;
  item: ListItem;
}

/**
 * Items nest by the rank of their marker: a deeper marker opens a list in the item before it, a shallower one closes up to
 * its own level. The path of open items is at most as long as there are markers.
 */
function takeList(lines: Line[], from: number): Taken {
  const path: OpenItem[] = [];
  let root: OrderedList | undefined;
  let items = 0;
  let at = from;
  while (at < lines.length) {
    const line = lines[at] as Line;
    if (line.text.trim() === '') {
      if (!continues(lines, at)) break;
      at += 1;
      continue;
    }
    const found = LIST_LINE.exec(line.text);
    const goesOn: Line[] = [];
    if (found === null) {
      if (!isPlain(line)) break;
      for (; isPlain(lines[at]); at++) goesOn.push(lines[at] as Line);
      path.at(-1)?.item.content.push(paragraph(goesOn));
      continue;
    }
    items += 1;
    if (items > MOST_ITEMS) throw listTooLong(line.number);
    for (at += 1; isPlain(lines[at]); at++) goesOn.push(lines[at] as Line);
    const marker = markerOf(found);
    const item: ListItem = {
      type: 'listItem',
      content: [paragraph([{ number: line.number, text: found[5] ?? '' }, ...goesOn])],
    };
    while (path.length > 0 && rank(path.at(-1)?.list.attrs.marker) > rank(marker)) path.pop();
    const level = path.at(-1);
    if (level?.list.attrs.marker === marker) {
      level.list.content.push(item);
      level.item = item;
      continue;
    }
    const list: OrderedList = { type: 'orderedList', attrs: { marker, start: startOf(found) }, content: [item] };
    if (level === undefined) {
      if (root !== undefined) return { block: root, next: lines.indexOf(line) };
      root = list;
    } else {
      level.item.content.push(list);
    }
    path.push({ list, item });
  }
  return { block: root as OrderedList, next: at };
}

/** After blank lines a list goes on with a further item or with an indented line. */
function continues(lines: Line[], from: number): boolean {
  const next = lines.slice(from).find(({ text }) => text.trim() !== '');
  return next !== undefined && (LIST_LINE.test(next.text) || (/^ {2,}/u.test(next.text) && isPlain(next)));
}

function markerOf(found: RegExpExecArray): ListMarker {
  return found[1] === undefined ? (found[4] === '.' ? 'a.' : 'a)') : found[2] === '.' ? '1.' : '1)';
}

function rank(marker: ListMarker | undefined): number {
  return marker === undefined ? -1 : LIST_MARKERS.indexOf(marker);
}

function startOf(found: RegExpExecArray): number {
  if (found[1] !== undefined) return Math.max(1, Number(found[1]));
  return (found[3]?.codePointAt(0) ?? 97) - 96;
}

function refuse(code: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words);
}

function tooLong(): Refusal {
  return refuse('text-too-long', {
    id: `Teks terlalu panjang: paling banyak ${LONGEST_TEXT} karakter.`,
    en: `The text is too long: at most ${LONGEST_TEXT} characters.`,
  });
}

function listTooLong(line: number): Refusal {
  return refuse('list-too-long', {
    id: `Baris ${line}: daftar ini lebih dari ${MOST_ITEMS} butir.`,
    en: `Line ${line}: this list has more than ${MOST_ITEMS} items.`,
  });
}

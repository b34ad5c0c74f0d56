import { Refusal, type Words } from '../errors.ts';
import { indentOf, type ListLine, listBuilder, listLine, type Markup } from './markup-lines.ts';
import { parseInline } from './parse-inline.ts';
import { parseTable } from './parse-table.ts';
import { findFlaw, flawWords } from './printable-text.ts';
import {
  type Block,
  LONGEST_TEXT,
  MOST_BLOCKS,
  MOST_ITEMS,
  type Paragraph,
  type StructuredText,
} from './structured-text.ts';

interface Line {
  number: number;
  text: string;
  /** As a line that begins an item of a list. */
  item: ListLine | undefined;
}

interface Taken {
  block: Block;
  next: number;
}

/**
 * The simple markup that a textarea holds, as structured text. A blank line ends a paragraph, a single newline breaks the
 * line; `1. `, `a. `, `1) `, `a) `, `(1) ` and `(a) ` at the start of a line make a list item of that level, and an indented line
 * goes on with the item; `> ` sets a paragraph further in; `| a | b |` lines make a table whose first row is a header if
 * `|---|` follows. A backslash at the end of a line prints nothing: alone between two lists it keeps them apart.
 * @throws Refusal invalid-input, each naming the line: `text-empty`, `text-too-long`, `bidi-control`,
 * `invisible-character`, `unresolved-variable`, `table-uneven`, `table-too-large`, `list-too-long`
 */
export function parseStructuredText(source: string, markup: Markup = 2): StructuredText {
  const lines = readLines(source, markup);
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
      ? takeTable(lines, at, markup)
      : line.item !== undefined
        ? takeList(lines, at, markup)
        : takeParagraph(lines, at, markup);
    if (taken.block.type !== 'paragraph' || taken.block.content.length > 0) blocks.push(taken.block);
    at = taken.next;
    if (blocks.length > MOST_BLOCKS) throw tooLong();
  }
  if (blocks.length === 0) {
    throw refuse('text-empty', { id: 'Isi surat masih kosong.', en: 'The text is still empty.' });
  }
  return { type: 'doc', content: blocks };
}

function readLines(source: string, markup: Markup): Line[] {
  if (source.length > LONGEST_TEXT * 2) throw tooLong();
  const text = source.normalize('NFC').replace(/\r\n?/gu, '\n');
  if ([...text].length > LONGEST_TEXT) throw tooLong();
  return text.split('\n').map((raw, index) => {
    const flaw = findFlaw(raw);
    const number = index + 1;
    if (flaw !== undefined) throw refuse(flaw.code, flawWords(flaw, { id: `baris ${number}`, en: `line ${number}` }));
    const line = raw.replace(/\t/gu, '    ').trimEnd();
    return { number, text: line, item: listLine(line, markup) };
  });
}

function isPlain(line: Line | undefined): line is Line {
  return (
    line !== undefined && line.text.trim() !== '' && !line.text.trimStart().startsWith('|') && line.item === undefined
  );
}

function takeParagraph(lines: Line[], from: number, markup: Markup): Taken {
  const { indent } = indentOf(lines[from]?.text ?? '', markup);
  const taken: Line[] = [];
  for (let at = from; ; at++) {
    const line = lines[at];
    if (!isPlain(line)) break;
    const own = indentOf(line.text, markup);
    if (own.indent > 0 && own.indent !== indent) break;
    taken.push({ ...line, text: own.text });
  }
  const block = paragraph(taken, markup);
  if (indent > 0) block.attrs = { indent };
  return { block, next: from + taken.length };
}

function paragraph(lines: Line[], markup: Markup): Paragraph {
  const source = lines.map(({ text }) => text.trim()).join('\n');
  return { type: 'paragraph', content: parseInline(source, lines[0]?.number ?? 1, markup) };
}

function takeTable(lines: Line[], from: number, markup: Markup): Taken {
  const rows: Line[] = [];
  for (let at = from; lines[at]?.text.trimStart().startsWith('|') === true; at++) rows.push(lines[at] as Line);
  return { block: parseTable(rows, markup), next: from + rows.length };
}

/** A list up to the first line that neither begins an item nor goes on with one. */
function takeList(lines: Line[], from: number, markup: Markup): Taken {
  const builder = listBuilder();
  const goesOn = (line: Line | undefined): line is Line =>
    isPlain(line) && (/^\s/u.test(line.text) || indentOf(line.text, markup).indent === 0);
  const takePlain = (at: number): Line[] => {
    const taken: Line[] = [];
    for (let next = at; goesOn(lines[next]); next++) taken.push(lines[next] as Line);
    return taken;
  };
  let items = 0;
  let at = from;
  while (at < lines.length) {
    const line = lines[at] as Line;
    if (line.text.trim() === '') {
      if (!continues(lines, at)) break;
      at += 1;
      continue;
    }
    if (line.item === undefined) {
      if (!goesOn(line)) break;
      const more = takePlain(at);
      const block = paragraph(more, markup);
      if (block.content.length > 0) builder.last()?.content.push(block);
      at += more.length;
      continue;
    }
    items += 1;
    if (items > MOST_ITEMS) throw listTooLong(line.number);
    const more = takePlain(at + 1);
    const first = paragraph([{ ...line, text: line.item.text }, ...more], markup);
    if (!builder.add(line.item, { type: 'listItem', content: [first] })) break;
    at += 1 + more.length;
  }
  const block = builder.list();
  if (block === undefined) throw new Error('a list begins with an item');
  return { block, next: at };
}

/** After blank lines a list goes on with a further item or with an indented line. */
function continues(lines: Line[], from: number): boolean {
  let at = from;
  while (lines[at]?.text.trim() === '') at += 1;
  const next = lines[at];
  return next !== undefined && (next.item !== undefined || (/^ {2,}/u.test(next.text) && isPlain(next)));
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

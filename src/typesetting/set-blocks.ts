import type {
  Block,
  Inline,
  ListItem,
  Mark,
  OrderedList,
  Paragraph,
  StructuredText,
  Table,
  Variable,
} from './structured-text.ts';

/** A run of text of one style, or a line break: what the templates set. */
export type Run = { text: string; bold: boolean; italic: boolean; underline: boolean } | { break: true };

export type SetBlock =
  | { type: 'paragraph'; leaf: number; indent: number; rtl: boolean; tall: boolean; runs: Run[] }
  | { type: 'fields'; leaf: number; rows: { label: string; runs: Run[] }[] }
  | { type: 'list'; marker: string; start: number; items: SetBlock[][] }
  | {
      type: 'table';
      leaf: number;
      header: Run[][] | null;
      rows: Run[][][];
      columns: number[];
      alignments: Side[];
      continued?: true;
      /** The header of a table whose end was cut off: set again where that end begins a page. */
      overPage?: Run[][] | null;
    };

type Side = 'left' | 'center' | 'right';

/** Resolves `{nomor}` and the other variables; throws a Refusal where it cannot. */
export type Resolve = (name: Variable) => string;

const FIELD = /^([^:]{1,32}?)\s*:\s+(\S.*)$/su;

/**
 * A text as blocks to be set. `nextLeaf` numbers paragraphs and tables through the whole letter, so that the page can find
 * the last lines before the signature block. Two or more lines of one paragraph that read `label : value` (hari, tanggal,
 * tempat) become rows whose colons stand below each other.
 */
export function setBlocks(text: StructuredText, resolve: Resolve, nextLeaf: () => number): SetBlock[] {
  const runsOf = (content: readonly Inline[]): Run[] => content.map((node) => toRun(node, resolve));
  const paragraph = (node: Paragraph): SetBlock => {
    const lines = splitLines(runsOf(node.content));
    const rows = lines.map(fieldRow);
    const fields = rows.filter((row) => row !== undefined);
    if (node.attrs === undefined && rows.length > 1 && fields.length === rows.length)
      return { type: 'fields', leaf: nextLeaf(), rows: fields };
    const runs = runsOf(node.content);
    return {
      type: 'paragraph',
      leaf: nextLeaf(),
      indent: node.attrs?.indent ?? 0,
      rtl: firstLetterOf(runs, RIGHT_TO_LEFT),
      tall: anyLetterOf(runs, TALL),
      runs,
    };
  };
  const list = (node: OrderedList): SetBlock => ({
    type: 'list',
    marker: node.attrs.marker,
    start: node.attrs.start,
    items: node.content.map((item: ListItem) => item.content.map(one)),
  });
  const one = (node: Block): SetBlock => {
    if (node.type === 'orderedList') return list(node);
    return node.type === 'table' ? table(node) : paragraph(node);
  };
  const table = (node: Table): SetBlock => {
    const cells = node.content.map((row) => row.content.map((cell) => runsOf(cell.content[0]?.content ?? [])));
    const hasHeader = node.content[0]?.content.every(({ type }) => type === 'tableHeader') === true;
    return {
      type: 'table',
      leaf: nextLeaf(),
      header: hasHeader ? (cells[0] ?? null) : null,
      rows: hasHeader ? cells.slice(1) : cells,
      columns: columnShares(cells),
      alignments: alignments(hasHeader ? cells.slice(1) : cells),
    };
  };
  return text.content.map(one);
}

function toRun(node: Inline, resolve: Resolve): Run {
  if (node.type === 'hardBreak') return { break: true };
  const has = (mark: Mark['type']) => node.marks?.some(({ type }) => type === mark) === true;
  const text = node.type === 'text' ? node.text : resolve(node.attrs.name);
  return {
    text: has('unbroken') ? unbroken(text) : text,
    bold: has('bold'),
    italic: has('italic'),
    underline: has('underline'),
  };
}

/** Longer than this it would leave a hole in the line, or not fit into one. */
const LONGEST_UNBROKEN = 40;

/** A line may end neither at a space nor behind a hyphen or a stroke (UAX #14: no-break space, word joiner). */
function unbroken(text: string): string {
  if (text.length > LONGEST_UNBROKEN) return text;
  return text.replace(/ /gu, '\u00a0').replace(/[-/–—](?=.)/gu, '$&\u2060');
}

function splitLines(runs: Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    if ('break' in run) lines.push([]);
    else lines.at(-1)?.push(run);
  }
  return lines;
}

function fieldRow(runs: Run[]): { label: string; runs: Run[] } | undefined {
  const [first, ...rest] = runs;
  if (first === undefined || 'break' in first || first.bold || first.italic || first.underline) return undefined;
  const found = FIELD.exec(first.text);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return { label: found[1], runs: [{ ...first, text: found[2] }, ...rest] };
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u;
/** Scripts that reach above and below the lines of Latin. */
const TALL = /[\p{Script=Arabic}\p{Script=Javanese}]/u;

function textOf(runs: Run[]): string {
  return runs.map((run) => ('break' in run ? ' ' : run.text)).join('');
}

/** The first letter decides on the direction of a paragraph, as in the Unicode bidirectional algorithm (P2, P3). */
function firstLetterOf(runs: Run[], script: RegExp): boolean {
  const first = /\p{L}/u.exec(textOf(runs))?.[0];
  return first !== undefined && script.test(first);
}

function anyLetterOf(runs: Run[], script: RegExp): boolean {
  return script.test(textOf(runs));
}

/** The width of a table within the margins, near enough for every paper; a bold capital-free word of 11 points; both sides' inset. */
const TABLE_MM = 155;
const CHARACTER_MM = 2.2;
const INSET_MM = 4.4;

/**
 * Shares of the width by the longest cell of each column, kept between a narrow and a wide column, and never so narrow that
 * a word of the column would run into the next one, as long as the sheet has room for all of them.
 */
function columnShares(rows: Run[][][]): number[] {
  const columns = Array.from({ length: rows[0]?.length ?? 1 }, (_, column) => {
    const texts = rows.map((row) => textOf(row[column] ?? []));
    const wish = Math.min(40, Math.max(4, Math.max(...texts.map((text) => text.length)) + 4));
    const word = Math.max(...texts.flatMap((text) => text.split(/[\s-]/u).map((part) => Math.min(part.length, 22))));
    return { wish, least: word * CHARACTER_MM + INSET_MM };
  });
  const narrow = new Set<(typeof columns)[number]>();
  for (;;) {
    const others = columns.filter((column) => !narrow.has(column));
    const taken = [...narrow].reduce((sum, { least }) => sum + least, 0);
    const perWish = (TABLE_MM - taken) / others.reduce((sum, { wish }) => sum + wish, 0);
    const tooNarrow = others.filter(({ wish, least }) => wish * perWish < least);
    if (others.length === tooNarrow.length) return columns.map(({ least }) => least);
    if (tooNarrow.length === 0) return columns.map((one) => (narrow.has(one) ? one.least : one.wish * perWish));
    for (const column of tooNarrow) narrow.add(column);
  }
}

/** Columns of figures stand right, short ones (serial numbers) in the middle, words left. */
function alignments(rows: Run[][][]): Side[] {
  return Array.from({ length: rows[0]?.length ?? 1 }, (_, column) => {
    const texts = rows.map((row) => textOf(row[column] ?? []));
    if (!texts.every((text) => /^[\d.,%\s()-]*$/u.test(text))) return 'left';
    return Math.max(...texts.map((text) => text.length)) <= 3 ? 'center' : 'right';
  });
}

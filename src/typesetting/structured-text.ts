/*
 * The text of a letter as a document in ProseMirror's JSON (what Tiptap holds), cut down to what an official letter holds:
 * paragraphs with their indent, lists with the official levels, tables, bold, italic, underline, words that stay on one line,
 * line breaks and variables. The browser's editor uses these rules too, so nothing here needs more than the language itself.
 */

/** The markers of the official list levels, outermost first. A list may begin at any of them (Menimbang begins with a.). */
export const LIST_MARKERS = ['1.', 'a.', '1)', 'a)', '(1)', '(a)'] as const;
export type ListMarker = (typeof LIST_MARKERS)[number];

/**
 * Values that are filled in when a page is set. Number and date are known to the signing act alone: a draft shows their
 * pattern, and a final page without them is refused. `penerima` are the names after "Yth.".
 */
export const VARIABLES = ['nomor', 'tanggal', 'penerima'] as const;
export type Variable = (typeof VARIABLES)[number];

/** In the order in which they are written. `unbroken`: a date, a number with its unit; it does not break across lines. */
export const MARKS = ['bold', 'italic', 'underline', 'unbroken'] as const;
export interface Mark {
  type: (typeof MARKS)[number];
}

export type Inline =
  | { type: 'text'; text: string; marks?: Mark[] | undefined }
  | { type: 'hardBreak' }
  | { type: 'variable'; attrs: { name: Variable }; marks?: Mark[] | undefined };

/** Steps by which a whole paragraph stands further in. */
export const DEEPEST_INDENT = 3;

export interface Paragraph {
  type: 'paragraph';
  attrs?: { indent: number } | undefined;
  content: Inline[];
}
export interface Cell {
  type: 'tableHeader' | 'tableCell';
  content: Paragraph[];
}
export interface Row {
  type: 'tableRow';
  content: Cell[];
}
export interface Table {
  type: 'table';
  content: Row[];
}
export interface OrderedList {
  type: 'orderedList';
  attrs: { marker: ListMarker; start: number };
  content: ListItem[];
}
export interface ListItem {
  type: 'listItem';
  content: (Paragraph | OrderedList)[];
}
export type Block = Paragraph | OrderedList | Table;
export interface StructuredText {
  type: 'doc';
  content: Block[];
}

export const LONGEST_TEXT = 60_000;
export const MOST_BLOCKS = 2_000;
export const MOST_ITEMS = 500;
export const MOST_COLUMNS = 10;
export const MOST_ROWS = 300;

/** A text of one line as a document, for sections that hold no markup. */
export function lineAsText(line: string): StructuredText {
  return { type: 'doc', content: [{ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }] };
}

/** How deep a marker stands among the official levels, 0 the outermost. */
export function rankOf(marker: ListMarker): number {
  return LIST_MARKERS.indexOf(marker);
}

import { z } from 'zod';

/*
 * The text of a letter as a document in ProseMirror's JSON (what Tiptap stores), cut down to what an official letter holds:
 * paragraphs, lists with the official levels, tables, bold, italic, line breaks and two variables.
 */

/** The markers of the official list levels, outermost first. A list may begin at any of them (Menimbang begins with a.). */
export const LIST_MARKERS = ['1.', 'a.', '1)', 'a)'] as const;
export type ListMarker = (typeof LIST_MARKERS)[number];

/** Values that only the signing act knows. A draft shows their pattern; a final page without them is refused. */
export const VARIABLES = ['nomor', 'tanggal'] as const;
export type Variable = (typeof VARIABLES)[number];

const Mark = z.strictObject({ type: z.enum(['bold', 'italic']) });
export type Mark = z.infer<typeof Mark>;

const Inline = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(60_000),
    marks: z.array(Mark).max(2).optional(),
  }),
  z.strictObject({ type: z.literal('hardBreak') }),
  z.strictObject({
    type: z.literal('variable'),
    attrs: z.strictObject({ name: z.enum(VARIABLES) }),
    marks: z.array(Mark).max(2).optional(),
  }),
]);
export type Inline = z.infer<typeof Inline>;

const Paragraph = z.strictObject({ type: z.literal('paragraph'), content: z.array(Inline).max(5_000) });
export type Paragraph = z.infer<typeof Paragraph>;

const Cell = z.strictObject({
  type: z.enum(['tableHeader', 'tableCell']),
  content: z.array(Paragraph).length(1),
});
export type Cell = z.infer<typeof Cell>;
const Row = z.strictObject({ type: z.literal('tableRow'), content: z.array(Cell).min(1).max(10) });
export type Row = z.infer<typeof Row>;
const Table = z.strictObject({ type: z.literal('table'), content: z.array(Row).min(1).max(300) });
export type Table = z.infer<typeof Table>;

export interface OrderedList {
  type: 'orderedList';
  attrs: { marker: ListMarker; start: number };
  content: ListItem[];
}
export interface ListItem {
  type: 'listItem';
  content: (Paragraph | OrderedList)[];
}

const OrderedList: z.ZodType<OrderedList> = z.lazy(() =>
  z.strictObject({
    type: z.literal('orderedList'),
    attrs: z.strictObject({ marker: z.enum(LIST_MARKERS), start: z.number().int().min(1).max(999) }),
    content: z.array(ListItem).min(1).max(500),
  }),
);
const ListItem: z.ZodType<ListItem> = z.lazy(() =>
  z.strictObject({
    type: z.literal('listItem'),
    content: z
      .array(z.union([Paragraph, OrderedList]))
      .min(1)
      .max(500),
  }),
);

const Block = z.union([Paragraph, OrderedList, Table]);
export type Block = z.infer<typeof Block>;

export const StructuredText = z.strictObject({ type: z.literal('doc'), content: z.array(Block).min(1).max(2_000) });
export type StructuredText = z.infer<typeof StructuredText>;

/** A text of one line as a document, for sections that hold no markup. */
export function lineAsText(line: string): StructuredText {
  return { type: 'doc', content: [{ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }] };
}

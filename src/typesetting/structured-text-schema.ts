import { z } from 'zod';
import {
  type Block,
  type Cell,
  DEEPEST_INDENT,
  type Inline,
  LIST_MARKERS,
  type ListItem,
  LONGEST_TEXT,
  MARKS,
  MOST_BLOCKS,
  MOST_COLUMNS,
  MOST_ITEMS,
  MOST_ROWS,
  type OrderedList,
  type Paragraph,
  type Row,
  type StructuredText as Structured,
  type Table,
  VARIABLES,
} from './structured-text.ts';

const marks = z
  .array(z.strictObject({ type: z.enum(MARKS) }))
  .max(MARKS.length)
  .optional();

const inline: z.ZodType<Inline> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(LONGEST_TEXT), marks }),
  z.strictObject({ type: z.literal('hardBreak') }),
  z.strictObject({ type: z.literal('variable'), attrs: z.strictObject({ name: z.enum(VARIABLES) }), marks }),
]);

const paragraph: z.ZodType<Paragraph> = z.strictObject({
  type: z.literal('paragraph'),
  attrs: z.strictObject({ indent: z.number().int().min(1).max(DEEPEST_INDENT) }).optional(),
  content: z.array(inline).max(5_000),
});

const cell: z.ZodType<Cell> = z.strictObject({
  type: z.enum(['tableHeader', 'tableCell']),
  content: z.array(paragraph).length(1),
});
const row: z.ZodType<Row> = z.strictObject({
  type: z.literal('tableRow'),
  content: z.array(cell).min(1).max(MOST_COLUMNS),
});
const table: z.ZodType<Table> = z.strictObject({
  type: z.literal('table'),
  content: z.array(row).min(1).max(MOST_ROWS),
});

const orderedList: z.ZodType<OrderedList> = z.lazy(() =>
  z.strictObject({
    type: z.literal('orderedList'),
    attrs: z.strictObject({ marker: z.enum(LIST_MARKERS), start: z.number().int().min(1).max(999) }),
    content: z.array(listItem).min(1).max(MOST_ITEMS),
  }),
);
const listItem: z.ZodType<ListItem> = z.lazy(() =>
  z.strictObject({
    type: z.literal('listItem'),
    content: z
      .array(z.union([paragraph, orderedList]))
      .min(1)
      .max(MOST_ITEMS),
  }),
);

const block: z.ZodType<Block> = z.union([paragraph, orderedList, table]);

/** A structured text from outside this process, bounded; the parser's own results always fit. */
export const StructuredText: z.ZodType<Structured> = z.strictObject({
  type: z.literal('doc'),
  content: z.array(block).min(1).max(MOST_BLOCKS),
});

import type { JSONContent } from '@tiptap/core';
import { parseStructuredText } from '../../typesetting/parse-structured-text.ts';
import type {
  Block,
  Cell,
  Inline,
  ListItem,
  ListMarker,
  OrderedList,
  Paragraph,
  Row,
  StructuredText,
  Variable,
} from '../../typesetting/structured-text.ts';
import { MARKS } from '../../typesetting/structured-text.ts';
import { writeStructuredText } from '../../typesetting/write-structured-text.ts';

/** A section's markup as the editor's document. Throws the parser's Refusal where it cannot be read. */
export function readMarkup(text: string): JSONContent {
  return toEditor(text.trim() === '' ? { type: 'doc', content: [] } : parseStructuredText(text));
}

/** The editor's document as markup. */
export function writeMarkup(doc: JSONContent): string {
  return writeStructuredText(fromEditor(doc));
}

/** What the parser gives is what the editor holds, except that a document there is never quite empty. */
export function toEditor(doc: StructuredText): JSONContent {
  return doc.content.length === 0 ? { type: 'doc', content: [{ type: 'paragraph' }] } : (doc as JSONContent);
}

function fromEditor(doc: JSONContent): StructuredText {
  return { type: 'doc', content: (doc.content ?? []).flatMap(block) };
}

function block(node: JSONContent): Block[] {
  if (node.type === 'paragraph') return [paragraph(node)];
  if (node.type === 'orderedList') return list(node);
  if (node.type === 'table') {
    return [
      {
        type: 'table',
        content: (node.content ?? []).map((row): Row => ({ type: 'tableRow', content: (row.content ?? []).map(cell) })),
      },
    ];
  }
  return [];
}

function cell(node: JSONContent): Cell {
  return {
    type: node.type === 'tableHeader' ? 'tableHeader' : 'tableCell',
    content: (node.content ?? []).map(paragraph),
  };
}

/** An item in which nothing is written yet is not printed. */
function list(node: JSONContent): OrderedList[] {
  const items = (node.content ?? []).flatMap((item): ListItem[] => {
    const content = (item.content ?? []).flatMap((part): ListItem['content'] =>
      part.type === 'orderedList' ? list(part) : [paragraph(part)],
    );
    const empty = content.every((part) => part.type === 'paragraph' && part.content.length === 0);
    return empty ? [] : [{ type: 'listItem', content }];
  });
  if (items.length === 0) return [];
  const attrs = { marker: node.attrs?.marker as ListMarker, start: Number(node.attrs?.start ?? 1) };
  return [{ type: 'orderedList', attrs, content: items }];
}

function paragraph(node: JSONContent): Paragraph {
  const indent = Number(node.attrs?.indent ?? 0);
  const content = (node.content ?? []).flatMap(inline);
  return { type: 'paragraph', ...(indent > 0 ? { attrs: { indent } } : {}), content };
}

function inline(node: JSONContent): Inline[] {
  if (node.type === 'hardBreak') return [{ type: 'hardBreak' }];
  const worn = new Set((node.marks ?? []).map(({ type }) => type));
  const types = MARKS.filter((type) => worn.has(type)).map((type) => ({ type }));
  const marks = types.length === 0 ? {} : { marks: types };
  if (node.type === 'variable') return [{ type: 'variable', attrs: { name: node.attrs?.name as Variable }, ...marks }];
  return node.text === undefined ? [] : [{ type: 'text', text: node.text, ...marks }];
}

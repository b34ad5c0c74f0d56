import { type Extension, Mark, Node } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { LIST_MARKERS, VARIABLES } from '../../typesetting/structured-text.ts';
import { say } from './words.ts';

const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });
const Text = Node.create({ name: 'text', group: 'inline' });

const Paragraph = Node.create({
  name: 'paragraph',
  group: 'block',
  content: 'inline*',
  addAttributes: () => ({
    indent: {
      default: 0,
      parseHTML: (dom) => Number(dom.getAttribute('data-indent') ?? 0),
      renderHTML: ({ indent }) => (indent === 0 ? {} : { 'data-indent': String(indent) }),
    },
  }),
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
});

const HardBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
});

/** A chip: one thing for the cursor, so that it is there whole or not at all. */
const VariableNode = Node.create({
  name: 'variable',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    name: { default: VARIABLES[0], parseHTML: (dom) => dom.getAttribute('data-variable'), renderHTML: () => ({}) },
  }),
  parseHTML: () => VARIABLES.map((name) => ({ tag: `span[data-variable="${name}"]` })),
  renderHTML: ({ node }) => [
    'span',
    { class: 'layang-chip', 'data-variable': String(node.attrs.name) },
    say(`editor.chip.${node.attrs.name as (typeof VARIABLES)[number]}`),
  ],
  renderText: ({ node }) => `{${node.attrs.name}}`,
});

const OrderedList = Node.create({
  name: 'orderedList',
  group: 'block',
  content: 'listItem+',
  addAttributes: () => ({
    marker: {
      default: LIST_MARKERS[0],
      parseHTML: (dom) => LIST_MARKERS.find((known) => known === dom.getAttribute('data-marker')) ?? LIST_MARKERS[0],
      renderHTML: ({ marker }) => ({ 'data-marker': String(marker) }),
    },
    start: {
      default: 1,
      parseHTML: (dom) => Number(dom.getAttribute('start') ?? 1) || 1,
      renderHTML: ({ start }) => (start === 1 ? {} : { start: String(start) }),
    },
  }),
  parseHTML: () => [{ tag: 'ol' }, { tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

const ListItem = Node.create({
  name: 'listItem',
  content: 'paragraph+ orderedList*',
  defining: true,
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: () => ['li', 0],
});

function mark(name: string, tag: string, others: string[], keys: string[], attributes: Record<string, string> = {}) {
  return Mark.create({
    name,
    parseHTML: () => [tag, ...others].map((each) => ({ tag: each })),
    renderHTML: () => [tag.replace(/\[.*/, ''), attributes, 0],
    addKeyboardShortcuts() {
      return Object.fromEntries(keys.map((key) => [key, () => this.editor.commands.toggleMark(name)]));
    },
  });
}

const marks = [
  mark('bold', 'strong', ['b'], ['Mod-b', 'Mod-B']),
  mark('italic', 'em', ['i'], ['Mod-i', 'Mod-I']),
  mark('underline', 'u', [], ['Mod-u', 'Mod-U']),
  mark('unbroken', 'span[data-unbroken]', [], [], { 'data-unbroken': '', class: 'layang-unbroken' }),
];

// Without widths of columns: the page decides on them, and a style attribute would not pass our own content policy.
const tables = [
  Table.extend({ renderHTML: () => ['table', ['tbody', 0]] }).configure({ resizable: false }),
  TableRow,
  TableCell.extend({ content: 'paragraph' }),
  TableHeader.extend({ content: 'paragraph', renderHTML: () => ['th', { scope: 'col' }, 0] }),
];

/** The same nodes and marks, by the same names, as `typesetting/structured-text.ts`. */
export const schemaParts: (Node | Mark | Extension)[] = [
  Doc,
  Text,
  Paragraph,
  HardBreak,
  VariableNode,
  OrderedList,
  ListItem,
  ...marks,
  ...tables,
];

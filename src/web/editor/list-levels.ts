import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state';
import { LIST_MARKERS, rankOf } from '../../typesetting/structured-text.ts';

/** Below this many levels there is no marker left. */
export const DEEPEST_LIST = LIST_MARKERS.length;

/**
 * What the markup cannot say does not come about: a list inside another has a deeper marker, and a table has a paragraph before
 * and after it, by which the keyboard reaches the text around.
 */
export const ListLevels = Extension.create({
  name: 'listLevels',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction(transactions, _before, state) {
        if (!transactions.some(({ docChanged }) => docChanged)) return null;
        const change = state.tr;
        deepen(change, state.doc);
        reachTables(change, state);
        return change.docChanged ? change : null;
      },
    }),
  ],
});

function deepen(change: Transaction, doc: Node): void {
  const walk = (node: Node, position: number, above: number): void => {
    let rank = above;
    if (node.type.name === 'orderedList') {
      rank = rankOf(node.attrs.marker);
      if (rank <= above) {
        rank = Math.min(above + 1, DEEPEST_LIST - 1);
        const marker = LIST_MARKERS[rank];
        if (marker !== node.attrs.marker) change.setNodeMarkup(position, null, { ...node.attrs, marker, start: 1 });
      }
    }
    node.forEach((child, offset) => {
      if (child.type.name === 'orderedList' || child.type.name === 'listItem') walk(child, position + 1 + offset, rank);
    });
  };
  doc.forEach((child, offset) => {
    if (child.type.name === 'orderedList') walk(child, offset, -1);
  });
}

function reachTables(change: Transaction, { doc, schema }: EditorState): void {
  const paragraph = schema.nodes.paragraph;
  if (paragraph === undefined) return;
  if (doc.lastChild?.type.name === 'table') change.insert(change.doc.content.size, paragraph.create());
  if (doc.firstChild?.type.name === 'table') change.insert(0, paragraph.create());
}

import type { Editor } from '@tiptap/core';
import type { Node, ResolvedPos } from '@tiptap/pm/model';
import { liftListItem, sinkListItem, wrapInList } from '@tiptap/pm/schema-list';
import { type Command, TextSelection } from '@tiptap/pm/state';
import { DEEPEST_INDENT, LIST_MARKERS, type ListMarker, rankOf } from '../../typesetting/structured-text.ts';
import { DEEPEST_LIST } from './list-levels.ts';

function run(editor: Editor, command: Command): boolean {
  return command(editor.state, editor.view.dispatch, editor.view);
}

function depthsOf($at: ResolvedPos, name: string): number[] {
  return Array.from({ length: $at.depth + 1 }, (_, depth) => depth).filter(
    (depth) => $at.node(depth).type.name === name,
  );
}

/** The lists around the cursor, outermost first. */
function listsAround(editor: Editor): { node: Node; position: number }[] {
  const { $from } = editor.state.selection;
  return depthsOf($from, 'orderedList').map((depth) => ({ node: $from.node(depth), position: $from.before(depth) }));
}

export function isInList(editor: Editor): boolean {
  return listsAround(editor).length > 0;
}

export function isInTable(editor: Editor): boolean {
  return depthsOf(editor.state.selection.$from, 'table').length > 0;
}

/** Paragraphs become items of a list; items become paragraphs again. */
export function toggleList(editor: Editor): void {
  const { orderedList, listItem } = editor.schema.nodes;
  if (orderedList === undefined || listItem === undefined || isInTable(editor)) return;
  if (!isInList(editor)) {
    run(editor, wrapInList(orderedList, { marker: LIST_MARKERS[0], start: 1 }));
    return;
  }
  for (let tries = 0; tries < DEEPEST_LIST && isInList(editor); tries++)
    if (!run(editor, liftListItem(listItem))) break;
}

export function markerNow(editor: Editor): ListMarker | undefined {
  return listsAround(editor).at(-1)?.node.attrs.marker;
}

/** The next marker that is deeper than the list around this one; after the last, the first again. */
export function nextMarker(editor: Editor): void {
  const lists = listsAround(editor);
  const own = lists.at(-1);
  if (own === undefined) return;
  const above = lists.at(-2)?.node.attrs.marker;
  const choices = LIST_MARKERS.filter((marker) => above === undefined || rankOf(marker) > rankOf(above));
  const marker = choices[(choices.indexOf(own.node.attrs.marker) + 1) % choices.length];
  editor.view.dispatch(editor.state.tr.setNodeMarkup(own.position, null, { ...own.node.attrs, marker }));
}

/** One step further in or out: items by a level, paragraphs by their indent. False where there is no further step. */
export function step(editor: Editor, by: 1 | -1): boolean {
  const { listItem } = editor.schema.nodes;
  if (listItem !== undefined && isInList(editor)) {
    const deepest = listsAround(editor).at(-1)?.node.attrs.marker === LIST_MARKERS.at(-1);
    if (by === 1) return !deepest && run(editor, sinkListItem(listItem));
    return run(editor, liftListItem(listItem));
  }
  if (isInTable(editor)) return false;
  const { from, to } = editor.state.selection;
  const change = editor.state.tr;
  editor.state.doc.nodesBetween(from, to, (node, position, parent) => {
    if (node.type.name !== 'paragraph' || parent?.type.name !== 'doc') return;
    const indent = Math.min(DEEPEST_INDENT, Math.max(0, node.attrs.indent + by));
    if (indent !== node.attrs.indent) change.setNodeMarkup(position, null, { ...node.attrs, indent });
  });
  if (!change.docChanged) return false;
  editor.view.dispatch(change);
  return true;
}

const WHOLE =
  /(?:Rp\s?)?\d[\d.,]*(?:\s+(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)\s+\d{4}|\s*%|\s+\([\p{L} ]{1,30}\)(?:\s+\p{L}+)?|\s+\p{L}{1,12})?/gu;

/** Keeps the selected words on one line; with nothing selected, the date or the number with its unit at the cursor. */
export function toggleUnbroken(editor: Editor): void {
  const { selection, doc } = editor.state;
  if (selection.empty && !editor.isActive('unbroken')) {
    const { $from } = selection;
    const text = doc.textBetween($from.start(), $from.end(), undefined, '\ufffc');
    const found = [...text.matchAll(WHOLE)].find(
      ({ index, 0: words }) => index <= $from.parentOffset && $from.parentOffset <= index + words.length,
    );
    if (found !== undefined) {
      const from = $from.start() + found.index;
      editor.commands.setTextSelection({ from, to: from + found[0].length });
    }
  }
  editor.chain().extendMarkRange('unbroken').toggleMark('unbroken').run();
}

/** Behind the table, where a new paragraph begins. */
export function leaveTable(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  const depth = depthsOf($from, 'table')[0];
  const paragraph = editor.schema.nodes.paragraph;
  if (depth === undefined || paragraph === undefined) return false;
  const after = $from.after(depth);
  const change = editor.state.tr;
  const next = change.doc.nodeAt(after);
  if (next?.type !== paragraph) change.insert(after, paragraph.create());
  editor.view.dispatch(change.setSelection(TextSelection.create(change.doc, after + 1)).scrollIntoView());
  return true;
}

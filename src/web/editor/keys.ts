import { type Editor, Extension } from '@tiptap/core';
import { history, redo, undo } from '@tiptap/pm/history';
import { splitListItem } from '@tiptap/pm/schema-list';
import { Plugin } from '@tiptap/pm/state';
import { listLine } from '../../typesetting/markup-lines.ts';
import { LIST_MARKERS, VARIABLES } from '../../typesetting/structured-text.ts';
import { isInList, isInTable, leaveTable, step, toggleUnbroken } from './commands.ts';

interface KeyOptions {
  /** Alt+F10: the toolbar takes the focus. */
  toToolbar(): void;
  /** A `{…}` that is none of the fields. */
  unknownField(name: string): void;
}

/** Undo, levels, leaving by keyboard, and what is recognised while somebody types. */
export const Keys = Extension.create<KeyOptions>({
  name: 'keys',
  addOptions: () => ({ toToolbar: () => {}, unknownField: () => {} }),
  addKeyboardShortcuts() {
    const { editor } = this;
    const back = () => undo(editor.state, editor.view.dispatch);
    const forth = () => redo(editor.state, editor.view.dispatch);
    const { listItem } = editor.schema.nodes;
    // Esc and then Tab leaves also where Tab means something.
    let leaving = false;
    const tab = (act: () => boolean) => () => {
      if (leaving || !(isInList(editor) || isInTable(editor))) return false;
      return act() || isInList(editor);
    };
    editor.on('transaction', ({ transaction }) => {
      if (transaction.docChanged) leaving = false;
    });
    editor.on('focus', () => {
      leaving = false;
    });
    return {
      'Mod-z': back,
      'Mod-y': forth,
      'Shift-Mod-z': forth,
      'Mod-]': () => step(editor, 1),
      'Mod-[': () => step(editor, -1),
      'Shift-Mod-Space': () => {
        toggleUnbroken(editor);
        return true;
      },
      Tab: tab(() => (isInTable(editor) ? editor.chain().goToNextCell().run() || addRow(editor) : step(editor, 1))),
      'Shift-Tab': tab(() => (isInTable(editor) ? editor.commands.goToPreviousCell() : step(editor, -1))),
      Escape: () => {
        leaving = true;
        return false;
      },
      'Alt-F10': () => {
        this.options.toToolbar();
        return true;
      },
      'Shift-Enter': () => editor.commands.insertContent({ type: 'hardBreak' }),
      'Mod-Enter': () => leaveTable(editor),
      Enter: () => {
        if (isInTable(editor)) return editor.commands.insertContent({ type: 'hardBreak' });
        return listItem !== undefined && splitListItem(listItem)(editor.state, editor.view.dispatch);
      },
      Backspace: () => {
        const { selection } = editor.state;
        const { $from, empty } = selection;
        if (!empty || $from.parentOffset > 0 || $from.parent.type.name !== 'paragraph') return false;
        if (isInList(editor) && $from.index(-1) === 0) return step(editor, -1);
        return $from.parent.attrs.indent > 0 && step(editor, -1);
      },
    };
  },
  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      history(),
      new Plugin({
        props: {
          handleTextInput: (_view, from, _to, typed) =>
            (typed === '}' && closeField(editor, from, options)) || (typed === ' ' && beginList(editor, from)),
        },
      }),
    ];
  },
});

function addRow(editor: Editor): boolean {
  return editor.chain().addRowAfter().goToNextCell().run();
}

function textBefore(editor: Editor, from: number): string {
  const $from = editor.state.doc.resolve(from);
  return $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc');
}

/** `{nomor}` becomes a chip; what is no field is refused, unless a backslash says that braces are meant. */
function closeField(editor: Editor, from: number, { unknownField }: KeyOptions): boolean {
  const [whole = '', backslash = '', name = ''] = /(\\?)\{([^{}\ufffc]{0,40})$/u.exec(textBefore(editor, from)) ?? [];
  if (whole === '') return false;
  const range = { from: from - whole.length, to: from };
  if (backslash !== '') return editor.commands.insertContentAt(range, { type: 'text', text: `{${name}}` });
  const known = VARIABLES.find((variable) => variable === name.trim().toLowerCase());
  if (known !== undefined) return editor.commands.insertContentAt(range, { type: 'variable', attrs: { name: known } });
  unknownField(name);
  return true;
}

/** `1. `, `a) `, `(1) ` at the beginning of a paragraph begin a list. */
function beginList(editor: Editor, from: number): boolean {
  const $from = editor.state.doc.resolve(from);
  const before = textBefore(editor, from);
  const line = listLine(`${before} x`);
  if (line === undefined || before !== before.trim() || $from.parent.type.name !== 'paragraph') return false;
  if ($from.depth !== 1 || !LIST_MARKERS.includes(line.marker)) return false;
  const attrs = { marker: line.marker, start: line.start };
  return editor
    .chain()
    .deleteRange({ from: from - before.length, to: from })
    .wrapInList('orderedList', attrs)
    .run();
}

import type { Editor } from '@tiptap/core';
import { redo, undo } from '@tiptap/pm/history';
import { VARIABLES } from '../../typesetting/structured-text.ts';
import type { EditorWord } from '../words/editor.ts';
import { isInList, isInTable, markerNow, nextMarker, step, toggleList, toggleUnbroken } from './commands.ts';
import { element } from './elements.ts';
import { say } from './words.ts';

interface Tool {
  word: EditorWord;
  face: string;
  keys?: string;
  classes?: string;
  act(editor: Editor): void;
  /** Whether it is on at the cursor. */
  pressed?(editor: Editor): boolean;
  /** Whether it is shown at all where the cursor stands. */
  shown?(editor: Editor): boolean;
  /** Its face and its name where they tell more than the tool. */
  now?(editor: Editor): { face: string; label: string };
}

const marked = (word: EditorWord, face: string, name: string, keys: string): Tool => ({
  word,
  face,
  keys,
  classes: `layang-tool--${name}`,
  act: (editor) => editor.commands.toggleMark(name),
  pressed: (editor) => editor.isActive(name),
});
const ofTable = (word: EditorWord, face: string, act: (editor: Editor) => void): Tool => ({
  word,
  face,
  act,
  shown: isInTable,
});

const TOOLS: readonly (readonly Tool[])[] = [
  [
    marked('editor.bold', 'B', 'bold', 'Control+B'),
    marked('editor.italic', 'I', 'italic', 'Control+I'),
    marked('editor.underline', 'U', 'underline', 'Control+U'),
    {
      word: 'editor.unbroken',
      face: '⟷',
      keys: 'Control+Shift+Space',
      act: toggleUnbroken,
      pressed: (editor) => editor.isActive('unbroken'),
    },
  ],
  [
    { word: 'editor.list', face: '1.', act: toggleList, pressed: isInList },
    {
      word: 'editor.marker',
      face: 'a.',
      act: nextMarker,
      shown: isInList,
      now: (editor) => ({
        face: `${markerNow(editor) ?? ''} ▾`,
        label: say('editor.marker.next', { marker: markerNow(editor) ?? '' }),
      }),
    },
    { word: 'editor.out', face: '⇤', keys: 'Control+[', act: (editor) => step(editor, -1) },
    { word: 'editor.in', face: '⇥', keys: 'Control+]', act: (editor) => step(editor, 1) },
  ],
  VARIABLES.map(
    (name): Tool => ({
      word: `editor.variable.${name}`,
      face: say(`editor.chip.${name}`),
      classes: 'layang-tool--chip',
      act: (editor) => editor.commands.insertContent({ type: 'variable', attrs: { name } }),
    }),
  ),
  [
    {
      word: 'editor.table',
      face: '▦',
      act: (editor) => editor.commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
      shown: (editor) => !isInTable(editor),
    },
    ofTable('editor.table.row', '+ ≡', (editor) => editor.commands.addRowAfter()),
    ofTable('editor.table.column', '+ ⫼', (editor) => editor.commands.addColumnAfter()),
    ofTable('editor.table.delete-row', '− ≡', (editor) => editor.commands.deleteRow()),
    ofTable('editor.table.delete-column', '− ⫼', (editor) => editor.commands.deleteColumn()),
    {
      ...ofTable('editor.table.header', 'H', (editor) => editor.commands.toggleHeaderRow()),
      pressed: (editor) => editor.isActive('tableHeader'),
    },
    ofTable('editor.table.delete', '✕ ▦', (editor) => editor.commands.deleteTable()),
  ],
  [
    { word: 'editor.undo', face: '↶', keys: 'Control+Z', act: (editor) => undo(editor.state, editor.view.dispatch) },
    { word: 'editor.redo', face: '↷', keys: 'Control+Y', act: (editor) => redo(editor.state, editor.view.dispatch) },
  ],
];

export interface Toolbar {
  dom: HTMLElement;
  focus(): void;
  refresh(): void;
}

/** One stop for the Tab key; the arrows go from tool to tool, Home and End to the ends, Esc back to the text. */
export function makeToolbar(editor: Editor, controls: string): Toolbar {
  const dom = element('div', {
    role: 'toolbar',
    class: 'layang-toolbar',
    'aria-label': say('editor.toolbar'),
    'aria-controls': controls,
  });
  const buttons = new Map<HTMLButtonElement, Tool>();
  for (const group of TOOLS) {
    const place = element('div', { class: 'layang-toolbar__group' });
    for (const tool of group) {
      const keys = tool.keys === undefined ? {} : { 'aria-keyshortcuts': tool.keys };
      const button = element('button', {
        type: 'button',
        class: `layang-tool ${tool.classes ?? ''}`,
        'aria-label': say(tool.word),
        // A face and no text: what is read out is the name alone.
        'data-face': tool.face,
        title: say(tool.word),
        ...keys,
      });
      // The text keeps its selection, also on a phone.
      button.addEventListener('mousedown', (event) => event.preventDefault());
      button.addEventListener('click', (event) => {
        const byKeyboard = event.detail === 0;
        tool.act(editor);
        if (byKeyboard && !button.hidden) button.focus();
        else editor.view.focus();
      });
      buttons.set(button, tool);
      place.append(button);
    }
    dom.append(place);
  }
  const shown = () => [...buttons.keys()].filter(({ hidden }) => !hidden);
  let stop: HTMLButtonElement | undefined;
  const stopAt = (button: HTMLButtonElement | undefined) => {
    stop = button;
    for (const each of buttons.keys()) each.tabIndex = each === button ? 0 : -1;
  };
  dom.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLButtonElement) stopAt(target);
  });
  dom.addEventListener('keydown', (event) => {
    const list = shown();
    const at = list.findIndex((button) => button.matches(':focus'));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === 'Escape') editor.view.focus();
    else if (to !== undefined) list[(to + list.length) % list.length]?.focus();
    else return;
    event.preventDefault();
  });
  const refresh = () => {
    for (const [button, tool] of buttons) {
      button.hidden = tool.shown?.(editor) === false;
      if (tool.pressed !== undefined) button.setAttribute('aria-pressed', String(tool.pressed(editor)));
      const now = button.hidden ? undefined : tool.now?.(editor);
      if (now !== undefined) {
        button.dataset.face = now.face;
        button.setAttribute('aria-label', now.label);
        button.title = now.label;
      }
    }
    if (stop === undefined || stop.hidden) stopAt(shown()[0]);
  };
  refresh();
  return { dom, refresh, focus: () => stop?.focus() };
}

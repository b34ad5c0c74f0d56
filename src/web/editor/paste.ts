import { type Editor, Extension } from '@tiptap/core';
import { Fragment, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { parseStructuredText } from '../../typesetting/parse-structured-text.ts';
import { findFlaw } from '../../typesetting/printable-text.ts';
import { LONGEST_TEXT, type StructuredText } from '../../typesetting/structured-text.ts';
import { isInTable } from './commands.ts';
import { toEditor, writeMarkup } from './convert.ts';
import { structuredFromHtml } from './paste-html.ts';
import type { PasteFindings } from './paste-inline.ts';
import { inlineOf } from './paste-table.ts';
import { say } from './words.ts';

/** Above this the browser would stand still over what no letter can hold anyway: Word needs some 20 signs for each of the text. */
const MOST_PASTED = 3 * 1024 * 1024;

interface PasteOptions {
  tell(sentence: string): void;
}

/** What is pasted or dropped keeps its structure and loses the rest; what cannot be taken is refused in a sentence. */
export const Paste = Extension.create<PasteOptions>({
  name: 'paste',
  addOptions: () => ({ tell: () => {} }),
  addProseMirrorPlugins() {
    const { editor, options } = this;
    const take = (data: DataTransfer | null): boolean => data !== null && pasteInto(editor, data, options);
    return [
      new Plugin({
        props: {
          handlePaste: (_view, event) => take(event.clipboardData),
          handleDrop: (view, event, _slice, moved) => {
            if (moved) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            if (at !== null) editor.commands.setTextSelection(at.pos);
            return take(event.dataTransfer);
          },
        },
      }),
    ];
  },
});

/** True when it is dealt with; what was copied from this editor is left to it. */
function pasteInto(editor: Editor, data: DataTransfer, { tell }: PasteOptions): boolean {
  const [html, plain] = [data.getData('text/html'), data.getData('text/plain')];
  const size = Math.max(html.length, plain.length);
  if (size > MOST_PASTED) {
    tell(say('editor.paste.large', { size: (size / 1024 / 1024).toFixed(1), most: MOST_PASTED / 1024 / 1024 }));
    return true;
  }
  if (html.includes('data-pm-slice')) return false;
  const pictured = [...data.files].some(({ type }) => type.startsWith('image/'));
  if (html === '' && plain === '') {
    if (pictured) tell(say('editor.paste.image'));
    return pictured;
  }
  const { text, findings } = html === '' ? structuredFromPlain(plain) : structuredFromHtml(html);
  if (!insert(editor, text)) {
    tell(say('editor.paste.long', { most: LONGEST_TEXT }));
    return true;
  }
  const told = [
    findings.images || pictured ? say('editor.paste.image') : '',
    findings.cut ? say('editor.paste.table') : '',
    findings.signs ? say('editor.paste.sign') : '',
  ];
  tell(told.filter((sentence) => sentence !== '').join(' '));
  return true;
}

/** False when the section would become longer than a text may be; nothing is inserted then. */
function insert(editor: Editor, text: StructuredText): boolean {
  if (text.content.length === 0) return true;
  const { schema } = editor;
  const content = isInTable(editor)
    ? [{ type: 'paragraph', content: inlineOf(text.content) }]
    : (toEditor(text).content ?? []);
  const nodes = Fragment.from(content.map((node) => schema.nodeFromJSON(node)));
  const open = (node: { type: { name: string } } | null | undefined) => (node?.type.name === 'paragraph' ? 1 : 0);
  // A pasted line goes on in the paragraph of the cursor; with several blocks only the first and the last do.
  const slice = new Slice(nodes, open(nodes.firstChild), open(nodes.lastChild));
  const change = editor.state.tr.replaceSelection(slice).scrollIntoView();
  if (writeMarkup(change.doc.toJSON()).length > LONGEST_TEXT) return false;
  editor.view.dispatch(change.setMeta('paste', true));
  return true;
}

/** Text without any form: its lists and paragraphs as the form's markup has them, its other signs as they are. */
function structuredFromPlain(plain: string): { text: StructuredText; findings: PasteFindings } {
  const lines = plain.normalize('NFC').replace(/\r\n?|\u2028|\u2029/gu, '\n');
  const visible = [...lines].filter((sign) => findFlaw(sign) === undefined).join('');
  const findings = { images: false, cut: false, signs: visible.length !== lines.length };
  const escaped = visible.replace(/\{(\s*(?:nomor|tanggal|penerima)\s*)\}|[\\*_~{|<>]/giu, (sign, name?: string) =>
    name === undefined ? `\\${sign}` : sign,
  );
  try {
    return { text: parseStructuredText(escaped), findings };
  } catch {
    // Longer lists than a letter has, or nothing but blanks: line by line.
    const content = visible.split(/\n+/u).filter((line) => line.trim() !== '');
    const paragraphs = content.map((line) => ({
      type: 'paragraph' as const,
      content: [{ type: 'text' as const, text: line }],
    }));
    return { text: { type: 'doc', content: paragraphs }, findings };
  }
}

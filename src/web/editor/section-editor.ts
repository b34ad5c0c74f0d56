import { Editor } from '@tiptap/core';
import { isRefusal } from '../../errors.ts';
import { readMarkup, writeMarkup } from './convert.ts';
import { element } from './elements.ts';
import { Keys } from './keys.ts';
import { ListLevels } from './list-levels.ts';
import { Paste } from './paste.ts';
import { schemaParts } from './schema.ts';
import { makeToolbar } from './toolbar.ts';
import { say } from './words.ts';

/** A section's text in the page: the textarea stays what the form sends, the editor stands in its place. */
export interface SectionEditor {
  readonly name: string;
  /** The markup as it is now, also in the textarea. */
  sync(): string;
  setText(text: string): void;
  /** A sentence below the text: why it cannot be printed, what was not pasted. Empty: none. */
  tell(sentence: string): void;
}

export function openSection(textarea: HTMLTextAreaElement, changed: () => void): SectionEditor {
  const { name, id } = textarea;
  const label = document.querySelector<HTMLLabelElement>(`label[for="${CSS.escape(id)}"]`);
  const notice = element('p', { class: 'layang-section__notice', role: 'status' });
  const hint = element('p', { class: 'govuk-hint layang-section__hint', id: `${id}-keys` }, say('editor.hint'));
  const place = element('div', { class: 'layang-section' });
  let behind = false;
  let told = '';
  const tell = (sentence: string) => {
    told = sentence;
    notice.textContent = sentence;
    notice.hidden = sentence === '';
  };
  const described = [hint.id, ...(textarea.getAttribute('aria-describedby')?.split(' ') ?? [])].join(' ');
  const editor = new Editor({
    element: place,
    injectCSS: false,
    extensions: [
      ...schemaParts,
      ListLevels,
      Keys.configure({
        toToolbar: () => toolbar.focus(),
        unknownField: (field) => tell(refusalOf(`{${field}}`)),
      }),
      Paste.configure({ tell }),
    ],
    editorProps: {
      attributes: {
        id,
        class: 'layang-section__text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-describedby': described,
        spellcheck: 'true',
        ...(label === null ? { 'aria-label': name } : { 'aria-labelledby': `${id}-label` }),
        ...(textarea.matches('.govuk-textarea--error') ? { 'aria-invalid': 'true' } : {}),
      },
    },
    onUpdate: ({ transaction }) => {
      behind = true;
      if (told !== '' && transaction.getMeta('paste') === undefined) tell('');
      changed();
    },
    onTransaction: () => toolbar?.refresh(),
  });
  const toolbar = makeToolbar(editor, id);
  place.prepend(toolbar.dom);
  place.append(hint);

  function show(text: string): void {
    try {
      const doc = readMarkup(text);
      setContent(editor, doc);
      behind = false;
      tell('');
      place.hidden = false;
      hide(textarea);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      place.hidden = true;
      unhide(textarea);
      tell(
        say('editor.as-text', { problem: document.documentElement.lang === 'en' ? error.words.en : error.words.id }),
      );
    }
  }

  if (label !== null) {
    label.id = `${id}-label`;
    label.addEventListener('click', () => (place.hidden ? textarea.focus() : editor.view.focus()));
  }
  textarea.removeAttribute('id');
  textarea.after(place, notice);
  // Written there by anything but the keyboard (an extension, a form filler), or by hand while it stands as plain text.
  textarea.addEventListener('input', () => {
    if (document.activeElement !== textarea) show(textarea.value);
    changed();
  });
  textarea.addEventListener('change', () => show(textarea.value));
  show(textarea.value);
  return {
    name,
    tell,
    sync() {
      if (behind && !place.hidden) textarea.value = writeMarkup(editor.getJSON());
      behind = false;
      return textarea.value;
    },
    setText(text) {
      if (this.sync() === text) return;
      textarea.value = text;
      show(text);
    },
  };
}

/** Only what differs is replaced, so that the cursor stays where somebody writes. */
function setContent(editor: Editor, json: ReturnType<typeof readMarkup>): void {
  const doc = editor.schema.nodeFromJSON(json);
  const { state } = editor;
  const from = doc.content.findDiffStart(state.doc.content);
  const end = doc.content.findDiffEnd(state.doc.content);
  if (from === null || end === null) return;
  const short = Math.max(0, from - Math.min(end.a, end.b));
  editor.view.dispatch(
    state.tr.replace(from, end.b + short, doc.slice(from, end.a + short)).setMeta('addToHistory', false),
  );
}

function refusalOf(text: string): string {
  try {
    readMarkup(text);
    return '';
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return document.documentElement.lang === 'en' ? error.words.en : error.words.id;
  }
}

/** Still a part of the form, for whoever fills forms by program. */
function hide(textarea: HTMLTextAreaElement): void {
  textarea.classList.add('govuk-visually-hidden');
  textarea.setAttribute('aria-hidden', 'true');
  textarea.tabIndex = -1;
}

function unhide(textarea: HTMLTextAreaElement): void {
  textarea.classList.remove('govuk-visually-hidden');
  textarea.removeAttribute('aria-hidden');
  textarea.tabIndex = 0;
}

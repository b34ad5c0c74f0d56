/*
 * The script of the edit page and of a correction: an editor in place of every textarea of structured text; on the edit page
 * saving while somebody types, and the pages beside the text. Without it the page is a form like any other.
 */
import { autosave } from './autosave.ts';
import { draftForm } from './draft-form.ts';
import { draftServer } from './draft-server.ts';
import { element, pushButton } from './elements.ts';
import { keptDrafts } from './kept-draft.ts';
import { livePreview } from './live-preview.ts';
import { openSection } from './section-editor.ts';
import { statusLine } from './status-line.ts';
import { say, sayWhen } from './words.ts';

const place = document.getElementById('draft');
const page = place?.querySelector('form');
if (place !== null && page !== null && page !== undefined) start(place, page);
for (const form of document.querySelectorAll<HTMLFormElement>('#correction form')) writeOnly(form);

/** A reviewer's correction: the same editors in a form that is sent as it is; nothing of it saves itself. */
function writeOnly(form: HTMLFormElement): void {
  const sections = [...form.querySelectorAll<HTMLTextAreaElement>('textarea[name^="sections."]')].map((textarea) =>
    openSection(textarea, () => {}),
  );
  form.addEventListener('submit', () => {
    for (const section of sections) section.sync();
  });
}

function start(place: HTMLElement, page: HTMLFormElement): void {
  const { letter = '', person = '', key = '' } = place.dataset;
  let saving: ReturnType<typeof autosave> | undefined;
  const changed = () => saving?.changed();
  const sections = [...page.querySelectorAll<HTMLTextAreaElement>('textarea[name^="sections."]')].map((textarea) =>
    openSection(textarea, changed),
  );
  const form = draftForm(page, sections);
  const server = draftServer(letter, person, tabOf());
  const kept = keptDrafts(letter, person, key);
  const status = statusLine(page);
  const preview = livePreview({
    letter,
    place,
    server,
    refused: (fields) => {
      for (const section of sections) {
        const sentence = fields[section.name];
        if (sentence !== undefined) section.tell(sentence);
      }
    },
  });
  saving = autosave({
    place: page,
    form,
    server,
    kept,
    status,
    person,
    texts: new Set(sections.map(({ name }) => name)),
    saved: preview.refresh,
  });
  const { stop, rest, isAsking, resume, shows } = saving;
  page.addEventListener('input', changed);
  page.addEventListener('change', changed);

  let leaving = false;
  page.addEventListener('submit', (event) => {
    for (const section of sections) section.sync();
    if (leaving) return stop();
    event.preventDefault();
    if (isAsking()) return document.getElementById('conflict-title')?.focus();
    // A form that is firing its submit event ignores a second one: the send waits until this one is over.
    void rest().then(() =>
      setTimeout(() => {
        leaving = true;
        page.requestSubmit(event.submitter);
        leaving = false;
      }),
    );
  });

  void kept.find().then((draft) => {
    if (draft === undefined) return;
    if (shows(draft.form)) return kept.forget();
    const box = element('div', { class: 'layang-card layang-kept', role: 'status' });
    const close = () => box.remove();
    box.append(
      element('p', { class: 'govuk-body' }, say('draft.kept', { at: sayWhen(new Date(draft.at)) })),
      pushButton(say('draft.kept.use'), 'govuk-button', () => {
        close();
        resume(draft);
      }),
      ' ',
      pushButton(say('draft.kept.drop'), 'govuk-button govuk-button--secondary', () => {
        close();
        kept.forget();
      }),
    );
    page.prepend(box);
  });
}

/** The same through a reload, another one in every window. */
function tabOf(): string {
  const made = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    const known = sessionStorage.getItem('layang.tab') ?? made();
    sessionStorage.setItem('layang.tab', known);
    return known;
  } catch {
    return made();
  }
}

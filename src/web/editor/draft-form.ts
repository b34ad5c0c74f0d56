import type { DraftForm } from '../../letters/merge-draft.ts';
import type { SectionEditor } from './section-editor.ts';

/** Fields that are no part of the draft. */
const OTHERS = new Set(['_csrf', '_once', 'revision', 'then']);
const ROW = /^(recipients|copies)\.(name|address|email)$/;

/** The page's form as values, and values put back into it. */
export function draftForm(form: HTMLFormElement, sections: readonly SectionEditor[]) {
  const hidden = (name: string) => form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);

  function read(): DraftForm {
    for (const section of sections) section.sync();
    const values: Record<string, string[]> = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && !OTHERS.has(name)) values[name] = [...(values[name] ?? []), value];
    }
    return values;
  }

  function write(values: DraftForm): void {
    for (const [name, list] of Object.entries(values)) {
      const section = sections.find((each) => each.name === name);
      if (section !== undefined) section.setText(list[0] ?? '');
      else if (ROW.test(name)) writeRows(name, list);
      else writeField(name, list[0] ?? '');
    }
  }

  function writeField(name: string, value: string): void {
    for (const field of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === 'radio') field.checked = field.value === value;
      else if (field.value !== value && field.type !== 'hidden') field.value = value;
    }
  }

  /** As many rows as there are values; further ones are made like the last. */
  function writeRows(name: string, list: readonly string[]): void {
    const all = () => [
      ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`[name="${CSS.escape(name)}"]`),
    ];
    for (let count = all().length; count < list.length; count++) addRow(all().at(-1)?.closest('.layang-parties__row'));
    for (const [at, field] of all().entries()) if (field.value !== (list[at] ?? '')) field.value = list[at] ?? '';
  }

  return {
    read,
    write,
    revision: () => Number(hidden('revision')?.value ?? 0),
    setRevision(revision: number): void {
      const field = hidden('revision');
      if (field !== null) field.value = String(revision);
    },
    token: () => hidden('_csrf')?.value ?? '',
    /** Every form of the page carries the session's token. */
    setToken(token: string): void {
      for (const field of document.querySelectorAll<HTMLInputElement>('input[name="_csrf"]')) field.value = token;
    },
    labelOf(field: string): string {
      const named = form.querySelector(`[name="${CSS.escape(field)}"]`);
      const row = document.getElementById(field)?.querySelector('legend');
      const label =
        named === null
          ? null
          : (document.getElementById(`${field}-label`) ?? form.querySelector(`label[for="${CSS.escape(named.id)}"]`));
      return (row ?? label)?.textContent?.trim() ?? field;
    },
  };
}
export type DraftFormInPage = ReturnType<typeof draftForm>;

function addRow(last: Element | null | undefined): void {
  if (last === null || last === undefined) return;
  const made = last.cloneNode(true);
  if (!(made instanceof Element)) return;
  const tell = `-${last.parentElement?.querySelectorAll('.layang-parties__row').length ?? 0}x`;
  for (const field of made.querySelectorAll<HTMLInputElement>('input, textarea')) {
    field.value = '';
    const label = made.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    field.id += tell;
    label?.setAttribute('for', field.id);
  }
  last.after(made);
}

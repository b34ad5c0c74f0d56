import { filesOver } from './files-over.ts';
import type { LetterFiles } from './letter-files.ts';

/**
 * The field of the form for the letter's own files. What is chosen is kept beside what is typed, `changed` is told whether it could be;
 * a form without such a field chooses none.
 */
export function chosenFiles(
  form: HTMLFormElement,
  { kept, key, changed }: { kept: LetterFiles; key: () => string; changed: (isKept: boolean) => void },
) {
  const found = form.elements.namedItem('files');
  const field = found instanceof HTMLInputElement ? found : undefined;
  const list = (): File[] => [...(field?.files ?? [])];
  let keeping = Promise.resolve(true);

  const choose = (files: readonly File[]) => {
    const data = new DataTransfer();
    for (const file of files) data.items.add(file);
    if (field !== undefined) field.files = data.files;
  };

  field?.addEventListener('change', () => {
    keeping = kept.keep(key(), list());
    void keeping.then(changed);
  });
  if (field !== undefined) {
    const card = field.closest('.layang-card');
    // Page after page of one letter: each comes to those before.
    const add = (files: readonly File[]) => {
      choose([...list(), ...files]);
      for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
    };
    filesOver(add, (is) => card?.classList.toggle('layang-drop--over', is));
  }

  return {
    list,
    /** True when what is chosen outlives this tab. */
    kept: () => keeping,

    /** What was chosen for this letter stands in the field again. False: there is nothing, or not all of it. */
    async comeBack(): Promise<boolean> {
      if (field === undefined || list().length > 0) return true;
      // Refused: what was wrong with it is said there, and another one is to be chosen.
      if (field.closest('.govuk-form-group--error') !== null) {
        await kept.forget(key());
        return false;
      }
      const files = await kept.find(key());
      if (files === undefined || list().length > 0) return files !== undefined;
      choose(files);
      document.getElementById('choose-again')?.remove();
      return true;
    },
  };
}
export type ChosenFiles = ReturnType<typeof chosenFiles>;

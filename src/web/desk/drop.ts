import { filesOver } from './files-over.ts';
import type { Parcels } from './parcels.ts';

/**
 * Files chosen in the form, dropped anywhere on the page or pasted go to the desk through the queue: each as a letter of its own, or
 * all as one where the form says so.
 */
export function dropping(form: HTMLFormElement, parcels: Parcels): void {
  const input = form.elements.namedItem('files');
  if (!(input instanceof HTMLInputElement)) return;
  const card = form.querySelector('.layang-drop');
  const field = (name: string) => String(new FormData(form).get(name) ?? '');

  function take(files: readonly File[]): void {
    const unitId = field('unitId');
    const isOne = field('together') === 'yes';
    const all = isOne ? [{ unitId, files: [...files] }] : files.map((file) => ({ unitId, files: [file] }));
    void parcels.add(all);
    // For these only: thirty files dropped next are thirty letters.
    const each = form.querySelector<HTMLInputElement>('input[name=together][value=no]');
    if (each !== null) each.checked = true;
    // What becomes of them is said above what lies at the desk, which may be more than the window shows.
    document.getElementById('unsent')?.scrollIntoView({ block: 'center' });
  }

  filesOver(take, (is) => card?.classList.toggle('layang-drop--over', is));
  form.addEventListener('submit', (event) => {
    const files = [...(input.files ?? [])];
    // Without files the server says what is missing.
    if (files.length === 0) return;
    event.preventDefault();
    input.value = '';
    take(files);
  });
}

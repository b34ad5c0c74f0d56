import type { Parcels } from './parcels.ts';
import { say } from './words.ts';

/**
 * Files chosen in the form, dropped anywhere on the page or pasted go to the desk through the queue: each as a letter of its own, or
 * all as one where the form says so.
 */
export function dropping(form: HTMLFormElement, parcels: Parcels): void {
  const input = form.elements.namedItem('files');
  if (!(input instanceof HTMLInputElement)) return;
  const card = form.querySelector('.layang-drop');
  const over = (is: boolean) => card?.classList.toggle('layang-drop--over', is);
  const field = (name: string) => String(new FormData(form).get(name) ?? '');

  function take(files: readonly File[]): void {
    const unitId = field('unitId');
    const isOne = field('together') === 'yes';
    const all = isOne ? [{ unitId, files: [...files] }] : files.map((file) => ({ unitId, files: [file] }));
    void parcels.add(all);
    // For these only: thirty files dropped next are thirty letters.
    const each = form.querySelector<HTMLInputElement>('input[name=together][value=no]');
    if (each !== null) each.checked = true;
  }

  // On the whole page: dropped beside the form, a file would be opened in place of the page.
  for (const name of ['dragenter', 'dragover'] as const)
    document.addEventListener(name, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over(true);
    });
  document.addEventListener('dragleave', (event) => {
    // Leaving one element for another is still over the page.
    if (event.relatedTarget === null) over(false);
  });
  document.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener('paste', (event) => {
    const pictures = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
    if (pictures.length === 0) return;
    event.preventDefault();
    take(pictures.map((picture) => new File([picture], pastedName(picture), { type: picture.type })));
  });
  form.addEventListener('submit', (event) => {
    const files = [...(input.files ?? [])];
    // Without files the server says what is missing.
    if (files.length === 0) return;
    event.preventDefault();
    input.value = '';
    take(files);
  });
}

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

/** Browsers call every pasted picture `image.png`. */
function pastedName({ type }: File): string {
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('');
  return `${say('drop.pasted')}-${day}-${time}.${type === 'image/jpeg' ? 'jpg' : type.slice('image/'.length)}`;
}

const two = (part: number) => String(part).padStart(2, '0');

import { say } from './words.ts';

/** Files dropped anywhere on the page, and pictures pasted: `take` has them; `over` is told while some are dragged over it. */
export function filesOver(take: (files: readonly File[]) => void, over: (is: boolean) => void): void {
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
    if (pictures.length === 0 || isTextForField(event)) return;
    event.preventDefault();
    take(pictures.map((picture) => new File([picture], pastedName(picture), { type: picture.type })));
  });
}

/** Office programs copy their text as a picture too: in a field its text is meant. */
function isTextForField({ target, clipboardData }: ClipboardEvent): boolean {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField && clipboardData?.types.includes('text/plain') === true;
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

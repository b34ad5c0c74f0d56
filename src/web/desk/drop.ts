import { askToken } from './desk-server.ts';
import { say } from './words.ts';

interface Upload {
  file: File;
  /** The same however often it is tried: the server has the file once. */
  key: string;
  bar: HTMLProgressElement;
  text: HTMLElement;
}

const AGAIN_MS = 4_000;

/**
 * Files chosen or dragged here go up one after the other, each with its progress, and are tried again after a lost connection.
 * Files that are one letter together are sent by the form itself.
 */
export function dropping(place: HTMLElement, form: HTMLFormElement): void {
  const input = form.elements.namedItem('files');
  if (!(input instanceof HTMLInputElement)) return;
  const { person = '' } = place.dataset;
  const card = form.querySelector('.layang-drop');
  const list = Object.assign(document.createElement('ul'), { className: 'layang-list layang-list--plain' });
  list.setAttribute('aria-live', 'polite');
  form.after(list);

  const over = (is: boolean) => card?.classList.toggle('layang-drop--over', is);
  for (const name of ['dragenter', 'dragover'] as const)
    form.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  form.addEventListener('dragleave', () => over(false));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    input.files = files;
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    const together = new FormData(form).get('together') === 'yes';
    const files = [...(input.files ?? [])];
    if (together || files.length === 0) return;
    event.preventDefault();
    form.querySelector('button')?.setAttribute('disabled', '');
    void sendAll(files.map(shown));
  });

  function shown(file: File): Upload {
    const item = Object.assign(document.createElement('li'), { className: 'layang-list__item' });
    const text = Object.assign(document.createElement('span'), {
      textContent: file.name,
      className: 'layang-list__link',
    });
    const bar = Object.assign(document.createElement('progress'), {
      max: 100,
      value: 0,
      className: 'layang-file__progress',
    });
    bar.setAttribute('aria-label', file.name);
    item.append(text, bar);
    list.append(item);
    return { file, key: crypto.randomUUID(), bar, text };
  }

  async function sendAll(uploads: Upload[]): Promise<void> {
    let refused = false;
    for (const upload of uploads) if (!(await sendOne(upload))) refused = true;
    if (!refused) location.assign('/incoming');
    else form.querySelector('button')?.removeAttribute('disabled');
  }

  /** Until the server has answered: a lost connection is waited for. False: it was refused, and says why. */
  async function sendOne(upload: Upload): Promise<boolean> {
    for (;;) {
      const token = await askToken(person);
      if (token === 'stranger') return told(upload, say('kept.sign-in'));
      const answer = token === undefined ? undefined : await put(upload, token);
      if (answer?.ok) {
        upload.text.textContent = say('drop.arrived', { name: upload.file.name });
        return true;
      }
      if (answer !== undefined) return told(upload, answer.message);
      upload.text.textContent = say('drop.waits', { name: upload.file.name });
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  function told(upload: Upload, why: string): boolean {
    upload.text.textContent = `${upload.file.name}: ${why}`;
    upload.bar.remove();
    return false;
  }

  /** XMLHttpRequest: a fetch does not tell how much has left. */
  function put(upload: Upload, token: string): Promise<{ ok: boolean; message: string } | undefined> {
    const body = new FormData();
    body.append('_csrf', token);
    body.append('unitId', String(new FormData(form).get('unitId') ?? ''));
    body.append('submissionKey', upload.key);
    body.append('files', upload.file);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/incoming/drop.json');
      request.upload.addEventListener('progress', ({ loaded, total }) => {
        upload.bar.value = total === 0 ? 0 : (loaded / total) * 100;
      });
      request.addEventListener('loadend', () => {
        if (request.status === 0 || request.status >= 500) return resolve(undefined);
        try {
          const said = JSON.parse(request.responseText);
          resolve({ ok: request.status === 200, message: String(said.message ?? '') });
        } catch {
          resolve({ ok: false, message: say('kept.sign-in') });
        }
      });
      request.send(body);
    });
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { type Client, client, hiddenFields, type Page } from '../support/client.ts';

/** Whoever sees a page fail waits about this long and looks again. */
const AGAIN_MS = 250;

export interface Carried {
  letterId: number;
  /** Whether the signatory was led to the letter as issued. */
  told: boolean;
}

/** What the officials met, for the end. */
export interface Diary {
  letters: Carried[];
  /** Answers by status; 0 is a connection that broke. */
  answers: Map<number, number>;
  /** Pages that nobody foresaw. */
  faults: string[];
  slowest: { ms: number; what: string };
}

/** Officials who write, initial and sign over HTTP, and who do again what did not go through. */
export function openPeople(origin: string, posts: { kabid: number; head: number }) {
  const diary: Diary = { letters: [], answers: new Map(), faults: [], slowest: { ms: 0, what: '' } };
  const browsers = new Map<string, Client>();

  async function ask(what: string, work: () => Promise<Page>): Promise<Page | undefined> {
    const started = performance.now();
    const page = await work().catch(() => undefined);
    const ms = Math.round(performance.now() - started);
    const status = page?.status ?? 0;
    if (ms > diary.slowest.ms) diary.slowest = { ms, what: `${what}: ${status}` };
    diary.answers.set(status, (diary.answers.get(status) ?? 0) + 1);
    if (status === 500) diary.faults.push(`${what}: ${textOf(page?.html ?? '')}`);
    return page;
  }

  async function browserOf(username: string): Promise<Client> {
    const known = browsers.get(username);
    if (known !== undefined) return known;
    for (;;) {
      const visitor = client(origin, { origin });
      const form = await ask(`sign-in of ${username}`, () => visitor.get('/sign-in'));
      const fields = { ...hiddenFields(form?.html ?? ''), username, password: demoPassword(username) };
      const page =
        form?.status === 200 ? await ask(`sign-in of ${username}`, () => visitor.post('/sign-in', fields)) : undefined;
      if (page?.status === 303 && page.location === '/') {
        browsers.set(username, visitor);
        return visitor;
      }
      await pause(AGAIN_MS);
    }
  }

  /** Opens the form and sends it: done, no longer to be done by this reader, or to be tried again. */
  async function send(
    username: string,
    path: string,
    fields: Record<string, string | string[]>,
  ): Promise<
    { outcome: 'done'; location: string } | { outcome: 'closed' } | { outcome: 'again'; page: Page | undefined }
  > {
    const browser = await browserOf(username);
    const form = await ask(`GET ${path}`, () => browser.get(path));
    if (form?.location?.startsWith('/sign-in')) {
      diary.faults.push(`${username} was signed out`);
      browsers.delete(username);
    }
    if (form !== undefined && [403, 404, 409].includes(form.status)) return { outcome: 'closed' };
    if (form?.status !== 200) return { outcome: 'again', page: form };
    const page = await ask(`POST ${path}`, () => browser.post(path, { ...hiddenFields(form.html, path), ...fields }));
    if (page?.status === 303 && page.location !== undefined) return { outcome: 'done', location: page.location };
    return { outcome: 'again', page };
  }

  /** Sends until it is done or no longer to be done; undefined then. */
  async function insist(
    username: string,
    path: string,
    fields: Record<string, string | string[]>,
  ): Promise<string | undefined> {
    let refusedInARow = 0;
    for (;;) {
      const sent = await send(username, path, fields);
      if (sent.outcome === 'done') return sent.location;
      if (sent.outcome === 'closed') return undefined;
      refusedInARow = sent.page?.status === 422 ? refusedInARow + 1 : 0;
      if (refusedInARow > 60) throw new Error(`${username} is refused at ${path}: ${textOf(sent.page?.html ?? '')}`);
      await pause(AGAIN_MS);
    }
  }

  return {
    diary,
    /** One letter from the draft to the signature, whatever happens meanwhile. */
    async carry(n: string): Promise<void> {
      const begun = await insist('analis', '/letters/new', { kind: 'surat-dinas' });
      const letterId = Number(/^\/letters\/(\d+)/.exec(begun ?? '')?.[1]);
      if (!letterId) throw new Error(`a new letter led to ${begun}`);
      const letter = `/letters/${letterId}`;
      await insist('analis', `${letter}/edit`, {
        signatoryId: String(posts.head),
        'recipients.name': ['Camat Muara Sagara', `Ketua Dewan Pendidikan ${n}`],
        'recipients.address': ['', 'Jalan Pelajar Nomor 5, Sagara'],
        'recipients.email': ['', 'dewan@sagaraasri.example'],
        subject: `Undangan Rapat ${n}`,
        classification: '400.3.5',
        'sections.isi': `Dengan hormat,\n\nkami mengundang Saudara pada rapat ${n}.`,
        // biome-ignore lint/suspicious/noThenProperty: the name of the form's button.
        then: 'submit',
      });
      await insist('analis', `${letter}/submit`, { initial: [String(posts.kabid)], 'initial.how': ['next'] });
      await insist('kabid', `${letter}/decide`, { outcome: 'approved', remark: '' });
      const carried = { letterId, told: false };
      diary.letters.push(carried);
      carried.told =
        (await insist('kadisdik', `${letter}/sign`, { passphrase: demoPassphrase('kadisdik') })) === letter;
    },
  };
}

function textOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  return main
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 600);
}

import { say } from './words.ts';

/** Who sends, and the token of that session. */
export interface Sender {
  person: string;
  token: string;
}

export type Answer =
  /** The server has it, now or since an earlier try. */
  | { kind: 'taken'; words: string; next?: string }
  /** `unasked`: by the proxy, the server never saw it. */
  | { kind: 'refused'; message: string; unasked?: true }
  /** The session has ended, its token is another one, or somebody else has signed in. */
  | { kind: 'stranger' }
  /** Nobody answers, or the server cannot at the moment; `why` is what it says, empty for nothing. */
  | { kind: 'offline'; why: string };

/** Fields by name, as a form sends them. */
export type Values = Record<string, string[]>;

const DEADLINE_MS = 20_000;
/** Without a byte leaving, or an answer when all have left: the connection is dead though nobody said so. */
const SILENCE_MS = 120_000;

async function ask(address: string, init: RequestInit = {}): Promise<Response | undefined> {
  try {
    return await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(DEADLINE_MS), ...init });
  } catch {
    return undefined;
  }
}

const isJson = (answer: Response) => answer.headers.get('content-type')?.includes('json') === true;

/** The token of the session as it is now; undefined where this person is not signed in, or nobody answers. */
export async function askToken(person: string): Promise<string | 'stranger' | undefined> {
  const answer = await ask('/incoming/desk.json');
  if (answer === undefined || answer.status >= 500) return undefined;
  if (!answer.ok || !isJson(answer)) return 'stranger';
  const said = await answer.json();
  return String(said.person) === person ? String(said.csrf) : 'stranger';
}

/** Registers what was typed, with the letter's own files. */
export async function sendLetter(
  address: string,
  { values, files }: { values: Values; files: readonly File[] },
  { person, token }: Sender,
  progress: (share: number) => void = () => {},
): Promise<Answer> {
  const fields: [string, string][] = [
    ['_csrf', token],
    ['person', person],
  ];
  for (const [name, all] of Object.entries(values)) for (const value of all) fields.push([name, value]);
  const taken = (said: Said): Answer => ({
    kind: 'taken',
    words: say('kept.sent', { agenda: String(said.agenda), sender: values.senderName?.[0] ?? '' }),
    next: String(said.next),
  });
  if (files.length > 0) return sendWithFiles(address, fields, files, progress, taken);
  const answer = await ask(address, { method: 'POST', body: new URLSearchParams(fields) });
  if (answer === undefined) return { kind: 'offline', why: '' };
  return judged(answer.status, isJson(answer) ? await answer.json().catch(() => undefined) : undefined, taken);
}

/** Lays files as one item on the desk of a unit. */
export function sendFiles(
  { key, unitId, files }: { key: string; unitId: string; files: readonly File[] },
  { person, token }: Sender,
  progress: (share: number) => void,
): Promise<Answer> {
  const fields = Object.entries({ _csrf: token, person, unitId, submissionKey: key });
  const words = say('drop.arrived', { name: files[0]?.name ?? '' });
  return sendWithFiles('/incoming/drop.json', fields, files, progress, () => ({ kind: 'taken', words }));
}

/** XMLHttpRequest: a fetch does not tell how much has left. The server takes files only after the fields. */
function sendWithFiles(
  address: string,
  fields: readonly [string, string][],
  files: readonly File[],
  progress: (share: number) => void,
  taken: (said: Said) => Answer,
): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const file of files) body.append('files', file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    request.open('POST', address);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      heard();
      progress(total === 0 ? 0 : loaded / total);
    });
    request.addEventListener('loadend', () => {
      clearTimeout(silence);
      resolve(judged(request.status, read(request.responseText), taken));
    });
    heard();
    request.send(body);
  });
}

interface Said {
  [field: string]: unknown;
  problem?: string;
  message?: string;
  fields?: Record<string, string>;
}

/** One way to read what the server says. One that answers with an error of its own is away as well: the thing stays in the queue. */
function judged(status: number, said: Said | undefined, taken: (said: Said) => Answer): Answer {
  if (status === 0 || status >= 500) return { kind: 'offline', why: said?.message ?? '' };
  // A proxy that takes no more bytes says so in a page of its own: asked again, it would hold up everything behind.
  if (said === undefined && status === 413) return { kind: 'refused', message: say('kept.too-large'), unasked: true };
  if (said === undefined || said.problem === 'other-person') return { kind: 'stranger' };
  if (status === 200) return taken(said);
  return { kind: 'refused', message: Object.values(said.fields ?? {})[0] ?? said.message ?? '' };
}

function read(text: string): Said | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

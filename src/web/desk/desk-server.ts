import type { Values } from './kept-letters.ts';

export type Answer =
  | { kind: 'registered'; agenda: string; next: string }
  | { kind: 'refused'; message: string }
  /** The session has ended, its token is another one, or somebody else has signed in. */
  | { kind: 'stranger' }
  | { kind: 'offline' };

const DEADLINE_MS = 20_000;

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

/** Registers what was typed: harmless however often it is sent, because its submission key goes with it. */
export async function send(
  address: string,
  values: Values,
  { person, token }: { person: string; token: string },
): Promise<Answer> {
  const body = new URLSearchParams({ _csrf: token, person });
  for (const [name, all] of Object.entries(values)) for (const value of all) body.append(name, value);
  const answer = await ask(address, { method: 'POST', body });
  // A server that answers with an error of its own is away as well: the letter stays in the queue.
  if (answer === undefined || answer.status >= 500) return { kind: 'offline' };
  if (!isJson(answer)) return { kind: 'stranger' };
  const said = await answer.json();
  if (answer.ok) return { kind: 'registered', agenda: said.agenda, next: said.next };
  if (said.problem === 'other-person') return { kind: 'stranger' };
  const fields: string[] = Object.values(said.fields ?? {});
  return { kind: 'refused', message: fields[0] ?? said.message ?? '' };
}

import type { DraftForm } from '../../letters/merge-draft.ts';

/** What the server says of the stored draft. `form` only where it is another revision than the one asked with. */
export interface Stored {
  person: number;
  csrf: string;
  revision: number;
  others: { name: string; own: boolean }[];
  form?: DraftForm;
}

export type SaveAnswer =
  | { kind: 'saved'; revision: number; at: string }
  | { kind: 'changed'; revision: number; form: DraftForm }
  | { kind: 'invalid'; message: string; fields: Record<string, string> }
  | { kind: 'other-person' }
  /** The session has ended, or its token is another one. */
  | { kind: 'stranger' }
  | { kind: 'closed' }
  | { kind: 'fault' }
  | { kind: 'offline' };

export type LookAnswer = { kind: 'stored'; stored: Stored } | { kind: 'stranger' | 'closed' | 'fault' | 'offline' };

export type PagesAnswer =
  | { kind: 'pages'; pages: number; pictures: Record<string, string> }
  | { kind: 'refused'; message: string; fields: Record<string, string> }
  | { kind: 'nothing' };

const DEADLINE_MS = 20_000;

/** The questions of one open page about its letter. `tab` tells this window from others of the same person. */
export function draftServer(letter: string, person: string, tab: string) {
  const path = `/letters/${letter}/draft`;

  async function ask(address: string, init: RequestInit = {}): Promise<Response | undefined> {
    try {
      return await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(DEADLINE_MS), ...init });
    } catch {
      return undefined;
    }
  }

  function body(values: DraftForm, more: Record<string, string>): URLSearchParams {
    const sent = new URLSearchParams({ ...more, person, tab });
    for (const [name, list] of Object.entries(values)) for (const value of list) sent.append(name, value);
    return sent;
  }

  return {
    async look(revision: number): Promise<LookAnswer> {
      const answer = await ask(`${path}?${new URLSearchParams({ tab, revision: String(revision) })}`);
      if (answer === undefined) return { kind: 'offline' };
      if (isJson(answer) && answer.ok) return { kind: 'stored', stored: await answer.json() };
      return { kind: without(answer) };
    },
    async save(values: DraftForm, revision: number, token: string): Promise<SaveAnswer> {
      const answer = await ask(path, {
        method: 'POST',
        body: body(values, { _csrf: token, revision: String(revision) }),
      });
      if (answer === undefined) return { kind: 'offline' };
      if (!isJson(answer)) return { kind: answer.status === 403 ? 'stranger' : without(answer) };
      const said = await answer.json();
      if (answer.ok) return { kind: 'saved', ...said };
      if (said.problem === 'letter-changed') return { kind: 'changed', ...said };
      if (said.problem === 'other-person') return { kind: 'other-person' };
      return { kind: 'invalid', message: said.message ?? '', fields: said.fields ?? {} };
    },
    async pages(shown: readonly number[]): Promise<PagesAnswer> {
      const answer = await ask(`${path}/pages?show=${shown.join(',')}`);
      if (answer === undefined || !isJson(answer)) return { kind: 'nothing' };
      const said = await answer.json();
      return answer.ok ? { kind: 'pages', ...said } : { kind: 'refused', ...said };
    },
    /** As the page goes: a last save within what a browser still sends, and that this window is here no more. */
    goodbye(values: DraftForm | undefined, revision: number, token: string): void {
      const send = (address: string, sent: URLSearchParams) => {
        if (sent.toString().length > 60_000) return;
        void fetch(address, { method: 'POST', keepalive: true, body: sent }).catch(() => undefined);
      };
      if (values !== undefined) send(path, body(values, { _csrf: token, revision: String(revision) }));
      send(`${path}/left`, new URLSearchParams({ _csrf: token, tab }));
    },
  };
}
export type DraftServer = ReturnType<typeof draftServer>;

function isJson(answer: Response): boolean {
  return answer.headers.get('content-type')?.includes('json') === true;
}

function without(answer: Response): 'stranger' | 'closed' | 'fault' {
  if (answer.type === 'opaqueredirect' || answer.redirected) return 'stranger';
  return [403, 404, 409].includes(answer.status) ? 'closed' : 'fault';
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { projectPath } from '../../src/project-root.ts';

const script = readFileSync(join(projectPath('src'), 'web/public/registration-worker.js'), 'utf8');
const ORIGIN = 'https://surat.example';

interface Answer {
  status: number;
  text: string;
}
interface World {
  network(url: string): Promise<Answer>;
  /** What this browser keeps, by address; a browser that keeps nothing throws. */
  kept: Readonly<Record<string, Answer>> | Error;
}

/** The worker with a network and a store; how long it would wait is over at once. */
function worker({ network, kept }: World) {
  const listeners: Record<string, (event: object) => void> = {};
  const cache = (all: Readonly<Record<string, Answer>>) => ({
    keys: async () => Object.keys(all).map((path) => ({ url: ORIGIN + path })),
    match: async ({ url }: { url: string }) => all[url.slice(ORIGIN.length)],
  });
  runInContext(
    script,
    createContext({
      ...{
        URL,
        Promise,
        fetch: ({ url }: { url: string }) => network(url),
        setTimeout: (end: () => void) => setImmediate(end),
      },
      caches: { open: async () => (kept instanceof Error ? Promise.reject(kept) : cache(kept)) },
      self: {
        location: { origin: ORIGIN },
        skipWaiting() {},
        addEventListener: (name: string, listener: (event: object) => void) => {
          listeners[name] = listener;
        },
      },
    }),
  );
  return async (path: string, { mode = 'navigate', method = 'GET' } = {}): Promise<string | undefined> => {
    let answer: Promise<Answer> | undefined;
    const respondWith = (given: Promise<Answer>) => {
      answer = given;
    };
    listeners.fetch?.({ request: { url: ORIGIN + path, mode, method }, respondWith });
    return answer === undefined ? undefined : (await answer).text;
  };
}

const kept = {
  '/incoming/offline?v=1': { status: 200, text: 'kept' },
  '/assets/1/desk.js': { status: 200, text: 'kept file' },
};
const fresh = async () => ({ status: 200, text: 'fresh' });
const away = () => Promise.reject(new TypeError('Failed to fetch'));
const damaged = new Error('UnknownError: internal error');

describe('The worker of the registration page', () => {
  it('leaves to the network every page but its own, and what is sent', async () => {
    const ask = worker({ network: fresh, kept });
    expect(await ask('/incoming')).toBeUndefined();
    expect(await ask('/incoming/newest')).toBeUndefined();
    expect(await ask('/incoming/new', { method: 'POST' })).toBeUndefined();
    expect(await ask('/incoming/new', { mode: 'cors' })).toBeUndefined();
    expect(await ask('/incoming/new?done=1')).toBe('fresh');
  });

  it('gives the kept page where nobody answers or a proxy says so, and no refusal away for it', async () => {
    expect(await worker({ network: away, kept })('/incoming/new')).toBe('kept');
    for (const status of [200, 303, 403, 500, 502, 503, 504]) {
      const network = async () => ({ status, text: 'said' });
      expect([status, await worker({ network, kept })('/incoming/new')]).toEqual([
        status,
        status > 500 ? 'kept' : 'said',
      ]);
    }
  });

  it('gives it where the network is silent, but waits for whom the kept page sends back', async () => {
    let answer = (_: Answer): void => {};
    const network = () =>
      new Promise<Answer>((resolve) => {
        answer = resolve;
      });
    expect(await worker({ network, kept })('/incoming/new')).toBe('kept');
    const complete = worker({ network, kept })('/incoming/new?complete=yes');
    setImmediate(() => setImmediate(() => answer({ status: 200, text: 'late' })));
    expect(await complete).toBe('late');
    expect(await worker({ network: away, kept })('/incoming/new?complete=yes')).toBe('kept');
  });

  it('keeps nobody from the page whose browser has nothing kept, or cannot look', async () => {
    for (const nothing of [{}, damaged]) {
      const ask = worker({ network: fresh, kept: nothing });
      expect(await ask('/incoming/new')).toBe('fresh');
      expect(await ask('/assets/1/desk.js', { mode: 'no-cors' })).toBe('fresh');
      const busy = async () => ({ status: 503, text: 'busy' });
      expect(await worker({ network: busy, kept: nothing })('/incoming/new')).toBe('busy');
      await expect(worker({ network: away, kept: nothing })('/incoming/new')).rejects.toThrow('Failed to fetch');
    }
    expect(await worker({ network: away, kept })('/assets/1/desk.js', { mode: 'no-cors' })).toBe('kept file');
  });
});

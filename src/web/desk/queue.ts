import { inOneTab } from '../browser/one-tab.ts';
import { type Answer, askToken } from './desk-server.ts';
import type { QueuePanel } from './queue-panel.ts';
import type { Source, Waiting } from './waiting.ts';

const AGAIN_MS = 5_000;

/** What the panel says of all that waits; `why` is the server's word where it cannot at the moment. */
export interface Standing {
  kind: 'connected' | 'offline' | 'stranger' | 'elsewhere';
  why?: string;
}

/**
 * Sends what this browser kept as soon as there is a connection, one after the other in the order of its sources, from one tab at a
 * time. `taken` is told of each that the server has.
 */
export function queue(
  { person, panel, sources }: { person: string; panel: QueuePanel; sources: Source[] },
  taken: (answer: Answer & { kind: 'taken' }) => void,
) {
  let standing: Standing = { kind: 'connected' };
  let running = false;
  let again = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  async function list(): Promise<Waiting[]> {
    const found: Waiting[] = [];
    for (const source of sources) found.push(...(await source()));
    return found;
  }

  async function show(): Promise<Waiting[]> {
    const all = await list();
    panel.show(all, standing);
    return all.filter(({ state }) => state === 'waiting');
  }

  async function sendAll(): Promise<Standing> {
    // One that stays although it was answered would be sent for ever.
    const done = new Set<string>();
    for (;;) {
      const next = (await show()).find(({ key }) => !done.has(key));
      if (next === undefined) return { kind: 'connected' };
      // Asked for each: a session may end, or somebody else sign in, while a large file is on its way.
      const token = await askToken(person);
      if (token === undefined) return { kind: 'offline' };
      if (token === 'stranger') return { kind: 'stranger' };
      standing = { kind: 'connected' };
      const answer = await next.send({ person, token }, (share) => panel.progress(next.key, share));
      if (answer.kind === 'offline' || answer.kind === 'stranger') return answer;
      done.add(next.key);
      if (answer.kind === 'refused') await next.refuse(answer.message);
      else {
        await next.forget();
        panel.note(answer.words);
        taken(answer);
      }
    }
  }

  /** Looks what there is, and sends it. Called while it runs, it looks once more at the end. */
  async function run(): Promise<void> {
    clearTimeout(later);
    again = running;
    if (running) return;
    running = true;
    try {
      if ((await show()).length > 0)
        standing = (await inOneTab(`layang.kirim.${person}`, sendAll)) ?? { kind: 'elsewhere' };
    } finally {
      running = false;
      if (again) void run();
      else if ((await show()).length > 0) later = setTimeout(run, AGAIN_MS);
    }
  }

  addEventListener('online', () => void run());
  return { run, show };
}
export type Queue = ReturnType<typeof queue>;

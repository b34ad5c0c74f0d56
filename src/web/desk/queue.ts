import { askToken, send } from './desk-server.ts';
import type { KeptLetters } from './kept-letters.ts';
import type { QueuePanel } from './queue-panel.ts';
import { say } from './words.ts';

const AGAIN_MS = 5_000;
/** Where a letter without a file is registered. */
export const REGISTER = '/incoming/register';

/** Sends letters that were saved without a connection, as soon as there is one. */
export function queue(
  letters: KeptLetters,
  panel: QueuePanel,
  { person, open }: { person: string; open: (key: string) => void },
) {
  let stranger = false;
  let running = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  async function show(): Promise<boolean> {
    const kept = (await letters.list()).filter(([, { state }]) => state !== 'typing');
    panel.show(kept, { stranger, open });
    return kept.some(([, { state }]) => state === 'queued');
  }

  async function sendAll(): Promise<void> {
    const token = await askToken(person);
    stranger = token === 'stranger';
    if (token === undefined || token === 'stranger') return;
    for (const [key, letter] of await letters.list()) {
      if (letter.state !== 'queued') continue;
      const answer = await send(letter.values.address?.[0] ?? REGISTER, letter.values, { person, token });
      if (answer.kind === 'offline') return;
      if (answer.kind === 'stranger') {
        stranger = true;
        return;
      }
      if (answer.kind === 'registered') {
        await letters.forget(key);
        panel.note(say('kept.sent', { agenda: answer.agenda, sender: letter.values.senderName?.[0] ?? '' }));
      } else await letters.keep(key, { ...letter, state: 'refused', why: answer.message });
    }
  }

  async function run(): Promise<void> {
    clearTimeout(later);
    if (running) return;
    running = true;
    try {
      if (await show()) await sendAll();
    } finally {
      running = false;
      if (await show()) later = setTimeout(run, AGAIN_MS);
    }
  }

  addEventListener('online', () => void run());
  return { run };
}

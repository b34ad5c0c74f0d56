import { sendLetter } from './desk-server.ts';
import type { KeptLetter, KeptLetters } from './kept-letters.ts';
import type { Source } from './waiting.ts';
import { say } from './words.ts';

/** Where a letter without a file is registered. */
export const REGISTER = '/incoming/register';

/** Letters that were saved without a connection. */
export function letterSource(letters: KeptLetters): Source {
  return async () => {
    const kept = await letters.list();
    return kept
      .filter(([, { state }]) => state !== 'typing')
      .map(([key, letter]) => {
        const sender = letter.values.senderName?.[0] ?? '';
        const address = letter.values.address?.[0] ?? REGISTER;
        return {
          ...{ key, title: sender, why: letter.why, fleeting: false },
          state: letter.state === 'refused' ? ('refused' as const) : ('waiting' as const),
          acts:
            letter.state === 'refused'
              ? [{ text: say('kept.open', { sender }), run: () => reopen(letters, key, letter) }]
              : [],
          send: (by) => sendLetter(address, letter.values, by),
          refuse: async (why) => void (await letters.keep(key, { ...letter, state: 'refused', why })),
          forget: () => letters.forget(key),
        };
      });
  };
}

/** Back into the form that it was typed in. */
async function reopen(letters: KeptLetters, key: string, letter: KeptLetter): Promise<void> {
  await letters.keep(key, { ...letter, state: 'typing', why: '', at: Date.now() });
  const address = letter.values.address?.[0] ?? REGISTER;
  const page = address === REGISTER ? '/incoming/new' : address.replace(/\/register$/, '');
  if (location.pathname === page) location.reload();
  else location.assign(page);
}

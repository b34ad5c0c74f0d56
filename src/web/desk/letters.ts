import { sendLetter } from './desk-server.ts';
import type { KeptLetter, KeptLetters } from './kept-letters.ts';
import type { LetterFiles } from './letter-files.ts';
import { nowHere } from './now-there.ts';
import type { Source } from './waiting.ts';
import { say } from './words.ts';

/** Where a letter is registered that is no item of the desk. */
export const REGISTER = '/incoming/register';

/** Letters that were saved without a connection. */
export function letterSource(letters: KeptLetters, files: LetterFiles): Source {
  return async () => {
    const kept = await letters.list();
    return kept
      .filter(([, { state }]) => state !== 'typing')
      .map(([key, letter]) => {
        const sender = letter.values.senderName?.[0] ?? '';
        const address = letter.values.address?.[0] ?? REGISTER;
        const { values, files: count = 0 } = letter;
        const title = count === 0 ? sender : say('kept.with-files', { sender, count });
        return {
          ...{ key, title, why: letter.why, fleeting: false },
          state: letter.state === 'refused' ? ('refused' as const) : ('waiting' as const),
          acts:
            letter.state === 'refused'
              ? [{ text: say('kept.open', { sender }), run: () => reopen(letters, key, letter) }]
              : [],
          async send(by, progress) {
            const found = count === 0 ? [] : await files.find(key);
            // Never without them: what was one act would be half of it.
            if (found?.length !== count) return { kind: 'refused', message: say('kept.files-gone') };
            return sendLetter(address, { values, files: found }, by, progress);
          },
          refuse: async (why) => void (await letters.keep(key, { ...letter, state: 'refused', why })),
          async forget() {
            await letters.forget(key);
            await files.forget(key);
          },
        };
      });
  };
}

/** Back into the form that it was typed in. */
async function reopen(letters: KeptLetters, key: string, letter: KeptLetter): Promise<void> {
  await letters.keep(key, { ...letter, state: 'typing', why: '', at: nowHere() });
  const address = letter.values.address?.[0] ?? REGISTER;
  const page = address === REGISTER ? '/incoming/new' : address.replace(/\/register$/, '');
  if (location.pathname === page) location.reload();
  else location.assign(page);
}

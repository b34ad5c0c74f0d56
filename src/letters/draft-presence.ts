import type { Actor } from '../people/actor.ts';
import { fullName } from '../people/full-name.ts';
import type { LettersDeps } from './deps.ts';
import { endPresence, forgetPresence, listPresent, recordPresence } from './draft-editing-store.ts';
import { getEditable } from './drafting.ts';
import type { Letter } from './letters-store.ts';

/** A window that has said nothing for so long is taken for closed; it speaks every ten seconds. */
const PRESENT_MS = 35_000;

/** The draft as it is stored now, for a window (`tab`) that has it open, and who else has it open. `own`: only other windows of the same person. */
export async function lookInDraft(
  deps: Pick<LettersDeps, 'db' | 'clock'>,
  actor: Actor,
  { letterId, tab }: { letterId: number; tab: string },
): Promise<{ letter: Letter; others: { name: string; own: boolean }[] }> {
  const letter = await getEditable(deps, actor, letterId);
  const now = deps.clock();
  const since = new Date(now.getTime() - PRESENT_MS);
  await recordPresence(deps.db, { letterId, personId: actor.personId, tab, at: now });
  await forgetPresence(deps.db, since);
  const present = await listPresent(deps.db, letterId, tab, since);
  return {
    letter,
    others: present.map((person) => ({ name: fullName(person), own: person.personId === actor.personId })),
  };
}

/** The window has been closed. */
export async function leaveDraft(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  { letterId, tab }: { letterId: number; tab: string },
): Promise<void> {
  await getEditable(deps, actor, letterId);
  await endPresence(deps.db, letterId, actor.personId, tab);
}

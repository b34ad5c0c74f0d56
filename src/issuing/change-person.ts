import type { Actor } from '../people/actor.ts';
import { changePerson, type PersonText } from '../people/change-person.ts';
import { demand } from '../people/permissions.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { OfficeDeps } from './establish-office.ts';
import { endKeysOfFormerName } from './former-name.ts';

/**
 * Changes what is printed of a person and, when the name in the directory is another now, retires the seal keys under the
 * former one, in one transaction. New keys and a new certificate are made at the person's next entry of the passphrase;
 * what was signed before keeps its name and its validity. Refusals are those of the people's `changePerson`.
 */
export async function changePersonAndKeys(
  deps: OfficeDeps,
  actor: Actor,
  personId: number,
  text: PersonText,
): Promise<void> {
  demand(actor, 'people.manage');
  const ended = await deps.db.transaction(async (tx) => {
    // Before the person is held: whoever makes keys takes the two in this order.
    await lockNotes(tx);
    const person = await changePerson(tx, actor, personId, text, deps.clock());
    const keys = await endKeysOfFormerName(tx, person, deps.clock);
    if (keys > 0) await publishDirectory(tx, deps.keys.directory, deps.clock());
    return keys > 0;
  });
  if (ended) await refreshState({ db: deps.db, stateKey: deps.keys.state }, deps.clock());
}

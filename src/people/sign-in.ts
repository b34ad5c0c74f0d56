import { Refusal } from '../errors.ts';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { unknownPerson } from './change-persons.ts';
import { ownWordsOf, preparePassword } from './come-in.ts';
import type { PeopleDeps } from './deps.ts';
import { passwordMatches } from './password.ts';
import {
  findPasswordByPerson,
  findPasswordByUsername,
  findPerson,
  storeLanguage,
  storePassword,
} from './persons-store.ts';

/**
 * The person's id when name and password fit, otherwise undefined: an unknown name, a wrong password and a closed account
 * look the same and take the same time. Guesses are slowed by the caller.
 */
export async function checkSignIn(deps: PeopleDeps, username: string, password: string): Promise<number | undefined> {
  const found = await findPasswordByUsername(deps.db, username.trim().toLowerCase());
  const open = found !== undefined && found.disabledAt === null;
  const matches = await passwordMatches(open ? found.passwordHash : undefined, password);
  return matches ? found?.id : undefined;
}

/** Refuses a wrong current password, and a new one that is too easy to guess. */
export async function changePassword(
  deps: PeopleDeps,
  actor: Actor,
  input: { current: string; password: string },
): Promise<void> {
  const [person, secret] = await Promise.all([
    findPerson(deps.db, actor.personId),
    findPasswordByPerson(deps.db, actor.personId),
  ]);
  if (person === undefined) throw unknownPerson();
  if (!(await passwordMatches(secret?.passwordHash, input.current))) {
    const words = { id: 'Kata sandi saat ini tidak cocok.', en: 'The current password does not match.' };
    throw new Refusal('invalid-input', 'current-password-wrong', words, { current: words });
  }
  const passwordHash = await preparePassword(input.password, ownWordsOf(person));
  const { personId } = actor;
  await deps.db.transaction(async (tx) => {
    await storePassword(tx, personId, passwordHash);
    await recordAccountEvent(tx, { personId, kind: 'password-changed', byId: personId }, deps.clock());
  });
}

/** The language in which the interface speaks to the person. */
export async function chooseLanguage(deps: PeopleDeps, actor: Actor, language: 'id' | 'en'): Promise<void> {
  await storeLanguage(deps.db, actor.personId, language);
}

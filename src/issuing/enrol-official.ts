import type { Custody } from '../custody/custody.ts';
import type { KeyHandle } from '../custody/key-handle.ts';
import { firstPassphrase } from '../custody/open-passphrase.ts';
import { Refusal } from '../errors.ts';
import { recordAccountEvent } from '../people/account-events.ts';
import { getPerson } from '../people/change-persons.ts';
import { acceptInvitation, getInvited, ownWordsOf, preparePassword, refuseWeak } from '../people/come-in.ts';
import { getOffice } from '../people/office.ts';
import { findPerson, type Person } from '../people/persons-store.ts';
import type { Transaction } from '../postgres/database.ts';
import type { SealKey } from '../seal/directory-store.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { OfficeDeps } from './establish-office.ts';
import { endKeysOfFormerName, isListedUnderFormerName } from './former-name.ts';
import { appointmentsWithoutKey, makeCertificate, makeSealKeys } from './official-keys.ts';

export interface EnrolDeps extends OfficeDeps {
  custody: Custody;
}

/**
 * First sign-in by an invitation: password, passphrase, certificate and seal keys in one transaction with the used link.
 * Without `passphrase` (somebody who will not sign) only the password is set. Refusals: `invitation-unknown`,
 * `too-easy-to-guess` on `password` or `passphrase`, `passphrase-is-password`. Somebody who has keys already (a renewed
 * link) keeps them and their passphrase: refused with `passphrase-exists` when a passphrase is given.
 */
export async function enrolByInvitation(
  deps: EnrolDeps,
  input: { token: string; password: string; passphrase?: string },
): Promise<{ personId: number }> {
  const { token, password, passphrase } = input;
  const person = await getInvited({ sql: deps.db, now: deps.clock() }, token);
  if (passphrase !== undefined) demandPassphrase(passphrase, person, password);
  const passwordHash = await preparePassword(password, ownWordsOf(person));
  const accept = (tx: Transaction) => acceptInvitation(tx, { token, passwordHash }, deps.clock());
  if (passphrase === undefined) return deps.db.transaction(accept);
  return withNewKeys(deps, { person, passphrase, byId: null }, accept);
}

/**
 * A signing passphrase for somebody who is signed in and has none: certificate and a seal key for each current appointment.
 * Refusals: `too-easy-to-guess` on `passphrase`, `passphrase-exists`.
 */
export async function enrolOfficial(deps: EnrolDeps, input: { personId: number; passphrase: string }): Promise<void> {
  const person = await getPerson(deps, input.personId);
  demandPassphrase(input.passphrase, person);
  await withNewKeys(deps, { person, passphrase: input.passphrase, byId: person.id }, async () => undefined);
}

/**
 * Makes the seal keys of appointments that came after the last enrolment, and those that follow keys under a former name, and
 * lists them, in one transaction; call it with every opened handle, so that a Plt. appointed this morning signs this morning.
 * The handle opens the new keys at once.
 * `now`: the one clock reading of a signing act, or its seal would be a moment older than its key.
 */
export async function enrolLaterAppointments(
  deps: EnrolDeps,
  handle: KeyHandle,
  now: Date = deps.clock(),
): Promise<SealKey[]> {
  const [office, before] = [await getOffice(deps), await getPerson(deps, handle.personId)];
  const lacking = await appointmentsWithoutKey(deps.db, before.id, office, now);
  if (lacking.length === 0 && !(await isListedUnderFormerName(deps.db, before))) return [];
  const made = await deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    // Read again where no name can change any more: a new line must not bear a name that is a former one by then.
    const person = (await findPerson(tx, before.id)) ?? before;
    const ended = await endKeysOfFormerName(tx, person, deps.clock);
    const keys = await makeSealKeys(tx, deps, { handle, person, office, now });
    if (ended > 0) await publishDirectory(tx, deps.keys.directory, now);
    return keys;
  });
  await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
  return made;
}

/** What a signing passphrase must be; `password` is the person's sign-in password where it is known. */
export function demandPassphrase(passphrase: string, person: Person, password?: string): void {
  refuseWeak(passphrase, ownWordsOf(person), 'passphrase');
  if (passphrase !== password) return;
  const words = {
    id: 'Frasa sandi penandatanganan harus berbeda dari kata sandi masuk.',
    en: 'The signing passphrase must differ from the sign-in password.',
  };
  throw new Refusal('invalid-input', 'passphrase-is-password', words, { passphrase: words });
}

/** The key derivation is slow and comes before the transaction; `first` is what must stand or fall with the keys. */
async function withNewKeys<T>(
  deps: EnrolDeps,
  { person, passphrase, byId }: { person: Person; passphrase: string; byId: number | null },
  first: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const office = await getOffice(deps);
  const handle = await firstPassphrase(deps.custody, person.id, passphrase);
  try {
    const now = deps.clock();
    const result = await deps.db.transaction(async (tx) => {
      const done = await first(tx);
      await lockNotes(tx);
      await makeCertificate(tx, deps, { handle, person, office, now });
      await makeSealKeys(tx, deps, { handle, person, office, now });
      await recordAccountEvent(tx, { personId: person.id, kind: 'passphrase-set', byId }, now);
      return done;
    });
    await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
    return result;
  } finally {
    handle.close();
  }
}

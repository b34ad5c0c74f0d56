import type { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { recordAccountEvent } from './account-events.ts';
import { personInput, usernameTaken } from './change-persons.ts';
import type { PeopleDeps } from './deps.ts';
import { checked } from './input.ts';
import { drawInvitationToken, invitationTokenHash } from './invitation-token.ts';
import { countPersons, findOpenInvitation, insertInvitation, takeInvitation } from './invitations-store.ts';
import { officeInput } from './office.ts';
import { storeOffice } from './office-store.ts';
import { hashPassword } from './password.ts';
import { findPerson, insertPerson, type Person, storePassword } from './persons-store.ts';
import { weakness } from './strength.ts';

const firstLinkHours = 24;

/** Whom a link lets in; refuses a link that was used, replaced, has expired or never was (all with the same words). */
export async function getInvited(deps: { sql: Sql; now: Date }, token: string): Promise<Person> {
  const invitation = await findOpenInvitation(deps.sql, invitationTokenHash(token), deps.now);
  if (invitation === undefined || invitation.personId === null) throw unknownInvitation();
  const person = await findPerson(deps.sql, invitation.personId);
  if (person === undefined || person.disabledAt !== null) throw unknownInvitation();
  return person;
}

/** The hash to store, or a refusal on `field` when the secret is too easy to guess. Slow on purpose: before any transaction. */
export async function preparePassword(
  password: string,
  ownWords: readonly string[],
  field = 'password',
): Promise<string> {
  refuseWeak(password, ownWords, field);
  return hashPassword(password);
}

/** Refuses on `field` a password or signing passphrase that is too easy to guess. */
export function refuseWeak(secret: string, ownWords: readonly string[], field: string): void {
  const words = weakness(secret, ownWords);
  if (words !== undefined) throw new Refusal('invalid-input', 'too-easy-to-guess', words, { [field]: words });
}

/** What a guesser knows of the person. */
export function ownWordsOf(person: Pick<Person, 'username' | 'name' | 'nip'>): string[] {
  return [person.username, person.name, person.nip];
}

/**
 * Uses the link up and sets the password, in the caller's transaction: whoever makes the keys does it in the same one,
 * so that nobody is left with a used link and no keys. `passwordHash` comes from `preparePassword`.
 */
export async function acceptInvitation(
  tx: Transaction,
  input: { token: string; passwordHash: string },
  now: Date,
): Promise<{ personId: number }> {
  const invitation = await takeInvitation(tx, invitationTokenHash(input.token), now);
  if (invitation === undefined || invitation.personId === null) throw unknownInvitation();
  const { personId } = invitation;
  // Before the password is: only of a second entry by a link is the owner to be told.
  await recordAccountEvent(tx, { personId, kind: 'password-set', byId: null }, now);
  await storePassword(tx, personId, input.passwordHash);
  return { personId };
}

/** On an empty database, the token of the link by which the first administrator comes in; otherwise undefined. */
export async function inviteFirstAdministrator(deps: PeopleDeps): Promise<string | undefined> {
  const now = deps.clock();
  return deps.db.transaction(async (tx) => {
    if ((await countPersons(tx)) > 0) return undefined;
    const token = drawInvitationToken();
    const expiresAt = new Date(now.getTime() + firstLinkHours * 3_600_000);
    await insertInvitation(tx, { tokenHash: invitationTokenHash(token), personId: null, expiresAt }, now);
    return token;
  });
}

/** Refuses unless the token is the first administrator's. */
export async function demandFirstInvitation(deps: { sql: Sql; now: Date }, token: string): Promise<void> {
  const invitation = await findOpenInvitation(deps.sql, invitationTokenHash(token), deps.now);
  if (invitation === undefined || invitation.personId !== null) throw unknownInvitation();
}

/** The office and its first administrator, in one transaction; with `demandFirstInvitation`'s token. Gives the person's id. */
export async function setUpOffice(
  deps: PeopleDeps,
  input: z.input<typeof officeInput> & {
    token: string;
    username: string;
    personName: string;
    password: string;
  },
): Promise<number> {
  const { token, personName, password, ...rest } = input;
  await demandFirstInvitation({ sql: deps.db, now: deps.clock() }, token);
  const office = checked(officeInput, rest);
  const person = checked(personInput, { username: rest.username, name: personName, isAdministrator: true });
  const passwordHash = await preparePassword(password, [person.username, person.name, office.name]);
  const now = deps.clock();
  return deps.db.transaction(async (tx) => {
    const invitation = await takeInvitation(tx, invitationTokenHash(token), now);
    if (invitation === undefined || invitation.personId !== null) throw unknownInvitation();
    await storeOffice(tx, office, now);
    const personId = await insertPerson(tx, person, now);
    if (personId === undefined) throw usernameTaken(person.username);
    await recordAccountEvent(tx, { personId, kind: 'password-set', byId: null }, now);
    await storePassword(tx, personId, passwordHash);
    return personId;
  });
}

function unknownInvitation(): Refusal {
  return new Refusal('not-found', 'invitation-unknown', {
    id: 'Tautan ini tidak berlaku: sudah dipakai, sudah diganti, atau lewat waktu. Mintalah tautan baru kepada administrator.',
    en: 'This link is not valid: it was used, replaced, or has expired. Ask the administrator for a new one.',
  });
}

import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { unknownUnit } from './change-units.ts';
import type { PeopleDeps } from './deps.ts';
import type { Duty } from './duty.ts';
import { optionalEmail } from './email-address.ts';
import { checked, line, nip, optionalLine, username } from './input.ts';
import { drawInvitationToken, invitationDays, invitationTokenHash } from './invitation-token.ts';
import { insertInvitation, removeOpenInvitations } from './invitations-store.ts';
import { demand } from './permissions.ts';
import {
  countOtherAdministrators,
  deleteDuty,
  findPerson,
  insertDuty,
  insertPerson,
  markPersonDisabled,
  type Person,
} from './persons-store.ts';
import { findUnit } from './units-store.ts';

export const personInput = z.object({
  username,
  name: line(100),
  titleBefore: optionalLine(40),
  titleAfter: optionalLine(60),
  nip,
  rank: optionalLine(60),
  email: optionalEmail.default(''),
  isAdministrator: z.boolean().default(false),
});

/** A link to come in, to be handed over by the administrator: the token is shown this once and stored only as a hash. */
export interface Invitation {
  personId: number;
  token: string;
  expiresAt: Date;
}

/** The new person, and the token of the link by which they come in. Refuses a username that is taken. */
export async function addPerson(
  deps: PeopleDeps,
  actor: Actor,
  input: z.input<typeof personInput>,
): Promise<Invitation> {
  demand(actor, 'people.manage');
  const person = checked(personInput, input);
  const now = deps.clock();
  return deps.db.transaction(async (tx) => {
    const personId = await insertPerson(tx, person, now);
    if (personId === undefined) throw usernameTaken(person.username);
    await recordAccountEvent(tx, { personId, kind: 'account-made', byId: actor.personId }, now);
    return invite(tx, personId, now);
  });
}

/** A fresh link; an earlier one that was not used is void. The password stays until the new link is used. */
export async function renewInvitation(deps: PeopleDeps, actor: Actor, personId: number): Promise<Invitation> {
  demand(actor, 'people.manage');
  return deps.db.transaction(async (tx) => {
    const person = await findPerson(tx, personId);
    if (person === undefined) throw unknownPerson();
    if (person.disabledAt !== null) throw personDisabled();
    const now = deps.clock();
    await recordAccountEvent(tx, { personId, kind: 'link-made', byId: actor.personId }, now);
    return invite(tx, personId, now);
  });
}

/** The account is closed for good: no sign-in, no link. What the person did stays. Refuses to close the last administrator. */
export async function disablePerson(deps: PeopleDeps, actor: Actor, personId: number): Promise<void> {
  demand(actor, 'people.manage');
  await deps.db.transaction(async (tx) => {
    const person = await findPerson(tx, personId);
    if (person === undefined) throw unknownPerson();
    if (person.isAdministrator && (await countOtherAdministrators(tx, personId)) === 0) {
      throw new Refusal('wrong-state', 'last-administrator', {
        id: 'Ini administrator terakhir. Tambahkan administrator lain lebih dahulu.',
        en: 'This is the last administrator. Add another one first.',
      });
    }
    const now = deps.clock();
    if (!(await markPersonDisabled(tx, personId, now))) throw personDisabled();
    await removeOpenInvitations(tx, personId);
    await recordAccountEvent(tx, { personId, kind: 'account-closed', byId: actor.personId }, now);
  });
}

/** An administrator signs a person out everywhere: its line in the account's history, for the owner to read. */
export async function recordSessionsEnded(deps: PeopleDeps, actor: Actor, personId: number): Promise<void> {
  demand(actor, 'people.manage');
  await deps.db.transaction(async (tx) => {
    if ((await findPerson(tx, personId)) === undefined) throw unknownPerson();
    await recordAccountEvent(tx, { personId, kind: 'sessions-ended', byId: actor.personId }, deps.clock());
  });
}

/** Gives a duty in a unit to a person, or takes it away; doing it twice changes nothing. */
export async function setDuty(
  deps: PeopleDeps,
  actor: Actor,
  input: { personId: number; unitId: number; duty: Duty; held: boolean },
): Promise<void> {
  demand(actor, 'people.manage');
  await deps.db.transaction(async (tx) => {
    if ((await findPerson(tx, input.personId)) === undefined) throw unknownPerson();
    if ((await findUnit(tx, input.unitId)) === undefined) throw unknownUnit();
    const change = input.held ? insertDuty : deleteDuty;
    await change(tx, input.personId, input.unitId, input.duty);
  });
}

/** The person's row; refuses `not-found`. */
export async function getPerson(deps: PeopleDeps, personId: number): Promise<Person> {
  const person = await findPerson(deps.db, personId);
  if (person === undefined) throw unknownPerson();
  return person;
}

async function invite(tx: Transaction, personId: number, now: Date): Promise<Invitation> {
  const token = drawInvitationToken();
  const expiresAt = new Date(now.getTime() + invitationDays * 86_400_000);
  await insertInvitation(tx, { tokenHash: invitationTokenHash(token), personId, expiresAt }, now);
  return { personId, token, expiresAt };
}

export function usernameTaken(name: string): Refusal {
  const words = { id: `Nama pengguna ${name} sudah dipakai.`, en: `The username ${name} is taken.` };
  return new Refusal('conflict', 'username-taken', words, { username: words });
}

export function unknownPerson(): Refusal {
  return new Refusal('not-found', 'person-unknown', {
    id: 'Orang ini tidak ditemukan.',
    en: 'There is no such person.',
  });
}

export function personDisabled(): Refusal {
  return new Refusal('wrong-state', 'person-disabled', {
    id: 'Akun ini sudah ditutup.',
    en: 'This account has been closed.',
  });
}

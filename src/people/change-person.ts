import { z } from 'zod';
import type { Transaction } from '../postgres/database.ts';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { personDisabled, personInput, unknownPerson } from './change-persons.ts';
import { fullName } from './full-name.ts';
import { checked } from './input.ts';
import { demand } from './permissions.ts';
import { lockPerson, type Person, storePersonText } from './persons-store.ts';

const { name, titleBefore, titleAfter, nip, rank } = personInput.shape;

/** What is printed of a person. Nothing has a default: a field that was not sent must not empty what is there. */
export const personTextInput = z.object({
  name,
  titleBefore: titleBefore.unwrap(),
  titleAfter: titleAfter.unwrap(),
  nip: nip.unwrap(),
  rank: rank.unwrap(),
});
export type PersonText = z.infer<typeof personTextInput>;

/**
 * Another name, title, NIP or rank, in the caller's transaction: whoever ends the keys under the former name does it in the
 * same one. The username stays. Gives the person as they now are. Refusals: `not-allowed`, `person-unknown`,
 * `person-disabled`.
 */
export async function changePerson(
  tx: Transaction,
  actor: Actor,
  personId: number,
  input: z.input<typeof personTextInput>,
  now: Date,
): Promise<Person> {
  demand(actor, 'people.manage');
  const text = checked(personTextInput, input);
  const former = await lockPerson(tx, personId);
  if (former === undefined) throw unknownPerson();
  if (former.disabledAt !== null) throw personDisabled();
  const present = { ...former, ...text };
  await storePersonText(tx, personId, text);
  const changes = [
    // Compared in parts: what moves between name and title reads the same, and is printed elsewhere all the same.
    { kind: 'name-changed', before: namesOf(former), after: namesOf(present) },
    { kind: 'details-changed', before: detailsOf(former), after: detailsOf(present) },
  ] as const;
  for (const { kind, before, after } of changes) {
    if (before.parts === after.parts) continue;
    const subject = `${before.shown} → ${after.shown}`;
    await recordAccountEvent(tx, { personId, kind, byId: actor.personId, subject }, now);
  }
  return present;
}

function namesOf(person: PersonText): { parts: string; shown: string } {
  return { parts: JSON.stringify([person.titleBefore, person.name, person.titleAfter]), shown: fullName(person) };
}

function detailsOf(person: PersonText): { parts: string; shown: string } {
  const shown = [person.rank, person.nip === '' ? '' : `NIP ${person.nip}`].filter((part) => part !== '');
  return { parts: JSON.stringify([person.rank, person.nip]), shown: shown.join(', ') || '-' };
}

import { z } from 'zod';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { personDisabled, unknownPerson } from './change-persons.ts';
import type { PeopleDeps } from './deps.ts';
import { optionalEmail } from './email-address.ts';
import { checked } from './input.ts';
import { demand } from './permissions.ts';
import { lockPerson, storeEmail } from './persons-store.ts';

/**
 * Where the person's mail goes from now on; empty for nowhere. By the person or by an administrator; it stands in the
 * account's history, and its owner is told when somebody else did it. Refusals: `not-allowed`, `person-unknown`,
 * `person-disabled`, `input-invalid` on `email`.
 */
export async function changeEmail(deps: PeopleDeps, actor: Actor, personId: number, input: string): Promise<void> {
  if (actor.personId !== personId) demand(actor, 'people.manage');
  const { email } = checked(z.object({ email: optionalEmail }), { email: input });
  await deps.db.transaction(async (tx) => {
    const person = await lockPerson(tx, personId);
    if (person === undefined) throw unknownPerson();
    if (person.disabledAt !== null) throw personDisabled();
    if (person.email === email) return;
    await storeEmail(tx, personId, email);
    const subject = `${person.email || '-'} → ${email || '-'}`;
    await recordAccountEvent(tx, { personId, kind: 'details-changed', byId: actor.personId, subject }, deps.clock());
  });
}

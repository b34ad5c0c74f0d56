import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { recordAccountEvent } from './account-events.ts';
import type { AccountEventKind } from './account-events-store.ts';
import type { Actor } from './actor.ts';
import { listAppointmentsOf, listAppointmentsTo } from './appointments-store.ts';
import { unknownPerson } from './change-persons.ts';
import { unknownPosition } from './change-units.ts';
import type { Mandate } from './mandates-store.ts';
import { findPerson } from './persons-store.ts';
import { findPosition } from './positions-store.ts';
import { termState } from './term.ts';

/** Who stands in: a post, whoever holds it, or one person. */
export const standInInput = z.union(
  [
    z.strictObject({ positionId: z.number().int(), personId: z.null().default(null) }),
    z.strictObject({ personId: z.number().int(), positionId: z.null().default(null) }),
  ],
  'choose',
);
export type StandIn = z.infer<typeof standInInput>;

/**
 * The stand-in as it may be stored. A person must hold a post today: decisions name the post from which they are taken.
 * @throws Refusal `position-unknown`, `person-unknown`, `stand-in-not-possible`
 */
export async function demandStandIn(
  db: Sql,
  standIn: StandIn,
  fromPositionId: number,
  today: string,
): Promise<{ toPositionId: number | null; toPersonId: number | null; toName: string }> {
  const columns = { toPositionId: standIn.positionId, toPersonId: standIn.personId };
  if (standIn.positionId !== null) {
    const position = await findPosition(db, standIn.positionId);
    if (position === undefined || position.closedAt !== null) throw unknownPosition();
    if (position.id === fromPositionId) throw notPossible();
    return { ...columns, toName: position.name };
  }
  const person = await findPerson(db, standIn.personId);
  if (person === undefined || person.disabledAt !== null) throw unknownPerson();
  const held = (await listAppointmentsOf(db, person.id)).filter((each) => termState(each, today) === 'current');
  if (held.length === 0 || held.some(({ positionId }) => positionId === fromPositionId)) throw notPossible();
  return { ...columns, toName: person.name };
}

/**
 * Only whoever holds a post gives away what is theirs to somebody of their choice. Who gives it for them, as superior or
 * administrator, gives it to others: nobody comes by this to read and initial what never went through their own post.
 * @throws Refusal `stand-in-yourself`
 */
export function demandForOthers(actor: Actor, { positionId, personId }: StandIn): void {
  const own = personId === actor.personId || actor.appointments.some((held) => held.positionId === positionId);
  if (!own) return;
  const words = {
    id: 'Untuk jabatan yang tidak Anda pegang, tunjuk orang lain, bukan diri atau jabatan Anda sendiri.',
    en: 'For a post that you do not hold, name somebody else, not yourself or your own post.',
  };
  throw new Refusal('invalid-input', 'stand-in-yourself', words, { standIn: words });
}

function notPossible(): Refusal {
  const words = {
    id: 'Pengganti harus pejabat lain yang sedang memegang jabatan, bukan pemegang jabatan itu sendiri.',
    en: 'The stand-in must be another official who holds a post now, not a holder of this one.',
  };
  return new Refusal('invalid-input', 'stand-in-not-possible', words, { standIn: words });
}

type Receiver = Pick<Mandate, 'fromPositionId' | 'fromName' | 'toPositionId' | 'toPersonId' | 'toName'>;

/** In the accounts of everybody concerned: who holds the giving post, and who receives. Told to those who did not do it. */
export async function recordMandateEvents(
  tx: Transaction,
  {
    mandate,
    ended,
    day,
    today,
    now,
    actor,
  }: {
    mandate: Receiver;
    ended: boolean;
    /** First day of the mandate, or the day of its end. */
    day: string;
    today: string;
    now: Date;
    actor: Actor;
  },
): Promise<void> {
  const givers = await holdersOf(tx, mandate.fromPositionId, today);
  const receivers =
    mandate.toPersonId !== null ? [mandate.toPersonId] : await holdersOf(tx, mandate.toPositionId ?? 0, today);
  const record = (personId: number, kind: AccountEventKind, subject: string) =>
    recordAccountEvent(tx, { personId, kind, byId: actor.personId, subject, day }, now);
  const both = `${mandate.fromName} → ${mandate.toName}`;
  for (const personId of givers) await record(personId, ended ? 'mandate-ended' : 'mandate-given', both);
  for (const personId of receivers.filter((id) => !givers.includes(id))) {
    await record(personId, ended ? 'mandate-ended' : 'mandate-received', ended ? both : mandate.fromName);
  }
}

async function holdersOf(db: Sql, positionId: number, today: string): Promise<number[]> {
  const held = (await listAppointmentsTo(db, positionId)).filter((each) => termState(each, today) === 'current');
  return [...new Set(held.map(({ personId }) => personId))];
}

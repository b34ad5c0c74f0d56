import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { type Actor, disposingFor, type HeldAppointment, loadActor } from '../../people/actor.ts';
import { listAppointmentsOf } from '../../people/appointments-store.ts';
import { covers } from '../../people/mandate.ts';
import { listMandatesTo } from '../../people/mandates-store.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { demand, may } from '../../people/permissions.ts';
import type { Term } from '../../people/term.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import type { EventBy } from '../events-store.ts';
import { type Incoming, lockIncoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { type Holding, listHoldings } from './holdings-store.ts';
import { notCancellable } from './tree-refusals.ts';
import type { Tree } from './tree-states.ts';

/** A letter whose row is locked, with the holding in question and the appointment by which the actor deals with it. */
export interface Acting {
  incoming: Incoming;
  holdings: Holding[];
  tree: Tree;
  holding: Holding;
  /** The one whose post acts: the holding itself, or the one from which it was given. */
  from: Holding;
  appointment: HeldAppointment;
  by: EventBy;
  now: Date;
  timeZone: string;
}

export interface ActAsk {
  incomingId: number;
  holdingId: number;
  /** In which role: as the post that has it, or as the one that gave it. */
  as: 'holder' | 'giver';
  now: Date;
}

/**
 * Locks the letter and asks whether the actor may act, from which post. Their appointments are read anew: one that ended a
 * minute ago does not act, whatever the page showed; the letter stays with the post.
 * @throws Refusal as for an unknown letter, `appointment-over`, `mandate-over`, `not-allowed`
 */
export async function actOn(
  tx: Transaction,
  actor: Actor,
  { incomingId, holdingId, as, now }: ActAsk,
): Promise<Acting> {
  const incoming = await lockIncoming(tx, incomingId);
  const holdings = await listHoldings(tx, incomingId);
  const holding = holdings.find(({ id }) => id === holdingId);
  if (holding === undefined) refuseUnknownIncoming();
  const from = as === 'holder' ? holding : holdings.find(({ id }) => id === holding.parentId);
  const timeZone = await officeTimeZone(tx);
  const present = (await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id)) ?? {
    ...actor,
    ...{ isAdministrator: false, duties: [], appointments: [], acting: undefined, mandates: [], vacancies: [] },
  };
  const asked = from ?? holding;
  const appointment = disposingFor(present, asked.positionId, incoming.security);
  if (appointment === undefined) await demandNeverHeld(tx, actor.personId, asked, { incoming, now, timeZone });
  if (!may(present, 'incoming.read', await incomingSubject(tx, incoming))) refuseUnknownIncoming();
  demand(present, 'holding.act', { positionId: asked.positionId, security: incoming.security });
  if (appointment === undefined) refuseUnknownIncoming();
  if (from === undefined) throw notCancellable(holding.state);
  const { personId } = actor;
  const { id: appointmentId, mandateId, capacity } = appointment;
  return {
    ...{ incoming, holdings, holding, from, appointment, now, timeZone },
    tree: { state: incoming.state, holdings },
    by: { personId, appointmentId, mandateId, capacity },
  };
}

/**
 * Whoever had the post while the letter lay there knows of it, so they are told that their time is over; to everybody else
 * the letter stays unknown.
 */
async function demandNeverHeld(
  sql: Sql,
  personId: number,
  { positionId, since }: Holding,
  { incoming: { security }, now, timeZone }: Pick<Acting, 'incoming' | 'now' | 'timeZone'>,
): Promise<void> {
  const [came, today] = [calendarDate(since, timeZone), calendarDate(now, timeZone)];
  const ranMeanwhile = ({ validFrom, validTo }: Term) => validFrom <= today && (validTo === null || validTo >= came);
  const held = await listAppointmentsOf(sql, personId);
  if (held.some((each) => each.positionId === positionId && ranMeanwhile(each))) throw appointmentOver();
  const positionIds = held.map((each) => each.positionId);
  const given = await listMandatesTo(sql, { personId, positionIds }, today);
  const covering = given.filter(
    (each) =>
      each.fromPositionId === positionId &&
      covers(each, { security, task: 'dispose' }) &&
      ranMeanwhile(each) &&
      (each.revokedAt === null || each.revokedAt >= since),
  );
  if (covering.length > 0) throw mandateOver();
}

function appointmentOver(): Refusal {
  return new Refusal('not-allowed', 'appointment-over', {
    id: 'Masa jabatan Anda pada jabatan ini sudah berakhir. Surat tetap pada jabatan itu dan menunggu penggantinya.',
    en: 'Your appointment to this post is over. The letter stays with the post and waits for whoever holds it next.',
  });
}

function mandateOver(): Refusal {
  return new Refusal('not-allowed', 'mandate-over', {
    id: 'Mandat Anda untuk mendisposisi surat jabatan ini sudah berakhir. Surat menunggu pemegang jabatannya.',
    en: 'Your mandate to dispose of letters of this post has ended. The letter waits for whoever holds the post.',
  });
}

import { calendarDate } from '../clock.ts';
import { type Absence, findAbsence, listAbsencesOf } from './absences-store.ts';
import type { Actor } from './actor.ts';
import { listAppointmentsOf, listHolders } from './appointments-store.ts';
import { capacityText } from './capacity.ts';
import type { PeopleDeps } from './deps.ts';
import { fullName } from './full-name.ts';
import { type MandateState, mandateState } from './mandate.ts';
import { findMandate, listMandatesFrom, listMandatesTo, type Mandate } from './mandates-store.ts';
import { getOffice } from './office.ts';
import { demand } from './permissions.ts';
import { findPosition } from './positions-store.ts';
import { termState } from './term.ts';

export type ShownMandate = Mandate & { state: MandateState | 'resting' };
export type ShownAbsence = Absence & { state: MandateState };

export interface StandingIn {
  absences: ShownAbsence[];
  /** From the posts that the person holds now. */
  given: ShownMandate[];
  /** To the person, or to the posts that they hold now. */
  received: ShownMandate[];
  /** For which posts the person may still hand over. */
  posts: { id: number; name: string }[];
}

/** What a person's pages show of leave and stand-ins; for themself and for administrators. */
export async function readStandingIn(deps: PeopleDeps, actor: Actor, personId: number): Promise<StandingIn> {
  demand(actor, 'absence.record', { personId });
  const at = await instant(deps);
  const held = (await listAppointmentsOf(deps.db, personId)).filter(
    (each) => each.positionClosedAt === null && termState(each, at.today) === 'current',
  );
  const positionIds = held.map(({ positionId }) => positionId);
  const shown = (mandate: Mandate) => showMandate(mandate, at);
  return {
    absences: (await listAbsencesOf(deps.db, personId)).map((absence) => ({
      ...absence,
      state: absenceState(absence, at),
    })),
    given: (await listMandatesFrom(deps.db, positionIds, at.today)).map(shown),
    received: (await listMandatesTo(deps.db, { personId, positionIds }, at.today)).map(shown),
    posts: held
      .filter(({ forms }) => !forms.includes('Plh.'))
      .map(({ positionId, positionName }) => ({ id: positionId, name: positionName })),
  };
}

/** What a post has given, for its holders, its superior and administrators. */
export async function listMandatesOfPost(deps: PeopleDeps, actor: Actor, positionId: number): Promise<ShownMandate[]> {
  const position = await findPosition(deps.db, positionId);
  demand(actor, 'post.hand-over', { positionId, superiorId: position?.superiorId ?? null });
  const at = await instant(deps);
  return (await listMandatesFrom(deps.db, [positionId], at.today)).map((mandate) => showMandate(mandate, at));
}

export interface PossibleStandIn {
  personId: number;
  name: string;
  /** Each post once a row; a person with two posts is offered twice. */
  positionId: number;
  capacity: string;
  positionName: string;
  unitName: string;
}

/** Who could stand in for somebody: whoever holds a post today. For officials and administrators. */
export async function listPossibleStandIns(deps: PeopleDeps, actor: Actor): Promise<PossibleStandIn[]> {
  if (!actor.isAdministrator) demand(actor, 'letter.draft');
  const { today } = await instant(deps);
  return (await listHolders(deps.db, today)).map(({ forms, ...holder }) => ({
    ...holder,
    name: fullName(holder),
    capacity: capacityText(forms, holder.positionName),
  }));
}

/** One mandate, for whoever may end it. */
export async function findShownMandate(
  deps: PeopleDeps,
  actor: Actor,
  mandateId: number,
): Promise<ShownMandate | undefined> {
  const at = await instant(deps);
  const mandate = await findMandate(deps.db, mandateId, at.today);
  if (mandate === undefined) return undefined;
  const from = await findPosition(deps.db, mandate.fromPositionId);
  const post = { positionId: mandate.fromPositionId, superiorId: from?.superiorId ?? null };
  demand(actor, mandate.tasks.includes('sign') ? 'post.authorise' : 'post.hand-over', post);
  return showMandate(mandate, at);
}

/** For the page that ends it. */
export async function findShownAbsence(
  deps: PeopleDeps,
  actor: Actor,
  absenceId: number,
): Promise<ShownAbsence | undefined> {
  const absence = await findAbsence(deps.db, absenceId);
  if (absence === undefined) return undefined;
  demand(actor, 'absence.record', { personId: absence.personId });
  return { ...absence, state: absenceState(absence, await instant(deps)) };
}

async function instant(deps: PeopleDeps): Promise<{ now: Date; today: string }> {
  const now = deps.clock();
  return { now, today: calendarDate(now, (await getOffice(deps)).timeZone) };
}

function showMandate(mandate: Mandate, at: { now: Date; today: string }): ShownMandate {
  const state = mandateState(mandate, at);
  return { ...mandate, state: state === 'current' && mandate.rests ? 'resting' : state };
}

function absenceState({ firstDay, lastDay, endedAt }: Absence, at: { now: Date; today: string }): MandateState {
  return mandateState({ validFrom: firstDay, validTo: lastDay, revokedAt: endedAt }, at);
}

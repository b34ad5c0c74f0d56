import { calendarDate } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { superiorsOf } from '../people/position-tree.ts';
import { listHeadsAmong, listPositions, type Position } from '../people/positions-store.ts';
import { type ActingFor, listActingFor } from '../people/standing-in.ts';
import { listUnits } from '../people/units-store.ts';
import type { Sql } from '../postgres/database.ts';
import { dueBy } from './due.ts';
import { ledUnits } from './led-units.ts';
import {
  findOpenStep,
  listNotices,
  listNoticesTo,
  listStepsOf,
  listWaitingSince,
  type OpenStep,
  type StepNotice,
} from './open-steps-store.ts';
import { readWaitingRules } from './waiting-rules.ts';
import { tell, type WatchDeps } from './watch-waiting.ts';
import { withoutOwnDraft } from './who-is-told.ts';

/**
 * A step that waits, as others than its holder see it. Being told that it waits lets nobody read the letter: of others' letters
 * only an open one has a subject here, of one's own a restricted one too.
 */
export interface WaitingElsewhere extends Omit<OpenStep, 'subject'> {
  subject: string | undefined;
  due: Date;
}

/** What the inbox adds to what waits for the actor themself. */
export interface WaitingNews {
  /** At posts below theirs, or in an administrator's hands: overdue, or with nobody there. The latest kind of notice each. */
  below: (WaitingElsewhere & { notice: StepNotice['kind'] })[];
  /** Of letters that they drafted. */
  own: (WaitingElsewhere & { notice: StepNotice['kind'] })[];
  /** Who reminded them last of a step, by the step's id. */
  nudges: Readonly<Record<number, { byName: string; at: Date }>>;
}

export async function readWaitingNews(db: Sql, actor: Actor): Promise<WaitingNews> {
  const notices = await listNoticesTo(db, actor.personId);
  if (notices.length === 0) return { below: [], own: [], nudges: {} };
  const [rules, positions] = [await readWaitingRules(db), await listPositions(db)];
  const last = new Map(notices.filter(({ kind }) => kind !== 'nudge').map((notice) => [`${notice.stepId}`, notice]));
  const asked = [...last.values()].filter(({ role }) => role !== 'holder').map(({ stepId }) => stepId);
  const steps = new Map((await listStepsOf(db, asked)).map((step) => [step.stepId, step]));
  const [below, own]: WaitingNews['own'][] = [[], []];
  for (const { stepId, kind, role } of last.values()) {
    const step = steps.get(stepId);
    if (step === undefined) continue;
    const shown = { ...elsewhere(step, dueBy(rules, step.urgency, step.since), role === 'drafter'), notice: kind };
    if (role === 'drafter') own?.push(shown);
    else if (oversees(actor, positions, step.positionId)) below?.push(shown);
  }
  const nudges = notices.flatMap(({ stepId, byName, at }) =>
    byName === null ? [] : [[stepId, { byName, at }] as const],
  );
  return { below: below ?? [], own: own ?? [], nudges: Object.fromEntries(nudges) };
}

/** Above the post in its line of command, or an administrator. */
export function oversees(actor: Actor, positions: readonly Position[], positionId: number): boolean {
  const above = superiorsOf(positions, positionId).map(({ id }) => id);
  return actor.isAdministrator || actor.appointments.some((held) => above.includes(held.positionId));
}

export interface OverseenStep extends WaitingElsewhere {
  acting: ActingFor[];
  overdue: boolean;
  notices: StepNotice[];
  mayHandOver: boolean;
}

/**
 * One waiting step for the superior of its post and for administrators.
 * @throws Refusal `step-not-waiting`, `not-allowed`
 */
export async function getOverseen(deps: WatchDeps, actor: Actor, stepId: number): Promise<OverseenStep> {
  const { step, rules, positions } = await demandOverseen(deps, actor, stepId);
  const now = deps.clock();
  const due = dueBy(rules, step.urgency, step.since);
  const { timeZone } = rules.calendar;
  return {
    ...elsewhere(step, due),
    acting: withoutOwnDraft(await listActingFor(deps.db, step.positionId, { ...asked(step), now, timeZone }), step),
    overdue: due < now,
    notices: await listNotices(deps.db, [stepId]),
    mayHandOver: step.task === 'initial' && may(actor, 'post.hand-over', postOf(positions, step.positionId)),
  };
}

/**
 * Reminds whoever may act on the step; those who are away only where nobody else is there. Once a day for each who reminds.
 * @throws Refusal `step-not-waiting`, `not-allowed`, `reminded-today`, `nobody-to-remind`
 */
export async function remind(deps: WatchDeps, actor: Actor, stepId: number): Promise<void> {
  const { step, rules } = await demandOverseen(deps, actor, stepId);
  const now = deps.clock();
  const { timeZone } = rules.calendar;
  const ask = { ...asked(step), now, timeZone };
  const acting = withoutOwnDraft(await listActingFor(deps.db, step.positionId, ask), step).filter(
    ({ personId }) => personId !== actor.personId,
  );
  const present = acting.filter(({ awayUntil }) => awayUntil === null);
  if (acting.length === 0) throw nobodyThere();
  const due = dueBy(rules, step.urgency, step.since);
  const day = calendarDate(now, timeZone);
  const told = await deps.db.transaction(async (tx) => {
    const each: boolean[] = [];
    for (const { personId } of present.length > 0 ? present : acting) {
      const nudge = { kind: 'nudge' as const, role: 'holder' as const, personId, byId: actor.personId, day };
      each.push(await tell(tx, deps, step, nudge, { due, rules, now }));
    }
    return each;
  });
  if (!told.includes(true)) throw remindedToday();
}

/** Overdue steps of one unit: at its posts, or of its letters elsewhere. */
export interface OverdueUnit {
  id: number;
  name: string;
  steps: WaitingElsewhere[];
}

/** Of the units that the actor leads or whose registry they keep; of all for an administrator. Longest overdue first. */
export async function listOverdue(deps: Pick<WatchDeps, 'db' | 'clock'>, actor: Actor): Promise<OverdueUnit[]> {
  const now = deps.clock();
  const [units, positions] = [await listUnits(deps.db), await listPositions(deps.db)];
  const led = ledUnits(actor, units, positions);
  if (led.length === 0) return [];
  const rules = await readWaitingRules(deps.db);
  const waiting = await listWaitingSince(
    deps.db,
    led.map(({ id }) => id),
  );
  const late = waiting.filter(({ urgency, since }) => dueBy(rules, urgency, since) < now);
  const steps = await listStepsOf(
    deps.db,
    late.map(({ stepId }) => stepId),
  );
  const overdue = steps
    .map((step) => elsewhere(step, dueBy(rules, step.urgency, step.since)))
    .sort((a, b) => a.due.getTime() - b.due.getTime() || a.stepId - b.stepId);
  return led.map(({ id, name }) => ({
    id,
    name,
    steps: overdue.filter((step) => step.unitId === id || step.letterUnitId === id),
  }));
}

/** Whether the actor has such a list at all; asked at every look into the inbox, so of their own posts alone. */
export async function readsOverdue({ db }: Pick<WatchDeps, 'db'>, actor: Actor): Promise<boolean> {
  const units = [...actor.appointments, ...actor.duties].map(({ unitId }) => unitId);
  const heads = await listHeadsAmong(
    db,
    actor.appointments.map(({ positionId }) => positionId),
  );
  return (
    actor.isAdministrator || units.some((unitId) => may(actor, 'overdue.read', { unitId, headPositionIds: heads }))
  );
}

function postOf(positions: readonly Position[], positionId: number) {
  const position = positions.find(({ id }) => id === positionId);
  return { positionId, superiorId: position?.superiorId ?? null };
}

async function demandOverseen({ db }: Pick<WatchDeps, 'db'>, actor: Actor, stepId: number) {
  const step = await findOpenStep(db, stepId);
  const positions = await listPositions(db);
  // Whether it waits at all is told to those who oversee the post; to others nothing is.
  if (step === undefined) throw notWaiting();
  if (!oversees(actor, positions, step.positionId)) demand(actor, 'post.remind', postOf(positions, step.positionId));
  return { step, positions, rules: await readWaitingRules(db) };
}

function elsewhere(step: OpenStep, due: Date, own = false): WaitingElsewhere {
  const isNamed = step.security === 'B' || (own && step.security === 'T');
  return { ...step, subject: isNamed ? step.subject : undefined, due };
}

function notWaiting(): Refusal {
  return new Refusal('not-found', 'step-not-waiting', {
    id: 'Langkah ini tidak (lagi) menunggu: sudah diputuskan, atau suratnya ditarik kembali.',
    en: 'This step does not wait (any more): it was decided, or the letter was taken back.',
  });
}

function remindedToday(): Refusal {
  return new Refusal('conflict', 'reminded-today', {
    id: 'Anda sudah mengingatkan hari ini. Hubungi pejabatnya langsung, atau tunjuk pengganti.',
    en: 'You have reminded them today. Talk to the official, or name a stand-in.',
  });
}

function nobodyThere(): Refusal {
  return new Refusal('wrong-state', 'nobody-to-remind', {
    id: 'Jabatan ini sedang kosong, tidak ada yang dapat diingatkan. Perlu Plt. atau Plh.',
    en: 'The post is vacant, so there is nobody to remind. It needs an acting official.',
  });
}

function asked({ kind, security, task }: OpenStep) {
  return { kind, security, task };
}

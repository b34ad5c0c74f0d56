import { z } from 'zod';
import { addDays, calendarDate } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Actor } from './actor.ts';
import { unknownPosition } from './change-units.ts';
import type { PeopleDeps } from './deps.ts';
import { calendarDay, checked, optionalLine } from './input.ts';
import { mandateState, mandateTasks } from './mandate.ts';
import { findMandate, insertMandate, listUnknownKinds, type Mandate, markMandateRevoked } from './mandates-store.ts';
import { getOffice } from './office.ts';
import { demand } from './permissions.ts';
import { findPosition, type Position } from './positions-store.ts';
import { demandForOthers, demandStandIn, recordMandateEvents, standInInput } from './stand-in.ts';

/** A mandate without a last day is an administrator's, by a warrant. */
const LONGEST_DAYS = 366;

export const mandateInput = z
  .object({
    fromPositionId: z.number('choose').int(),
    to: standInInput,
    kinds: z.array(z.string().max(60)).max(100),
    tasks: z.array(z.enum(mandateTasks)).min(1, 'choose').max(mandateTasks.length),
    validFrom: calendarDay,
    validTo: calendarDay.nullable(),
    warrant: optionalLine(120),
  })
  .refine((term) => term.validTo === null || term.validTo >= term.validFrom, { path: ['validTo'], message: 'term' });
export type MandateInput = z.input<typeof mandateInput>;

/**
 * Lets another post or person act for a post; the new mandate's id. Given by whoever holds the post (not by a Plh., who
 * stands in already), for initials also by the holder of the superior post, and by an administrator with a warrant. Everybody
 * concerned who did not do it is told.
 * @throws Refusal `not-allowed`, `position-unknown`, `person-unknown`, `stand-in-not-possible`, `stand-in-yourself`,
 *   `warrant-required`, `mandate-too-long`, `mandate-in-the-past`
 */
export async function giveMandate(deps: PeopleDeps, actor: Actor, input: MandateInput): Promise<number> {
  const wanted = checked(mandateInput, input);
  const { timeZone } = await getOffice(deps);
  return deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const today = calendarDate(now, timeZone);
    const from = await findPosition(tx, wanted.fromPositionId);
    if (from === undefined || from.closedAt !== null) throw unknownPosition();
    demandGiving(actor, from, wanted.tasks);
    const givenAs = giverOf(actor, from);
    if (givenAs !== 'holder') demandForOthers(actor, wanted.to);
    checkTerm(wanted, givenAs, today);
    if (givenAs === 'administrator' && wanted.warrant === '') {
      throw wrong('warrant-required', 'warrant', {
        id: 'Tulis dasarnya: administrator mencatat mandat menurut suatu surat.',
        en: 'Write the warrant: an administrator records a mandate by a document.',
      });
    }
    if ((await listUnknownKinds(tx, wanted.kinds)).length > 0) {
      throw wrong('kind-unknown', 'kinds', { id: 'Jenis naskah ini tidak ada.', en: 'There is no such kind.' });
    }
    const receiver = await demandStandIn(tx, wanted.to, from.id, today);
    const mandate = { ...wanted, ...receiver, fromName: from.name, givenAs, absenceId: null };
    const id = await insertMandate(tx, mandate, actor.personId, now);
    await recordMandateEvents(tx, { mandate, ended: false, day: wanted.validFrom, today, now, actor });
    return id;
  });
}

/**
 * Ends a mandate now, in force or still coming: whatever waits for the post waits for its holders alone from this moment.
 * @throws Refusal `not-allowed`, `mandate-unknown`, `mandate-over`
 */
export async function endMandate(deps: PeopleDeps, actor: Actor, mandateId: number): Promise<void> {
  const { timeZone } = await getOffice(deps);
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const today = calendarDate(now, timeZone);
    const mandate = await findMandate(tx, mandateId, today);
    const from = mandate && (await findPosition(tx, mandate.fromPositionId));
    if (mandate === undefined || from === undefined) throw unknownMandate();
    demandGiving(actor, from, mandate.tasks);
    const state = mandateState(mandate, { now, today });
    if (state === 'past' || state === 'ended' || !(await markMandateRevoked(tx, mandateId, actor.personId, now))) {
      throw new Refusal('wrong-state', 'mandate-over', {
        id: 'Mandat ini sudah berakhir.',
        en: 'This mandate is over already.',
      });
    }
    await recordMandateEvents(tx, { mandate, ended: true, day: today, today, now, actor });
  });
}

/** Which act of the table of permissions it is: to sign on somebody's authority is more than to initial in their place. */
function demandGiving(actor: Actor, from: Position, tasks: readonly string[]): void {
  const post = { positionId: from.id, superiorId: from.superiorId };
  demand(actor, tasks.includes('sign') ? 'post.authorise' : 'post.hand-over', post);
}

function giverOf(actor: Actor, from: Position): Mandate['givenAs'] {
  const holds = (positionId: number | null) => actor.appointments.some((held) => held.positionId === positionId);
  if (holds(from.id)) return 'holder';
  return holds(from.superiorId) ? 'superior' : 'administrator';
}

function checkTerm(
  { validFrom, validTo }: z.output<typeof mandateInput>,
  givenAs: Mandate['givenAs'],
  today: string,
): void {
  if (validFrom < today) {
    throw wrong('mandate-in-the-past', 'validFrom', {
      id: 'Mandat tidak berlaku surut: mulai hari ini atau sesudahnya.',
      en: 'A mandate does not work backwards: from today or later.',
    });
  }
  const longest = addDays(validFrom, LONGEST_DAYS);
  if (givenAs === 'administrator' || (validTo !== null && validTo <= longest)) return;
  throw wrong('mandate-too-long', 'validTo', {
    id: 'Tulis hari terakhirnya, paling lama satu tahun. Mandat tanpa batas waktu dicatat administrator menurut suratnya.',
    en: 'Give the last day, within a year. A mandate without an end is recorded by an administrator from its warrant.',
  });
}

function wrong(code: string, field: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { [field]: words });
}

function unknownMandate(): Refusal {
  return new Refusal('not-found', 'mandate-unknown', {
    id: 'Mandat tidak ditemukan.',
    en: 'There is no such mandate.',
  });
}

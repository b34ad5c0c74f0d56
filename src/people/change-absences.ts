import { z } from 'zod';
import { calendarDate } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import { absenceReasons, findAbsence, insertAbsence, listAbsencesBetween, markAbsenceEnded } from './absences-store.ts';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { listAppointmentsOf } from './appointments-store.ts';
import { unknownPerson } from './change-persons.ts';
import type { PeopleDeps } from './deps.ts';
import { calendarDay, checked } from './input.ts';
import { insertMandate, listMandatesOfAbsence, markMandateRevoked } from './mandates-store.ts';
import { getOffice } from './office.ts';
import { demand } from './permissions.ts';
import { lockPerson } from './persons-store.ts';
import { demandForOthers, demandStandIn, recordMandateEvents, standInInput } from './stand-in.ts';

const LONGEST_DAYS = 366;

export const absenceInput = z
  .object({
    personId: z.number().int(),
    reason: z.enum(absenceReasons, 'choose'),
    firstDay: calendarDay,
    lastDay: calendarDay,
    /** Null: nobody stands in. */
    standIn: standInInput.nullable(),
  })
  .refine(({ firstDay, lastDay }) => lastDay >= firstDay, { path: ['lastDay'], message: 'term' });

/**
 * Records that somebody is away, with a mandate to initial in their place for each post they then hold (not for what they
 * hold as Plh.: a stand-in hands nothing on). It begins and ends by itself, and the absent one keeps every right.
 * @throws Refusal `not-allowed`, `person-unknown`, `absence-over`, `absence-too-long`, `absence-overlaps`,
 *   `stand-in-away`, and those of `demandForOthers` and `demandStandIn`
 */
export async function recordAbsence(
  deps: PeopleDeps,
  actor: Actor,
  input: z.input<typeof absenceInput>,
): Promise<number> {
  const absence = checked(absenceInput, input);
  const { personId, firstDay, lastDay, standIn } = absence;
  demand(actor, 'absence.record', { personId });
  const { timeZone } = await getOffice(deps);
  return deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const today = calendarDate(now, timeZone);
    const person = await lockPerson(tx, personId);
    if (person === undefined || person.disabledAt !== null) throw unknownPerson();
    if (lastDay < today) throw over();
    if (Date.parse(lastDay) - Date.parse(firstDay) > LONGEST_DAYS * 86_400_000) throw tooLong();
    if ((await listAbsencesBetween(tx, [personId], absence)).length > 0) throw overlaps();
    if (standIn?.personId === personId) throw ownStandIn();
    if (standIn !== null && actor.personId !== personId) demandForOthers(actor, standIn);
    if (standIn !== null && standIn.personId !== null) {
      if ((await listAbsencesBetween(tx, [standIn.personId], absence)).length > 0) throw standInAway();
    }
    const columns = { standInPositionId: standIn?.positionId ?? null, standInPersonId: standIn?.personId ?? null };
    const absenceId = await insertAbsence(tx, { ...absence, ...columns }, actor.personId, now);
    const event = { personId, kind: 'absence-recorded', byId: actor.personId, day: firstDay } as const;
    await recordAccountEvent(tx, event, now);
    if (standIn === null) return absenceId;
    const given = new Set<number>();
    for (const held of await listAppointmentsOf(tx, personId)) {
      const within = held.validFrom <= lastDay && (held.validTo === null || held.validTo >= firstDay);
      if (!within || held.positionClosedAt !== null || held.forms.includes('Plh.') || given.has(held.positionId))
        continue;
      given.add(held.positionId);
      const receiver = await demandStandIn(tx, standIn, held.positionId, today);
      const mandate = {
        ...receiver,
        ...{
          fromPositionId: held.positionId,
          fromName: held.positionName,
          kinds: [],
          tasks: ['initial' as const, 'dispose' as const],
        },
        ...{ validFrom: laterOf(firstDay, today), validTo: lastDay, warrant: '', absenceId },
        givenAs: actor.personId === personId ? ('holder' as const) : ('administrator' as const),
      };
      await insertMandate(tx, mandate, actor.personId, now);
      await recordMandateEvents(tx, { mandate, ended: false, day: mandate.validFrom, today, now, actor });
    }
    return absenceId;
  });
}

/** Back earlier than planned: the absence and its mandates end now. */
export async function endAbsence(deps: PeopleDeps, actor: Actor, absenceId: number): Promise<void> {
  const { timeZone } = await getOffice(deps);
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const today = calendarDate(now, timeZone);
    const absence = await findAbsence(tx, absenceId);
    if (absence === undefined) throw unknownAbsence();
    demand(actor, 'absence.record', { personId: absence.personId });
    if (absence.lastDay < today || !(await markAbsenceEnded(tx, absenceId, actor.personId, now))) throw over();
    const event = { personId: absence.personId, kind: 'absence-ended', byId: actor.personId, day: today } as const;
    await recordAccountEvent(tx, event, now);
    for (const mandate of await listMandatesOfAbsence(tx, absenceId, today)) {
      if (!(await markMandateRevoked(tx, mandate.id, actor.personId, now))) continue;
      await recordMandateEvents(tx, { mandate, ended: true, day: today, today, now, actor });
    }
  });
}

function laterOf(one: string, other: string): string {
  return one < other ? other : one;
}

function wrong(code: string, field: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { [field]: words });
}

function over(): Refusal {
  return wrong('absence-over', 'lastDay', {
    id: 'Masa tidak di tempat ini sudah lewat.',
    en: 'This absence is over already.',
  });
}

function tooLong(): Refusal {
  return wrong('absence-too-long', 'lastDay', {
    id: 'Paling lama satu tahun. Untuk yang lebih lama, tunjuk Plt. atau Plh.',
    en: 'At most a year. For longer, appoint somebody as Plt. or Plh.',
  });
}

function overlaps(): Refusal {
  return wrong('absence-overlaps', 'firstDay', {
    id: 'Pada hari-hari itu sudah tercatat tidak di tempat. Akhiri catatan itu lebih dahulu.',
    en: 'An absence is recorded for some of these days already. End that one first.',
  });
}

function ownStandIn(): Refusal {
  return wrong('stand-in-not-possible', 'standIn', {
    id: 'Pengganti harus orang lain.',
    en: 'Somebody else must stand in.',
  });
}

function standInAway(): Refusal {
  return wrong('stand-in-away', 'standIn', {
    id: 'Pengganti ini sendiri tidak di tempat pada sebagian hari itu. Pilih orang lain.',
    en: 'This person is away on some of these days too. Choose somebody else.',
  });
}

function unknownAbsence(): Refusal {
  return new Refusal('not-found', 'absence-unknown', {
    id: 'Catatan ini tidak ditemukan.',
    en: 'There is no such absence.',
  });
}

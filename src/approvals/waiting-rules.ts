import { z } from 'zod';
import { URGENCY, type Urgency } from '../letters/letter-kind.ts';
import type { Actor } from '../people/actor.ts';
import { calendarDay, checked, line } from '../people/input.ts';
import { listUnknownKinds } from '../people/mandates-store.ts';
import { findOffice } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { DEADLINE_UNITS, type Deadline, type WorkCalendar } from './deadline.ts';
import type { ApprovalsDeps } from './deps.ts';
import {
  ABSENT_TO,
  AUTHORITY_RULES,
  deleteHoliday,
  getPolicy,
  listDeadlines,
  listHolidays,
  storeCalendar,
  storeDeadline,
  storeHoliday,
  storeStandInPolicy,
  type WaitingPolicy,
} from './waiting-rules-store.ts';

/** How long letters may wait here, and what then happens. */
export interface WaitingRules
  extends Pick<WaitingPolicy, 'remindPercent' | 'absentTo' | 'authorityRule' | 'strategicKinds'> {
  deadlines: Readonly<Record<Urgency, Deadline>>;
  calendar: WorkCalendar;
}

export async function readWaitingRules(db: Sql): Promise<WaitingRules> {
  const [deadlines, policy] = [await listDeadlines(db), await getPolicy(db)];
  const holidays = new Set((await listHolidays(db)).map(({ day }) => day));
  const timeZone = (await findOffice(db))?.timeZone ?? 'Asia/Jakarta';
  const { workDays, opens, closes, ...rest } = policy;
  const byUrgency = Object.fromEntries(deadlines.map(({ urgency, ...deadline }) => [urgency, deadline]));
  return {
    ...rest,
    deadlines: byUrgency as Record<Urgency, Deadline>,
    calendar: { timeZone, workDays, opens, closes, holidays },
  };
}

const time = z.string('required').regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'time');

export const deadlinesInput = z
  .object({
    deadlines: z.record(
      z.enum(URGENCY),
      z.object({ amount: z.number('required').int().min(1).max(1_000), unit: z.enum(DEADLINE_UNITS) }),
    ),
    workDays: z.array(z.number().int().min(1).max(7)).min(1, 'choose'),
    opens: time,
    closes: time,
    remindPercent: z.number('required').int().min(1).max(99),
  })
  .refine(({ opens, closes }) => closes > opens, { path: ['closes'], message: 'term' });

export async function changeDeadlines(
  deps: Pick<ApprovalsDeps, 'db'>,
  actor: Actor,
  input: z.input<typeof deadlinesInput>,
): Promise<void> {
  demand(actor, 'office.manage');
  const { deadlines, ...calendar } = checked(deadlinesInput, input);
  await deps.db.transaction(async (tx) => {
    for (const urgency of URGENCY) await storeDeadline(tx, { urgency, ...deadlines[urgency] });
    await storeCalendar(tx, { ...calendar, workDays: [...new Set(calendar.workDays)].sort() });
  });
}

export const standInPolicyInput = z.object({
  absentTo: z.enum(ABSENT_TO, 'choose'),
  authorityRule: z.enum(AUTHORITY_RULES, 'choose'),
  strategicKinds: z.array(z.string().max(60)).max(100),
});

/** Codes that are no kind of letter any more are left out. */
export async function changeStandInPolicy(
  deps: Pick<ApprovalsDeps, 'db'>,
  actor: Actor,
  input: z.input<typeof standInPolicyInput>,
): Promise<void> {
  demand(actor, 'office.manage');
  const policy = checked(standInPolicyInput, input);
  await deps.db.transaction(async (tx) => {
    const unknown = await listUnknownKinds(tx, policy.strategicKinds);
    const strategicKinds = [...new Set(policy.strategicKinds)].filter((code) => !unknown.includes(code));
    await storeStandInPolicy(tx, { ...policy, strategicKinds });
  });
}

export const holidayInput = z.object({ day: calendarDay, name: line(120) });

export async function addHoliday(
  deps: Pick<ApprovalsDeps, 'db'>,
  actor: Actor,
  input: z.input<typeof holidayInput>,
): Promise<void> {
  demand(actor, 'office.manage');
  const holiday = checked(holidayInput, input);
  await deps.db.transaction((tx) => storeHoliday(tx, holiday));
}

/** Removing a day that is not listed changes nothing. */
export async function removeHoliday(deps: Pick<ApprovalsDeps, 'db'>, actor: Actor, day: string): Promise<void> {
  demand(actor, 'office.manage');
  const asked = checked(z.object({ day: calendarDay }), { day });
  await deps.db.transaction((tx) => deleteHoliday(tx, asked.day));
}

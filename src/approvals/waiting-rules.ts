import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { URGENCY, type Urgency } from '../letters/letter-kind.ts';
import type { Actor } from '../people/actor.ts';
import { calendarDay, checked, line } from '../people/input.ts';
import { listUnknownKinds } from '../people/mandates-store.ts';
import { DEFAULT_TIME_ZONE } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import { listSettingChanges, recordSettingChange } from '../people/settings-changes-store.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { DEADLINE_UNITS, type Deadline, type WorkCalendar } from './deadline.ts';
import type { ApprovalsDeps } from './deps.ts';
import {
  ABSENT_TO,
  AUTHORITY_RULES,
  deleteHoliday,
  getPolicy,
  listHolidays,
  storeCalendar,
  storeDeadline,
  storeHoliday,
  storeStandInPolicy,
  type WaitingPolicy,
} from './waiting-rules-store.ts';

/** How long letters may wait here, and what then happens. */
export interface WaitingRules
  extends Pick<WaitingPolicy, 'remindPercent' | 'escalatePercent' | 'absentTo' | 'authorityRule' | 'strategicKinds'> {
  deadlines: Readonly<Record<Urgency, Deadline>>;
  calendar: WorkCalendar;
}

export async function readWaitingRules(db: Sql): Promise<WaitingRules> {
  const { workDays, opens, closes, holidays, timeZone, ...rest } = await getPolicy(db);
  return {
    ...rest,
    calendar: { timeZone: timeZone ?? DEFAULT_TIME_ZONE, workDays, opens, closes, holidays: new Set(holidays) },
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
    /** Of the time of an incoming letter, when its holder's superior hears of it; 100: at once when it is late. */
    escalatePercent: z.number('required').int().min(100).max(1_000),
  })
  .refine(({ opens, closes }) => closes > opens, { path: ['closes'], message: 'term' });

export async function changeDeadlines(
  deps: RulesDeps,
  actor: Actor,
  input: z.input<typeof deadlinesInput>,
): Promise<void> {
  demand(actor, 'office.manage');
  const { deadlines, ...calendar } = checked(deadlinesInput, input);
  await deps.db.transaction(async (tx) => {
    const before = await readWaitingRules(tx);
    const workDays = [...new Set(calendar.workDays)].sort();
    for (const urgency of URGENCY) await storeDeadline(tx, { urgency, ...deadlines[urgency] });
    await storeCalendar(tx, { ...calendar, workDays });
    const { workDays: days, opens, closes } = before.calendar;
    const was = { deadlines: before.deadlines, workDays: days, opens, closes, remindPercent: before.remindPercent };
    await record(tx, deps, actor, 'deadlines', was, { deadlines, ...calendar, workDays });
  });
}

export const standInPolicyInput = z.object({
  absentTo: z.enum(ABSENT_TO, 'choose'),
  authorityRule: z.enum(AUTHORITY_RULES, 'choose'),
  strategicKinds: z.array(z.string().max(60)).max(100),
});

/** Codes that are no kind of letter any more are left out. */
export async function changeStandInPolicy(
  deps: RulesDeps,
  actor: Actor,
  input: z.input<typeof standInPolicyInput>,
): Promise<void> {
  demand(actor, 'office.manage');
  const policy = checked(standInPolicyInput, input);
  await deps.db.transaction(async (tx) => {
    const unknown = await listUnknownKinds(tx, policy.strategicKinds);
    const strategicKinds = [...new Set(policy.strategicKinds)].filter((code) => !unknown.includes(code));
    const { absentTo, authorityRule, strategicKinds: kinds } = await readWaitingRules(tx);
    await storeStandInPolicy(tx, { ...policy, strategicKinds });
    const was = { absentTo, authorityRule, strategicKinds: kinds };
    await record(tx, deps, actor, 'stand-ins', was, { ...policy, strategicKinds });
  });
}

export const holidayInput = z.object({ day: calendarDay, name: line(120) });

export async function addHoliday(deps: RulesDeps, actor: Actor, input: z.input<typeof holidayInput>): Promise<void> {
  demand(actor, 'office.manage');
  const holiday = checked(holidayInput, input);
  await deps.db.transaction(async (tx) => {
    const before = (await listHolidays(tx)).find(({ day }) => day === holiday.day) ?? null;
    await storeHoliday(tx, holiday);
    await record(tx, deps, actor, 'holiday', before, holiday);
  });
}

/** Removing a day that is not listed changes nothing. */
export async function removeHoliday(deps: RulesDeps, actor: Actor, day: string): Promise<void> {
  demand(actor, 'office.manage');
  const asked = checked(z.object({ day: calendarDay }), { day });
  await deps.db.transaction(async (tx) => {
    const before = (await listHolidays(tx)).find((holiday) => holiday.day === asked.day);
    if (before === undefined) return;
    await deleteHoliday(tx, asked.day);
    await record(tx, deps, actor, 'holiday', before, null);
  });
}

/** Who changed what, newest first. */
export async function listWaitingChanges(db: Sql, actor: Actor) {
  demand(actor, 'office.manage');
  return listSettingChanges(db, 'waiting');
}

type RulesDeps = Pick<ApprovalsDeps, 'db' | 'clock'>;

async function record(
  tx: Transaction,
  { clock }: RulesDeps,
  { personId }: Actor,
  name: 'deadlines' | 'stand-ins' | 'holiday',
  before: object | null,
  after: object | null,
): Promise<void> {
  if (isDeepStrictEqual(before, after)) return;
  await recordSettingChange(tx, { about: 'waiting', name, before, after, personId, at: clock() });
}

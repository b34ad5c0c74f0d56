import { z } from 'zod';
import { URGENCY, type Urgency } from '../letters/letter-kind.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { DEADLINE_UNITS } from './deadline.ts';

export const ABSENT_TO = ['superior', 'drafter'] as const;
export const AUTHORITY_RULES = ['off', 'warn', 'refuse'] as const;

const deadline = z.object({ amount: z.number(), unit: z.enum(DEADLINE_UNITS) });
const policyRow = z.object({
  workDays: z.array(z.number()),
  opens: z.string(),
  closes: z.string(),
  remindPercent: z.number(),
  absentTo: z.enum(ABSENT_TO),
  escalatePercent: z.number(),
  authorityRule: z.enum(AUTHORITY_RULES),
  strategicKinds: z.array(z.string()),
  deadlines: z.record(z.enum(URGENCY), deadline),
  /** `YYYY-MM-DD`. */
  holidays: z.array(z.string()),
  /** Null until the office was set up. */
  timeZone: z.string().nullable(),
});
export type WaitingPolicy = z.infer<typeof policyRow>;
const holidayRow = z.object({ day: z.string(), name: z.string() });
export type Holiday = z.infer<typeof holidayRow>;

/** Every rule at once: they are asked for whenever something is due. */
export function getPolicy(db: Sql): Promise<WaitingPolicy> {
  return db.one(
    policyRow,
    sql`SELECT work_days, opens, closes, remind_percent, absent_to, escalate_percent, authority_rule,
          strategic_kinds,
          (SELECT jsonb_object_agg(d.urgency, jsonb_build_object('amount', d.amount, 'unit', d.unit)) FROM deadline d) AS deadlines,
          ARRAY (SELECT h.day::text FROM holiday h) AS holidays, (SELECT time_zone FROM office) AS time_zone
        FROM waiting_policy`,
  );
}

export function listHolidays(db: Sql): Promise<Holiday[]> {
  return db.many(holidayRow, sql`SELECT day, name FROM holiday ORDER BY day`);
}

export async function storeDeadline(
  tx: Transaction,
  { urgency, amount, unit }: z.infer<typeof deadline> & { urgency: Urgency },
): Promise<void> {
  await tx.run(sql`UPDATE deadline SET amount = ${amount}, unit = ${unit} WHERE urgency = ${urgency}`);
}

export async function storeCalendar(
  tx: Transaction,
  {
    workDays,
    opens,
    closes,
    remindPercent,
    escalatePercent,
  }: Pick<WaitingPolicy, 'workDays' | 'opens' | 'closes' | 'remindPercent' | 'escalatePercent'>,
): Promise<void> {
  await tx.run(sql`UPDATE waiting_policy SET work_days = ${workDays}::int[], opens = ${opens}, closes = ${closes},
    remind_percent = ${remindPercent}, escalate_percent = ${escalatePercent}`);
}

export async function storeStandInPolicy(
  tx: Transaction,
  policy: Pick<WaitingPolicy, 'absentTo' | 'authorityRule' | 'strategicKinds'>,
): Promise<void> {
  await tx.run(sql`UPDATE waiting_policy SET absent_to = ${policy.absentTo}, authority_rule = ${policy.authorityRule},
    strategic_kinds = ${policy.strategicKinds}::text[]`);
}

/** A day that is listed already gets this name. */
export async function storeHoliday(tx: Transaction, { day, name }: Holiday): Promise<void> {
  await tx.run(
    sql`INSERT INTO holiday (day, name) VALUES (${day}, ${name}) ON CONFLICT (day) DO UPDATE SET name = excluded.name`,
  );
}

export async function deleteHoliday(tx: Transaction, day: string): Promise<void> {
  await tx.run(sql`DELETE FROM holiday WHERE day = ${day}`);
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Settings that keep no versions of their own. */
export type SettingAbout = 'reason' | 'emblem' | 'waiting' | 'instruction' | 'first_holder';

export interface SettingChange {
  about: SettingAbout;
  /** Which of them: the code of a reason or instruction, which emblem, which part of the waiting rules, the unit of a first holder. */
  name: string;
  /** What it said before; null: it did not exist. */
  before: object | null;
  /** Null: taken away. */
  after: object | null;
  personId: number;
  at: Date;
}

/** Written once, in the transaction of the change itself. */
export async function recordSettingChange(tx: Transaction, change: SettingChange): Promise<void> {
  await tx.run(sql`INSERT INTO settings_change (about, name, before, after, person_id, at)
    VALUES (${change.about}, ${change.name}, ${json(change.before)}, ${json(change.after)}, ${change.personId}, ${change.at})`);
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

const ChangeRow = z.object({
  name: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  personName: z.string(),
  at: z.date(),
});
export type SettingChangeRow = z.infer<typeof ChangeRow>;

const MOST_CHANGES = 100;

/** Newest first. */
export function listSettingChanges(db: Sql, about: SettingAbout): Promise<SettingChangeRow[]> {
  return db.many(
    ChangeRow,
    sql`SELECT c.name, c.before, c.after, p.name AS person_name, c.at
        FROM settings_change c JOIN person p ON p.id = c.person_id
        WHERE c.about = ${about} ORDER BY c.id DESC LIMIT ${MOST_CHANGES}`,
  );
}

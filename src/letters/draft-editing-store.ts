import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const PersonRow = z.object({ personId: z.number(), name: z.string(), titleBefore: z.string(), titleAfter: z.string() });
const personColumns = sql`p.id AS person_id, p.name, p.title_before, p.title_after`;
export type NamedPerson = z.infer<typeof PersonRow>;

/** Who may write in the draft besides its drafter. */
export function listEditors(db: Sql, letterId: number): Promise<NamedPerson[]> {
  return db.many(
    PersonRow,
    sql`SELECT ${personColumns} FROM draft_editor e JOIN person p ON p.id = e.person_id
        WHERE e.letter_id = ${letterId} ORDER BY e.added_at, p.id`,
  );
}

/** Those who hold a position of the unit on `today` (`YYYY-MM-DD`) and can sign in. */
export function listColleagues(db: Sql, unitId: number, today: string): Promise<NamedPerson[]> {
  return db.many(
    PersonRow,
    sql`SELECT DISTINCT ${personColumns} FROM person p JOIN appointment a ON a.person_id = p.id
          JOIN position o ON o.id = a.position_id
        WHERE o.unit_id = ${unitId} AND o.closed_at IS NULL AND p.disabled_at IS NULL
          AND a.valid_from <= ${today} AND (a.valid_to IS NULL OR a.valid_to >= ${today})
        ORDER BY p.name, p.id`,
  );
}

export async function addEditor(
  tx: Transaction,
  editor: { letterId: number; personId: number; addedBy: number; at: Date },
): Promise<void> {
  await tx.run(
    sql`INSERT INTO draft_editor (letter_id, person_id, added_by, added_at)
        VALUES (${editor.letterId}, ${editor.personId}, ${editor.addedBy}, ${editor.at}) ON CONFLICT DO NOTHING`,
  );
}

export async function removeEditor(tx: Transaction, letterId: number, personId: number): Promise<void> {
  await tx.run(sql`DELETE FROM draft_editor WHERE letter_id = ${letterId} AND person_id = ${personId}`);
}

export async function recordPresence(
  db: Sql,
  presence: { letterId: number; personId: number; tab: string; at: Date },
): Promise<void> {
  await db.run(
    sql`INSERT INTO draft_presence (letter_id, person_id, tab, seen_at)
        VALUES (${presence.letterId}, ${presence.personId}, ${presence.tab}, ${presence.at})
        ON CONFLICT (letter_id, person_id, tab) DO UPDATE SET seen_at = excluded.seen_at`,
  );
}

/** Whoever has gone, of every letter: the table stays as small as the office. */
export async function forgetPresence(db: Sql, before: Date): Promise<void> {
  await db.run(sql`DELETE FROM draft_presence WHERE seen_at < ${before}`);
}

export async function endPresence(db: Sql, letterId: number, personId: number, tab: string): Promise<void> {
  await db.run(
    sql`DELETE FROM draft_presence WHERE letter_id = ${letterId} AND person_id = ${personId} AND tab = ${tab}`,
  );
}

/** Who else has the draft open since `since`: other persons, and the same one in another window. */
export function listPresent(db: Sql, letterId: number, tab: string, since: Date): Promise<NamedPerson[]> {
  return db.many(
    PersonRow,
    sql`SELECT DISTINCT ${personColumns} FROM draft_presence d JOIN person p ON p.id = d.person_id
        WHERE d.letter_id = ${letterId} AND d.tab <> ${tab} AND d.seen_at >= ${since} ORDER BY p.name, p.id`,
  );
}

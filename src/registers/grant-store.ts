import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const Grant = z.object({
  id: z.number(),
  letterId: z.number(),
  what: z.enum(['insertion', 'block', 'date', 'date_over']),
  /** The granted number as it reads now; null for a date. */
  number: z.string().nullable(),
  year: z.number().nullable(),
  /** `YYYY-MM-DD`. */
  letterDate: z.string().nullable(),
  reason: z.string(),
  personName: z.string(),
  capacity: z.string(),
  at: z.date(),
});
/** What somebody granted to a letter before its signature: a number, or its date. Kept for good. */
export type NumberGrant = z.infer<typeof Grant>;

const grant = sql`SELECT g.id, g.letter_id, g.what, n.text AS number, n.year, g.letter_date, g.reason, p.name AS person_name, g.capacity, g.at
  FROM number_grant g JOIN person p ON p.id = g.person_id LEFT JOIN letter_number n ON n.id = g.number_id`;

/** Everything that was granted to a letter, oldest first. */
export async function listGrants(db: Sql, letterId: number): Promise<NumberGrant[]> {
  return db.many(Grant, sql`${grant} WHERE g.letter_id = ${letterId} ORDER BY g.id`);
}

/** The earlier date that the letter is to carry; undefined when none was granted, or the last word was that it holds no longer. */
export async function findGrantedDate(db: Sql, letterId: number): Promise<string | undefined> {
  const row = await db.maybe(
    z.object({ letterDate: z.string().nullable() }),
    sql`SELECT letter_date FROM number_grant WHERE letter_id = ${letterId} AND what IN ('date', 'date_over') ORDER BY id DESC LIMIT 1`,
  );
  return row?.letterDate ?? undefined;
}

/** The caller has locked the letter's row. */
export async function addGrant(
  tx: Transaction,
  added: {
    letterId: number;
    registerId: number;
    what: NumberGrant['what'];
    numberId?: number;
    letterDate?: string;
    reason: string;
    personId: number;
    capacity: string;
    at: Date;
  },
): Promise<void> {
  await tx.run(sql`INSERT INTO number_grant (letter_id, register_id, what, number_id, letter_date, reason, person_id, capacity, at)
    VALUES (${added.letterId}, ${added.registerId}, ${added.what}, ${added.numberId ?? null}, ${added.letterDate ?? null},
      ${added.reason}, ${added.personId}, ${added.capacity}, ${added.at})`);
}

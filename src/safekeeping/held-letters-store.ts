import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { foldNumber } from '../registers/letter-number.ts';

const Taken = z.object({ token: z.string() });

/** An issued letter whose number reads like this one; undefined when none does. */
export async function findNumberLike(db: Sql, number: string): Promise<z.infer<typeof Taken> | undefined> {
  const [found] = await db.many(
    Taken,
    sql`SELECT i.token FROM letter_number n JOIN issue i ON i.number_id = n.id WHERE n.folded = ${foldNumber(number)} LIMIT 1`,
  );
  return found;
}

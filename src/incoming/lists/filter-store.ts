import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

/** Units in whose agenda a letter was ever registered, in the order of the office. */
export function listAgendaUnits(db: Sql): Promise<{ id: number; name: string }[]> {
  return db.many(
    z.object({ id: z.number(), name: z.string() }),
    sql`SELECT u.id, u.name FROM unit u WHERE EXISTS (SELECT FROM agenda_counter c WHERE c.unit_id = u.id) ORDER BY u.id`,
  );
}

/** Posts with every one of these words in their name or code, closed ones too: their letters are still found. */
export async function listPostsNamed(db: Sql, words: readonly string[]): Promise<number[]> {
  const likes = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT p.id FROM position p WHERE concat_ws(' ', p.name, p.code) ILIKE ALL (${likes}::text[]) ORDER BY p.id`,
  );
  return rows.map(({ id }) => id);
}

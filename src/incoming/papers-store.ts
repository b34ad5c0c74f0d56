import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Papers that a clerk linked to this letter of ours by its QR, and had linked at that moment; without struck ones. */
export async function listPapersOf(db: Sql, letterId: number, since: Date): Promise<number[]> {
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT i.id FROM incoming i WHERE i.letter_id = ${letterId} AND i.delivery_id IS NULL AND i.state <> 'void'
          AND (SELECT max(e.at) FROM incoming_event e WHERE e.incoming_id = i.id AND e.kind = 'linked') <= ${since}
        ORDER BY i.id`,
  );
  return rows.map(({ id }) => id);
}

/** False when those who have it were told of this change before. */
export async function insertPaperTold(
  tx: Transaction,
  { incomingId, statusId }: { incomingId: number; statusId: number },
  at: Date,
): Promise<boolean> {
  const touched = await tx.run(
    sql`INSERT INTO paper_told (incoming_id, status_id, at) VALUES (${incomingId}, ${statusId}, ${at}) ON CONFLICT DO NOTHING`,
  );
  return touched === 1;
}

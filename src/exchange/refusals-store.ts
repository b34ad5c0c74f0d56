import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const RefusalRow = z.object({
  host: z.string(),
  code: z.string(),
  times: z.number(),
  firstAt: z.date(),
  lastAt: z.date(),
});
/** Deliveries that were turned away, of one claimed sender for one reason. */
export type RefusedDeliveries = z.infer<typeof RefusalRow>;

export const MOST_KEPT = 200;

export function listRefusals(db: Sql): Promise<RefusedDeliveries[]> {
  return db.many(
    RefusalRow,
    sql`SELECT host, code, times, first_at, last_at FROM exchange_refusal ORDER BY last_at DESC LIMIT ${MOST_KEPT}`,
  );
}

/** Whoever makes up names pushes out the oldest lines and no more. */
export async function noteRefusal(db: Sql, refused: { host: string; code: string }, at: Date): Promise<void> {
  await db.run(
    sql`INSERT INTO exchange_refusal (host, code, first_at, last_at) VALUES (${refused.host}, ${refused.code}, ${at}, ${at})
        ON CONFLICT (host, code) DO UPDATE SET times = least(exchange_refusal.times + 1, 1000000), last_at = excluded.last_at`,
  );
  await db.run(
    sql`DELETE FROM exchange_refusal WHERE (host, code) IN
          (SELECT host, code FROM exchange_refusal ORDER BY last_at DESC, host, code OFFSET ${MOST_KEPT})`,
  );
}

import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const PutAsideRow = z.object({
  id: z.number(),
  /** As typed. */
  reason: z.string(),
  at: z.date(),
  /** Null: it was not written down then. */
  byName: z.string().nullable(),
  putInAt: z.date(),
  /** Null: it came from outside. */
  putInName: z.string().nullable(),
  pages: z.number().nullable(),
});
/** Why, when and by whom an item was put aside. */
export type PutAside = z.infer<typeof PutAsideRow>;

/** Of these items those that are put aside now, the last first. */
export function listPutAside(db: Sql, ids: readonly number[]): Promise<PutAside[]> {
  return db.many(
    PutAsideRow,
    sql`SELECT i.id, i.reason, i.changed_at AS at, p.name AS by_name, i.put_in_at, q.name AS put_in_name, i.pages
        FROM intake i LEFT JOIN person p ON p.id = i.put_aside_by LEFT JOIN person q ON q.id = i.put_in_by
        WHERE i.id = ANY (${[...ids]}::bigint[]) AND i.state = 'put_aside' ORDER BY i.changed_at DESC, i.id DESC`,
  );
}

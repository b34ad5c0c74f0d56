import { z } from 'zod';
import { appointmentForms } from '../../people/capacity.ts';
import type { Sql } from '../../postgres/database.ts';
import { type Query, sql } from '../../postgres/sql.ts';

const PostRow = z.object({
  id: z.number(),
  name: z.string(),
  unitName: z.string(),
  superiorId: z.number().nullable(),
  /** Who holds it today; null where nobody does. */
  holderName: z.string().nullable(),
  forms: z.array(z.enum(appointmentForms)),
});
/** A post that a letter may be given to. */
export type Post = z.infer<typeof PostRow>;

/** A head's own posts: more are found by their name. */
export const MOST_NEAR = 60;
/** What fits more posts is told by more words. */
export const MOST_FOUND = 20;

const posts = (today: string): Query => sql`
  SELECT q.id, q.name, u.name AS unit_name, q.superior_id, h.name AS holder_name, coalesce(h.forms, '{}') AS forms
  FROM position q JOIN unit u ON u.id = q.unit_id
    LEFT JOIN LATERAL (
      SELECT p.name, a.forms FROM appointment a JOIN person p ON p.id = a.person_id
      WHERE a.position_id = q.id AND p.disabled_at IS NULL
        AND a.valid_from <= ${today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)
      ORDER BY cardinality(a.forms), a.id LIMIT 1) h ON true
  WHERE q.closed_at IS NULL`;

/** Directly below the post first, then the others of its unit; as the office lists them. */
export function listPostsNear(db: Sql, positionId: number, today: string): Promise<Post[]> {
  return db.many(
    PostRow,
    sql`${posts(today)} AND q.id <> ${positionId}
          AND (q.superior_id = ${positionId} OR q.unit_id = (SELECT unit_id FROM position WHERE id = ${positionId}))
        ORDER BY q.superior_id IS DISTINCT FROM ${positionId}, q.id LIMIT ${MOST_NEAR}`,
  );
}

/** By every word typed, in the name of the post, of its unit or of whoever holds it. */
export function findPosts(db: Sql, words: readonly string[], today: string): Promise<Post[]> {
  const likes = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  return db.many(
    PostRow,
    sql`${posts(today)} AND concat_ws(' ', q.name, q.code, u.name, u.code, h.name) ILIKE ALL (${likes}::text[])
        ORDER BY length(q.name), q.id LIMIT ${MOST_FOUND}`,
  );
}

export function listPostsById(db: Sql, ids: readonly number[], today: string): Promise<Post[]> {
  return db.many(PostRow, sql`${posts(today)} AND q.id = ANY (${ids}::int[]) ORDER BY q.id`);
}

/** Those above the post, nearest first. A circle in the data ends the climb. */
export function listPostsAbove(db: Sql, positionId: number, today: string): Promise<Post[]> {
  return db.many(
    PostRow,
    sql`WITH RECURSIVE above AS (
          SELECT superior_id AS id, ARRAY[id] AS seen, 1 AS height FROM position WHERE id = ${positionId}
          UNION ALL SELECT p.superior_id, b.seen || p.id, b.height + 1
          FROM above b JOIN position p ON p.id = b.id WHERE p.superior_id <> ALL (b.seen || p.id))
        SELECT near.* FROM (${posts(today)}) near JOIN above b ON b.id = near.id ORDER BY b.height`,
  );
}

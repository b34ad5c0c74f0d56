import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const GivenUpRow = z.object({
  job: z.enum(['send-issued', 'tell-status']),
  error: z.string().nullable(),
  at: z.date(),
});

/** Work with the letter's recipients that was given up and that nobody has done since by another way. */
export function listGivenUp(db: Sql, letterId: number): Promise<z.infer<typeof GivenUpRow>[]> {
  return db.many(
    GivenUpRow,
    sql`SELECT DISTINCT ON (j.name) j.name AS job, j.last_error AS error, coalesce(j.finished_at, j.created_at) AS at FROM job j
        WHERE j.state IN ('refused', 'failed') AND j.name IN ('send-issued', 'tell-status')
          AND (j.payload ->> 'letterId')::bigint = ${letterId}
          AND CASE j.name
            WHEN 'send-issued' THEN NOT EXISTS (SELECT FROM delivery d WHERE d.letter_id = ${letterId})
            ELSE EXISTS (SELECT FROM letter_status s JOIN delivery d ON d.letter_id = s.letter_id AND d.created_at <= s.at
              WHERE s.letter_id = ${letterId} AND NOT (d.channel IN ('print', 'expedition') AND d.state = 'queued')
                AND NOT EXISTS (SELECT FROM delivery_status t WHERE t.delivery_id = d.id AND t.status_id = s.id)) END
        ORDER BY j.name, j.id DESC`,
  );
}

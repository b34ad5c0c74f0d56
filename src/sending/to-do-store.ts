import { z } from 'zod';
import { SECURITY } from '../letters/letter-kind.ts';
import { joinStanding } from '../letters/letter-status-store.ts';
import type { Sql } from '../postgres/database.ts';
import { type Query, sql } from '../postgres/sql.ts';

/** Who asks what is left to send: ids of the person, and of the units whose registry the person keeps. */
export interface SenderSight {
  personId: number;
  registryUnitIds: number[];
}

const ToDoRow = z.object({
  letterId: z.number(),
  number: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  /** What is left: to choose the ways, to hand over on paper, to mend, to tell on paper. */
  task: z.enum(['send', 'hand-over', 'failed', 'tell']),
  count: z.number(),
  since: z.date(),
});
/** Something that is left to do for an issued letter; of a secret one no subject is told. */
export type SendingToDo = z.infer<typeof ToDoRow>;

const MOST_SHOWN = 100;

/**
 * `letter.send` of the table of permissions, narrowed to whose work it is: the clerk's; the drafter's for a secret letter, and
 * where neither unit has a clerk. A test holds it against the table.
 */
function mySending(sight: SenderSight): Query {
  const secret = sql`l.security NOT IN ('B', 'T')`;
  return sql`((NOT ${secret} AND (l.unit_id = ANY (${sight.registryUnitIds}::int[]) OR sp.unit_id = ANY (${sight.registryUnitIds}::int[])))
    OR (a.person_id = ${sight.personId} AND (${secret}
        OR NOT EXISTS (SELECT FROM duty WHERE duty.duty = 'registry' AND duty.unit_id IN (l.unit_id, sp.unit_id)))))`;
}

export function listToDo(db: Sql, sight: SenderSight): Promise<SendingToDo[]> {
  return db.many(
    ToDoRow,
    sql`SELECT l.id AS letter_id, n.text AS number, CASE WHEN l.security IN ('B', 'T') THEN l.subject ELSE '' END AS subject, l.security,
          todo.task, todo.count, todo.since
        FROM letter l JOIN issue i ON i.letter_id = l.id JOIN letter_number n ON n.id = i.number_id
          JOIN appointment a ON a.id = l.drafter_id
          JOIN approval_step s ON s.version_id = l.current_version_id AND s.task = 'sign'
          JOIN position sp ON sp.id = s.position_id
          ${joinStanding}
          CROSS JOIN LATERAL (
            SELECT 'send' AS task, count(*)::int AS count, i.issued_at AS since FROM version_recipient r
              WHERE r.version_id = l.current_version_id AND (standing.code IS NULL OR standing.code = 'corrected')
                AND NOT EXISTS (SELECT FROM delivery d WHERE d.letter_id = l.id)
            UNION ALL
            SELECT 'hand-over', count(*)::int, min(d.changed_at) FROM delivery d
              WHERE d.letter_id = l.id AND d.state = 'queued' AND d.channel IN ('print', 'expedition')
                AND (standing.code IS NULL OR standing.code = 'corrected')
            UNION ALL
            SELECT 'failed', count(*)::int, min(d.changed_at) FROM delivery d
              WHERE d.letter_id = l.id AND d.state = 'failed' AND (standing.code IS NULL OR standing.code = 'corrected')
            UNION ALL
            SELECT 'tell', count(*)::int, min(st.at) FROM delivery_status t JOIN delivery d ON d.id = t.delivery_id
              JOIN letter_status st ON st.id = t.status_id WHERE d.letter_id = l.id AND t.told_at IS NULL
          ) todo
        WHERE l.state = 'issued' AND todo.count > 0 AND ${mySending(sight)}
        ORDER BY todo.since LIMIT ${MOST_SHOWN}`,
  );
}

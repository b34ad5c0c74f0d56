import { z } from 'zod';
import { joinStanding } from '../letters/letter-status-store.ts';
import { SECURITY } from '../people/security-class.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { type Query, sql, unseen } from '../postgres/sql.ts';
import { paperHasLeft } from './telling-store.ts';

/** Who asks what is left to send: ids of the person, and of the units whose registry the person keeps. */
export interface SenderSight {
  personId: number;
  registryUnitIds: number[];
}

/** So long a partner office may be out of reach before its sender is asked to look: within it most are back. */
const LATE_MS = 24 * 3_600_000;

const ToDoRow = z.object({
  letterId: z.number(),
  number: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  /** What is left: to choose the ways, to hand over on paper, to mend, to see that it still tries, to tell on paper. */
  task: z.enum(['send', 'hand-over', 'failed', 'late', 'tell']),
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
  return sql`((NOT ${secret} AND (l.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')}) OR sp.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')})))
    OR (a.person_id = ${unseen(sight.personId, 'int')} AND (${secret}
        OR NOT EXISTS (SELECT FROM duty WHERE duty.duty = 'registry' AND duty.unit_id IN (l.unit_id, sp.unit_id)))))`;
}

/** Begins with the few rows that are unfinished, so that it costs the same however many letters were ever sent. */
export function listToDo(db: Sql, sight: SenderSight, now: Date): Promise<SendingToDo[]> {
  const late = new Date(now.getTime() - LATE_MS);
  return db.many(
    ToDoRow,
    sql`WITH todo AS (
          SELECT u.letter_id, 'send' AS task, u.since,
            (SELECT count(*)::int FROM version_recipient r WHERE r.version_id = l.current_version_id) AS count
          FROM unsent_letter u JOIN letter l ON l.id = u.letter_id
          UNION ALL
          -- The job that would have sent it, or noted it as unsent, was given up.
          SELECT l.id, 'send', j.created_at, r.count FROM job j JOIN letter l ON l.id = (j.payload ->> 'letterId')::bigint
            CROSS JOIN LATERAL (SELECT count(*)::int FROM version_recipient r WHERE r.version_id = l.current_version_id) r
          WHERE j.name = 'send-issued' AND j.state IN ('refused', 'failed') AND r.count > 0
            AND NOT EXISTS (SELECT FROM unsent_letter u WHERE u.letter_id = l.id) AND NOT EXISTS (SELECT FROM delivery d WHERE d.letter_id = l.id)
          UNION ALL
          SELECT letter_id, 'hand-over', min(changed_at), count(*)::int FROM delivery
            WHERE state = 'queued' AND channel IN ('print', 'expedition') GROUP BY letter_id
          UNION ALL
          SELECT letter_id, 'failed', min(changed_at), count(*)::int FROM delivery WHERE state = 'failed' GROUP BY letter_id
          UNION ALL
          SELECT d.letter_id, 'late', min(o.first_tried_at), count(*)::int FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id
            WHERE o.state = 'waiting' AND o.first_tried_at < ${unseen(late, 'timestamptz')} GROUP BY d.letter_id
          UNION ALL
          SELECT st.letter_id, 'tell', min(st.at), count(*)::int FROM delivery_status t JOIN letter_status st ON st.id = t.status_id
            JOIN delivery d ON d.id = t.delivery_id
            -- What a partner office was told counts where none is on its way to be told, or one cannot be.
            CROSS JOIN LATERAL (SELECT coalesce(bool_or(state = 'waiting'), false) AS waits,
                coalesce(bool_or(state IN ('refused', 'given_up') OR (state = 'waiting' AND since < ${unseen(late, 'timestamptz')})), false) AS is_stuck
              FROM exchange_notice e WHERE e.delivery_id = t.delivery_id AND e.status_id = t.status_id) notices
            WHERE t.told_at IS NULL AND (notices.is_stuck OR NOT notices.waits OR ${paperHasLeft}) GROUP BY st.letter_id)
        SELECT l.id AS letter_id, n.text AS number, CASE WHEN l.security IN ('B', 'T') THEN l.subject ELSE '' END AS subject, l.security,
          todo.task, todo.count, todo.since
        FROM todo JOIN letter l ON l.id = todo.letter_id JOIN issue i ON i.letter_id = l.id JOIN letter_number n ON n.id = i.number_id
          JOIN appointment a ON a.id = l.drafter_id
          JOIN approval_step s ON s.version_id = l.current_version_id AND s.task = 'sign'
          JOIN position sp ON sp.id = s.position_id
          ${joinStanding}
        WHERE (todo.task = 'tell' OR standing.code IS NULL OR standing.code = 'corrected') AND ${mySending(sight)}
        ORDER BY todo.since LIMIT ${unseen(MOST_SHOWN, 'int')}`,
  );
}

/** A letter waits for its sender; noting it twice changes nothing. */
export async function addUnsent(tx: Transaction, letterId: number, at: Date): Promise<void> {
  await tx.run(sql`INSERT INTO unsent_letter (letter_id, since) VALUES (${letterId}, ${at}) ON CONFLICT DO NOTHING`);
}

export async function removeUnsent(tx: Transaction, letterId: number): Promise<void> {
  await tx.run(sql`DELETE FROM unsent_letter WHERE letter_id = ${letterId}`);
}

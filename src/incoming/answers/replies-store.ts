import { z } from 'zod';
import { LETTER_STATES } from '../../letters/letters-store.ts';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { ANSWER_STATES } from './answer-state.ts';

const ReplyRow = z.object({
  letterId: z.number(),
  state: z.enum(LETTER_STATES),
  security: z.enum(['B', 'T', 'R', 'SR']),
  drafterPersonId: z.number(),
  drafterName: z.string(),
  number: z.string().nullable(),
  /** How far an issued one has come; null before that. */
  way: z.enum(ANSWER_STATES).nullable(),
});
/** An outgoing letter, from draft to sent, that answers an incoming one. */
export type Reply = z.infer<typeof ReplyRow>;

export function listReplies(db: Sql, incomingId: number): Promise<Reply[]> {
  return db.many(
    ReplyRow,
    sql`SELECT l.id AS letter_id, l.state, l.security, p.id AS drafter_person_id, p.name AS drafter_name, n.text AS number,
          w.state AS way
        FROM letter l JOIN appointment a ON a.id = l.drafter_id JOIN person p ON p.id = a.person_id
          LEFT JOIN answer_way w ON w.letter_id = l.id LEFT JOIN issue i ON i.letter_id = l.id LEFT JOIN letter_number n ON n.id = i.number_id
        WHERE l.answers_id = ${incomingId} ORDER BY l.id`,
  );
}

/** The incoming letter that an outgoing one answers. */
export async function findAnsweredId(db: Sql, letterId: number): Promise<number | undefined> {
  const row = await db.maybe(
    z.object({ answersId: z.number().nullable() }),
    sql`SELECT answers_id FROM letter WHERE id = ${letterId}`,
  );
  return row?.answersId ?? undefined;
}

const HandRow = z.object({ positionId: z.number() });

/** The posts that have the letter in hand, or passed it up or down and answer for it. */
export function listHands(db: Sql, incomingId: number): Promise<z.infer<typeof HandRow>[]> {
  return db.many(
    HandRow,
    sql`SELECT position_id FROM holding
        WHERE incoming_id = ${incomingId} AND state IN ('unread', 'read', 'forwarded', 'passed_on', 'reported') ORDER BY id DESC`,
  );
}

import { z } from 'zod';
import { URGENCY } from '../../letters/letter-kind.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { MOST_ALARMS } from '../registering/desk-store.ts';
import { type IncomingSight, lineAlone, readable } from '../sight-store.ts';
import { ANSWER_STATES, type AnswerState } from './answer-state.ts';

const WayRow = z.object({ state: z.enum(ANSWER_STATES), lateAt: z.date().nullable() });

/** How far an answer was when it was last looked at; undefined: not yet. */
export function findWay(db: Sql, letterId: number): Promise<z.infer<typeof WayRow> | undefined> {
  return db.maybe(WayRow, sql`SELECT state, late_at FROM answer_way WHERE letter_id = ${letterId}`);
}

/** Another state begins another time to wait. What it answers is locked. */
export async function storeWay(
  tx: Transaction,
  way: { letterId: number; incomingId: number; state: AnswerState },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO answer_way (letter_id, incoming_id, state, since) VALUES (${way.letterId}, ${way.incomingId}, ${way.state}, ${at})
        ON CONFLICT (letter_id) DO UPDATE SET state = excluded.state, since = excluded.since, late_at = NULL`,
  );
}

/** False when it has moved on meanwhile, or was told before. */
export async function storeLate(tx: Transaction, letterId: number, since: Date, at: Date): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE answer_way SET late_at = ${at}
        WHERE letter_id = ${letterId} AND since = ${since} AND late_at IS NULL AND state IN ('waiting', 'moving')`,
  );
  return touched === 1;
}

/** Of a letter that another answer closed nobody waits for this one. */
const isAwaited = sql`(i.state = 'open' OR (i.state = 'closed' AND i.answered_by IS NULL))`;

const LyingRow = z.object({
  letterId: z.number(),
  incomingId: z.number(),
  since: z.date(),
  urgency: z.enum(URGENCY),
});

/** Answers that neither arrived nor failed, of which nobody was told that they lie too long; `urgency` of what they answer. */
export function listLying(db: Sql): Promise<z.infer<typeof LyingRow>[]> {
  return db.many(
    LyingRow,
    sql`SELECT w.letter_id, w.incoming_id, w.since, i.urgency FROM answer_way w JOIN incoming i ON i.id = w.incoming_id
        WHERE w.state IN ('waiting', 'moving') AND w.late_at IS NULL AND ${isAwaited} ORDER BY w.since, w.letter_id`,
  );
}

const OnItsWayRow = z.object({ incomingId: z.number(), state: z.enum(['waiting', 'moving', 'failed']) });

/** Of these letters, those with an issued answer that is not there yet: with the one that is farthest. */
export function listOnTheirWay(db: Sql, incomingIds: readonly number[]): Promise<z.infer<typeof OnItsWayRow>[]> {
  return db.many(
    OnItsWayRow,
    sql`SELECT DISTINCT ON (w.incoming_id) w.incoming_id, w.state FROM answer_way w JOIN incoming i ON i.id = w.incoming_id
        WHERE w.incoming_id = ANY (${[...incomingIds]}::bigint[]) AND w.state IN ('waiting', 'moving', 'failed') AND ${isAwaited}
        ORDER BY w.incoming_id, array_position(ARRAY['moving', 'waiting', 'failed'], w.state), w.letter_id`,
  );
}

/**
 * Lines of the agendas kept whose answer failed or lies too long, the longest first: begins with the few answers under way. Of secret
 * ones those alone that may be read: what is left out afterwards would hide the rest.
 */
export function listStuckAnswers(db: Sql, sight: IncomingSight): Promise<z.infer<typeof OnItsWayRow>[]> {
  return db.many(
    OnItsWayRow,
    sql`WITH under_way AS MATERIALIZED (SELECT incoming_id, state, since FROM answer_way
            WHERE state IN ('waiting', 'moving', 'failed') AND (state = 'failed' OR late_at IS NOT NULL))
        SELECT w.incoming_id, w.state FROM under_way w JOIN incoming i ON i.id = w.incoming_id
        WHERE ${lineAlone(sight)} AND (i.security IN ('B', 'T') OR ${readable(sight)}) AND ${isAwaited}
        ORDER BY w.since, w.incoming_id LIMIT ${MOST_ALARMS + 1}`,
  );
}

const id = z.object({ id: z.number() });

/** Posts of the unit for which one of our letters was signed, while they exist: an answer may go to any of them. */
export async function listIssuingPosts(db: Sql, letterId: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT o.id FROM letter l JOIN approval_step s ON s.version_id = l.current_version_id AND s.task = 'sign'
          JOIN position p ON p.id = s.position_id JOIN position o ON o.unit_id = p.unit_id WHERE l.id = ${letterId}`,
  );
  return rows.map((row) => row.id);
}

/** Who keeps this agenda. */
export async function listAgendaClerks(db: Sql, unitId: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT DISTINCT p.id FROM duty d JOIN person p ON p.id = d.person_id
        WHERE d.unit_id = ${unitId} AND d.duty = 'registry' AND p.disabled_at IS NULL ORDER BY p.id`,
  );
  return rows.map((row) => row.id);
}

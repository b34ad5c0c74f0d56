import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { HOLDING_STATES, type HoldingState } from './tree-states.ts';

const HoldingRow = z.object({
  id: z.number(),
  parentId: z.number().nullable(),
  sheetId: z.number().nullable(),
  via: z.enum(['root', 'forward', 'disposition']),
  positionId: z.number(),
  positionName: z.string(),
  unitName: z.string(),
  /** Of the post to which it was given, whichever has it now. */
  givenName: z.string(),
  responsible: z.boolean(),
  forInformation: z.boolean(),
  dueAt: z.date().nullable(),
  state: z.enum(HOLDING_STATES),
  stateSince: z.date(),
  since: z.date(),
});
/** A post that has or had a letter in hand. */
export type Holding = z.infer<typeof HoldingRow>;

/** The whole tree, oldest first: parents before their children. */
export function listHoldings(db: Sql, incomingId: number): Promise<Holding[]> {
  return db.many(
    HoldingRow,
    sql`SELECT h.id, h.parent_id, h.sheet_id,
          CASE s.kind WHEN 'forward' THEN 'forward' WHEN 'disposition' THEN 'disposition' ELSE 'root' END AS via,
          h.position_id, p.name AS position_name, u.name AS unit_name, coalesce(g.name, p.name) AS given_name, h.responsible,
          coalesce(s.for_information, false) AS for_information, h.due_at, h.state, h.state_since, h.since
        FROM holding h JOIN position p ON p.id = h.position_id JOIN unit u ON u.id = p.unit_id
          LEFT JOIN sheet s ON s.id = h.sheet_id LEFT JOIN position g ON g.id = h.given_position_id
        WHERE h.incoming_id = ${incomingId} ORDER BY h.id`,
  );
}

const LetterOfRow = z.object({ incomingId: z.number() });

export async function findLetterOfHolding(db: Sql, holdingId: number): Promise<number | undefined> {
  const row = await db.maybe(LetterOfRow, sql`SELECT incoming_id FROM holding WHERE id = ${holdingId}`);
  return row?.incomingId;
}

/** The letters that these are holdings of; of unknown ones nothing. */
export function listLettersOfHoldings(db: Sql, ids: readonly number[]) {
  return db.many(
    z.object({ holdingId: z.number(), incomingId: z.number() }),
    sql`SELECT id AS holding_id, incoming_id FROM holding WHERE id = ANY (${[...ids]}::bigint[])`,
  );
}

/** One of those who got the letter by this sheet. */
export async function findHoldingOfSheet(db: Sql, sheetId: number): Promise<number | undefined> {
  const row = await db.maybe(
    z.object({ id: z.number() }),
    sql`SELECT h.id FROM holding h JOIN sheet s ON s.id = h.sheet_id AND s.from_holding_id = h.parent_id
        WHERE s.id = ${sheetId} AND h.incoming_id = s.incoming_id ORDER BY h.id LIMIT 1`,
  );
  return row?.id;
}

/** Of a letter whose row is locked. */
export async function storeHoldingState(
  tx: Transaction,
  holdingId: number,
  state: HoldingState,
  at: Date,
): Promise<void> {
  await tx.run(sql`UPDATE holding SET state = ${state}, state_since = ${at} WHERE id = ${holdingId}`);
}

/** Taken up again, it has its time anew: by the old one it would be late, and the superior told, in that moment. */
export async function storeTimeAnew(tx: Transaction, holdingId: number, at: Date): Promise<void> {
  await tx.run(sql`UPDATE holding SET since = ${at}, due_at = NULL WHERE id = ${holdingId}`);
}

export interface NewHolding {
  incomingId: number;
  parentId: number;
  sheetId: number;
  positionId: number;
  responsible: boolean;
  dueAt: Date | null;
}

/** A new one below another, unread. */
export async function insertHolding(tx: Transaction, holding: NewHolding, at: Date): Promise<number> {
  const row = await tx.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO holding (incoming_id, parent_id, sheet_id, position_id, responsible, due_at, state, state_since, since)
        VALUES (${holding.incomingId}, ${holding.parentId}, ${holding.sheetId}, ${holding.positionId}, ${holding.responsible},
          ${holding.dueAt}, 'unread', ${at}, ${at}) RETURNING id`,
  );
  return row.id;
}

import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { foldNumber } from './letter-number.ts';

export const NUMBER_STATES = ['reserved', 'issued', 'cancelled', 'held', 'paper'] as const;

export const NumberRow = z.object({
  id: z.number(),
  registerId: z.number(),
  year: z.number(),
  number: z.number(),
  /** The letter of an inserted number: `a` in 15.a. Empty for every other. */
  sub: z.string(),
  text: z.string(),
  /** Null for a number of a block that no letter of this application has. */
  letterId: z.number().nullable(),
  /** The block that it was taken in; null for a number taken by a signing, or inserted. */
  blockId: z.number().nullable(),
  state: z.enum(NUMBER_STATES),
  reason: z.string(),
});
/**
 * A number of a register. `reserved`: for a signing that is not finished; `held`: of a block, not accounted for; `paper`: of
 * a block, used on paper. Until its letter is signed the text of an inserted number and of one of a block is a mere figure.
 */
export type LetterNumber = z.infer<typeof NumberRow>;

export const numberColumns = sql`id, register_id, year, number, sub, text, letter_id, block_id, state, reason`;

const RegisterRow = z.object({
  id: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  unitCode: z.string(),
  code: z.string(),
  name: z.string(),
});
export type Register = z.infer<typeof RegisterRow>;

const registerSelect = sql`SELECT r.id, r.unit_id, u.name AS unit_name, u.code AS unit_code, r.code, r.name
  FROM register r JOIN unit u ON u.id = r.unit_id`;

export async function findRegister(db: Sql, id: number): Promise<Register | undefined> {
  return db.maybe(RegisterRow, sql`${registerSelect} WHERE r.id = ${id}`);
}

export async function listRegisters(db: Sql): Promise<Register[]> {
  return db.many(RegisterRow, sql`${registerSelect} ORDER BY u.name, r.name, r.id`);
}

/**
 * The unit whose register counts for a unit: the nearest, itself first, that has one or that writes under its own letterhead.
 * Never one beyond that letterhead: an agency's numbers stay with its own clerks, whoever in the region signed first.
 */
export async function findCountingUnit(db: Sql, unitId: number, code: string): Promise<number> {
  const row = await db.maybe(
    z.object({ id: z.number() }),
    sql`WITH RECURSIVE above (id, parent_id, address, depth) AS (
          SELECT id, parent_id, address, 0 FROM unit WHERE id = ${unitId}
          UNION ALL
          SELECT u.id, u.parent_id, u.address, a.depth + 1 FROM unit u JOIN above a ON u.id = a.parent_id WHERE a.depth < 32)
        SELECT a.id FROM above a
        WHERE a.address <> '' OR EXISTS (SELECT FROM register r WHERE r.unit_id = a.id AND r.code = ${code})
        ORDER BY a.depth LIMIT 1`,
  );
  return row?.id ?? unitId;
}

export async function findRegisterOfUnit(db: Sql, unitId: number, code: string): Promise<Register | undefined> {
  return db.maybe(RegisterRow, sql`${registerSelect} WHERE r.unit_id = ${unitId} AND r.code = ${code}`);
}

export async function addRegister(db: Sql, register: { unitId: number; code: string; name: string }): Promise<void> {
  await db.run(sql`INSERT INTO register (unit_id, code, name) VALUES (${register.unitId}, ${register.code}, ${register.name})
    ON CONFLICT (unit_id, code) DO NOTHING`);
}

/** Counts on by one. The counter's row stays locked until the caller's transaction ends; a rollback gives the number back. */
export async function countOn(tx: Transaction, registerId: number, year: number): Promise<number> {
  const row = await tx.one(
    z.object({ last: z.number() }),
    sql`INSERT INTO register_counter AS c (register_id, year, last) VALUES (${registerId}, ${year}, 1)
        ON CONFLICT (register_id, year) DO UPDATE SET last = c.last + 1 RETURNING last`,
  );
  return row.last;
}

/** The number that a letter holds now, locked: reserved or issued, never a cancelled one. */
export async function lockNumberOfLetter(tx: Transaction, letterId: number): Promise<LetterNumber | undefined> {
  return tx.maybe(
    NumberRow,
    sql`SELECT ${numberColumns} FROM letter_number WHERE letter_id = ${letterId} AND state <> 'cancelled' FOR UPDATE`,
  );
}

export async function findNumberOfLetter(db: Sql, letterId: number): Promise<LetterNumber | undefined> {
  return db.maybe(
    NumberRow,
    sql`SELECT ${numberColumns} FROM letter_number WHERE letter_id = ${letterId} AND state <> 'cancelled'`,
  );
}

export async function findNumber(db: Sql, id: number): Promise<LetterNumber | undefined> {
  return db.maybe(NumberRow, sql`SELECT ${numberColumns} FROM letter_number WHERE id = ${id}`);
}

/** The same row, locked. */
export async function lockNumber(tx: Transaction, id: number): Promise<LetterNumber | undefined> {
  return tx.maybe(NumberRow, sql`SELECT ${numberColumns} FROM letter_number WHERE id = ${id} FOR UPDATE`);
}

/** The counter of a register and year, locked until the caller's transaction ends; 0 where nothing was counted yet. */
export async function lockCounter(tx: Transaction, registerId: number, year: number): Promise<number> {
  const row = await tx.maybe(
    z.object({ last: z.number() }),
    sql`SELECT last FROM register_counter WHERE register_id = ${registerId} AND year = ${year} FOR UPDATE`,
  );
  return row?.last ?? 0;
}

/** The letters of the numbers inserted after `number`, cancelled ones too. The caller holds the counter. */
export async function listSubs(tx: Transaction, registerId: number, year: number, number: number): Promise<string[]> {
  const rows = await tx.many(
    z.object({ sub: z.string() }),
    sql`SELECT sub FROM letter_number WHERE register_id = ${registerId} AND year = ${year} AND number = ${number} AND sub <> ''
        ORDER BY sub`,
  );
  return rows.map(({ sub }) => sub);
}

/** Another number of this register and year that reads the same, whatever became of it. */
export async function findSameText(
  db: Sql,
  { registerId, year, text }: { registerId: number; year: number; text: string },
  besidesId: number,
): Promise<LetterNumber | undefined> {
  return db.maybe(
    NumberRow,
    sql`SELECT ${numberColumns} FROM letter_number WHERE register_id = ${registerId} AND year = ${year}
        AND folded = ${foldNumber(text)} AND id <> ${besidesId} AND state <> 'held' LIMIT 1`,
  );
}

export interface NewNumber {
  registerId: number;
  year: number;
  number: number;
  sub?: string;
  text: string;
  letterId: number | null;
  blockId?: number;
  state?: 'reserved' | 'held' | 'cancelled';
  reason?: string;
  by: number;
  at: Date;
}

export async function addNumber(tx: Transaction, number: NewNumber): Promise<LetterNumber> {
  return tx.one(
    NumberRow,
    sql`INSERT INTO letter_number (register_id, year, number, sub, text, letter_id, block_id, state, reason, changed_by, taken_at, changed_at)
        VALUES (${number.registerId}, ${number.year}, ${number.number}, ${number.sub ?? ''}, ${number.text}, ${number.letterId},
                ${number.blockId ?? null}, ${number.state ?? 'reserved'}, ${number.reason ?? ''}, ${number.by}, ${number.at}, ${number.at})
        RETURNING ${numberColumns}`,
  );
}

/** Only a reserved number changes so; anything else is a fault here and refused again by the table's trigger. */
export async function changeReserved(
  tx: Transaction,
  id: number,
  change: { text?: string; state?: 'issued' | 'cancelled'; reason?: string; by: number; at: Date },
): Promise<LetterNumber> {
  const row = await tx.maybe(
    NumberRow,
    sql`UPDATE letter_number SET text = coalesce(${change.text ?? null}, text), state = coalesce(${change.state ?? null}, state),
          reason = coalesce(${change.reason ?? null}, reason), changed_by = ${change.by}, changed_at = ${change.at}
        WHERE id = ${id} AND state = 'reserved' RETURNING ${numberColumns}`,
  );
  if (row === undefined) throw new Fault(`number ${id} is not reserved`);
  return row;
}

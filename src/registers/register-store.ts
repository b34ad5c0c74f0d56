import { z } from 'zod';
import { Fault } from '../errors.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { foldNumber } from './letter-number.ts';

export const NumberRow = z.object({
  id: z.number(),
  registerId: z.number(),
  year: z.number(),
  number: z.number(),
  text: z.string(),
  letterId: z.number(),
  state: z.enum(['reserved', 'issued', 'cancelled']),
  reason: z.string(),
});
/** A number of a register. `reserved`: taken for a signing that is not finished. */
export type LetterNumber = z.infer<typeof NumberRow>;

const numberColumns = sql`id, register_id, year, number, text, letter_id, state, reason`;

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

export async function addNumber(
  tx: Transaction,
  number: { registerId: number; year: number; number: number; text: string; letterId: number; by: number; at: Date },
): Promise<LetterNumber> {
  return tx.one(
    NumberRow,
    sql`INSERT INTO letter_number (register_id, year, number, text, letter_id, state, changed_by, taken_at, changed_at)
        VALUES (${number.registerId}, ${number.year}, ${number.number}, ${number.text}, ${number.letterId}, 'reserved',
                ${number.by}, ${number.at}, ${number.at})
        RETURNING ${numberColumns}`,
  );
}

/** Only a reserved number changes; anything else is a fault here and refused again by the table's trigger. */
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

/** Whether a signing of this letter is under way: from then on its number is in bytes that may already be signed. */
export async function signingIsOpen(db: Sql, letterId: number): Promise<boolean> {
  const row = await db.one(
    z.object({ open: z.boolean() }),
    sql`SELECT EXISTS (SELECT FROM signing_act WHERE letter_id = ${letterId} AND state NOT IN ('done', 'abandoned')) AS open`,
  );
  return row.open;
}

/** The letter's row is locked before its number, here as in the signing act, so that the two never wait for each other. */
export async function lockLetterOf(tx: Transaction, letterId: number): Promise<void> {
  await tx.one(z.object({ id: z.number() }), sql`SELECT id FROM letter WHERE id = ${letterId} FOR UPDATE`);
}

const RegisterLine = z.object({
  id: z.number(),
  number: z.number(),
  text: z.string(),
  letterId: z.number(),
  state: NumberRow.shape.state,
  /** How the issued letter stands; null: as issued. Its number stays issued. */
  standing: z.enum(['withdrawn', 'recalled', 'superseded', 'corrected']).nullable(),
  reason: z.string(),
  changedByName: z.string().nullable(),
  takenAt: z.date(),
  changedAt: z.date(),
  subject: z.string(),
  security: z.enum(['B', 'T', 'R', 'SR']),
});
/** One line of a register page: a number that was taken, with its letter. */
export type RegisterLine = z.infer<typeof RegisterLine>;

export async function listLines(
  db: Sql,
  where: { registerId: number; year: number; find: string; limit: number; offset: number },
): Promise<RegisterLine[]> {
  const folded = foldNumber(where.find);
  return db.many(
    RegisterLine,
    sql`SELECT n.id, n.number, n.text, n.letter_id, n.state, n.reason, p.name AS changed_by_name, n.taken_at, n.changed_at,
          l.subject, l.security, CASE WHEN n.state = 'issued' THEN (SELECT nullif(s.code, 'restored') FROM letter_status s
            WHERE s.letter_id = l.id ORDER BY s.id DESC LIMIT 1) END AS standing
        FROM letter_number n JOIN letter l ON l.id = n.letter_id LEFT JOIN person p ON p.id = n.changed_by
        WHERE n.register_id = ${where.registerId} AND n.year = ${where.year}
          AND (${folded} = '' OR position(${folded} in lower(replace(n.text, ' ', ''))) > 0)
        ORDER BY n.number DESC LIMIT ${where.limit} OFFSET ${where.offset}`,
  );
}

/** How many lines `listLines` would give without its limit. */
export async function countLines(db: Sql, where: { registerId: number; year: number; find: string }): Promise<number> {
  const folded = foldNumber(where.find);
  const { total } = await db.one(
    z.object({ total: z.number() }),
    sql`SELECT count(*)::int AS total FROM letter_number n WHERE n.register_id = ${where.registerId} AND n.year = ${where.year}
          AND (${folded} = '' OR position(${folded} in lower(replace(n.text, ' ', ''))) > 0)`,
  );
  return total;
}

const Counts = z.object({ last: z.number(), issued: z.number(), reserved: z.number(), cancelled: z.number() });
/** `last` is the counter: always issued + reserved + cancelled. */
export type RegisterCounts = z.infer<typeof Counts>;

export async function countRegister(db: Sql, registerId: number, year: number): Promise<RegisterCounts> {
  return db.one(
    Counts,
    sql`SELECT coalesce((SELECT last FROM register_counter WHERE register_id = ${registerId} AND year = ${year}), 0) AS last,
          count(*) FILTER (WHERE state = 'issued')::int AS issued,
          count(*) FILTER (WHERE state = 'reserved')::int AS reserved,
          count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled
        FROM letter_number WHERE register_id = ${registerId} AND year = ${year}`,
  );
}

export async function listYears(db: Sql, registerId: number): Promise<number[]> {
  const rows = await db.many(
    z.object({ year: z.number() }),
    sql`SELECT year FROM register_counter WHERE register_id = ${registerId} ORDER BY year DESC`,
  );
  return rows.map((row) => row.year);
}

const Gap = z.object({ registerId: z.number(), year: z.number(), number: z.number() });
export type RegisterGap = z.infer<typeof Gap>;

/** Numbers that nobody can account for: counted but not written, or written beyond the counter. Must be empty. */
export async function listGaps(db: Sql): Promise<RegisterGap[]> {
  return db.many(
    Gap,
    sql`SELECT c.register_id, c.year, g.number FROM register_counter c
          CROSS JOIN LATERAL generate_series(1, c.last) AS g (number)
          WHERE NOT EXISTS (SELECT FROM letter_number n WHERE n.register_id = c.register_id AND n.year = c.year AND n.number = g.number)
        UNION ALL
        SELECT n.register_id, n.year, n.number FROM letter_number n
          LEFT JOIN register_counter c ON c.register_id = n.register_id AND c.year = n.year
          WHERE n.number > coalesce(c.last, 0)
        ORDER BY 1, 2, 3`,
  );
}

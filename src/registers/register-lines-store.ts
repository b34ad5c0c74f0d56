import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { type Query, sql } from '../postgres/sql.ts';
import { foldNumber } from './letter-number.ts';
import { NUMBER_STATES } from './register-store.ts';

const RegisterLine = z.object({
  id: z.number(),
  number: z.number(),
  sub: z.string(),
  text: z.string(),
  letterId: z.number().nullable(),
  blockId: z.number().nullable(),
  state: z.enum(NUMBER_STATES),
  /** How the issued letter stands; null: as issued. Its number stays issued. */
  standing: z.enum(['withdrawn', 'recalled', 'superseded', 'corrected']).nullable(),
  reason: z.string(),
  changedByName: z.string().nullable(),
  takenAt: z.date(),
  changedAt: z.date(),
  subject: z.string(),
  security: z.enum(['B', 'T', 'R', 'SR']),
  /** To whom and by whom, of a letter written on paper. */
  addressee: z.string().nullable(),
  signedBy: z.string().nullable(),
  /** Who said so. */
  recordedBy: z.number().nullable(),
  /** The date as printed, of an issued letter and of one on paper; `YYYY-MM-DD`. */
  letterDate: z.string().nullable(),
  signedAt: z.date().nullable(),
  /** Whether an earlier date than that of the signature stands on the letter. */
  backdated: z.boolean(),
  /** Why a number was inserted, taken in a block or given to a letter, and why an earlier date was granted. */
  grantReason: z.string().nullable(),
});
/** One line of a register page: a number that was taken, with what became of it. */
export type RegisterLine = z.infer<typeof RegisterLine>;

const line = sql`SELECT n.id, n.number, n.sub, n.text, n.letter_id, n.block_id, n.state, n.reason, p.name AS changed_by_name, n.taken_at,
    n.changed_at, coalesce(l.subject, w.subject, '') AS subject, coalesce(l.security, w.security, 'B') AS security,
    w.addressee, w.signed_by, w.person_id AS recorded_by, coalesce(a.letter_date, w.letter_date) AS letter_date, a.sealed_at AS signed_at,
    coalesce(a.letter_date <> (a.sealed_at AT TIME ZONE (SELECT time_zone FROM office))::date, false) AS backdated,
    coalesce((SELECT string_agg(g.reason, '; ' ORDER BY g.id) FROM number_grant g
        WHERE g.letter_id = n.letter_id AND (g.number_id = n.id OR (g.what = 'date' AND g.letter_date = a.letter_date))),
      (SELECT b.reason FROM number_block b WHERE b.id = n.block_id)) AS grant_reason,
    CASE WHEN n.state = 'issued' THEN (SELECT nullif(s.code, 'restored') FROM letter_status s
      WHERE s.letter_id = l.id ORDER BY s.id DESC LIMIT 1) END AS standing
  FROM letter_number n LEFT JOIN letter l ON l.id = n.letter_id LEFT JOIN person p ON p.id = n.changed_by
    LEFT JOIN paper_letter w ON w.number_id = n.id
    LEFT JOIN signing_act a ON a.letter_id = n.letter_id AND a.state = 'done' AND n.state = 'issued'`;

/** Part of a number, as an index of parts can be asked for it. */
const partOf = (folded: string) => `%${folded.replace(/[\\%_]/g, '\\$&')}%`;

/** Newest first, an inserted number right above the one that it was inserted after. Of what was found the rest is counted off. */
export async function listLines(
  db: Sql,
  where: { registerId: number; year: number; find: string; limit: number; offset: number },
): Promise<RegisterLine[]> {
  const found = sql`AND folded LIKE ${partOf(foldNumber(where.find))}`;
  return listShown(db, where, sql`${found} ORDER BY number DESC, sub DESC LIMIT ${where.limit} OFFSET ${where.offset}`);
}

/**
 * The same of everything. As `last` numbers fill a year without a gap, what is passed over is reckoned and not read: below
 * `offset` lines stands a number that is smaller by as many, but for the inserted ones in between.
 */
export async function listAllLines(
  db: Sql,
  where: { registerId: number; year: number; limit: number; offset: number },
  { last, inserted }: Pick<RegisterCounts, 'last' | 'inserted'>,
): Promise<RegisterLine[]> {
  const { registerId, year, limit, offset } = where;
  const order = sql`ORDER BY number DESC, sub DESC LIMIT ${limit}`;
  if (offset <= inserted) return listShown(db, where, sql`${order} OFFSET ${offset}`);
  const from = last - offset + inserted;
  return listShown(
    db,
    where,
    sql`AND number <= ${from} ${order} OFFSET ${inserted}::int - (SELECT count(*) FROM letter_number i
          WHERE i.register_id = ${registerId} AND i.year = ${year} AND i.sub <> '' AND i.number > ${from})`,
  );
}

function listShown(db: Sql, { registerId, year }: { registerId: number; year: number }, which: Query) {
  return db.many(
    RegisterLine,
    sql`${line} JOIN (SELECT number, sub FROM letter_number WHERE register_id = ${registerId} AND year = ${year} ${which}) shown
            ON (shown.number, shown.sub) = (n.number, n.sub)
        WHERE n.register_id = ${registerId} AND n.year = ${year} ORDER BY n.number DESC, n.sub DESC`,
  );
}

/** A whole year from 1 on. */
export async function listYearLines(db: Sql, where: { registerId: number; year: number }): Promise<RegisterLine[]> {
  return db.many(
    RegisterLine,
    sql`${line} WHERE n.register_id = ${where.registerId} AND n.year = ${where.year} ORDER BY n.number, n.sub`,
  );
}

/** The numbers of one block, in order. */
export async function listBlockLines(db: Sql, blockId: number): Promise<RegisterLine[]> {
  return db.many(RegisterLine, sql`${line} WHERE n.block_id = ${blockId} ORDER BY n.number`);
}

/** How many lines `listLines` would give without its limit. */
export async function countLines(db: Sql, where: { registerId: number; year: number; find: string }): Promise<number> {
  const { total } = await db.one(
    z.object({ total: z.number() }),
    sql`SELECT count(*)::int AS total FROM letter_number n WHERE n.register_id = ${where.registerId} AND n.year = ${where.year}
          AND n.folded LIKE ${partOf(foldNumber(where.find))}`,
  );
  return total;
}

const Counts = z.object({
  last: z.number(),
  issued: z.number(),
  reserved: z.number(),
  cancelled: z.number(),
  /** Of a block: not accounted for, and used on paper. */
  held: z.number(),
  paper: z.number(),
  /** Inserted numbers, whatever became of them: none of them counts above. */
  inserted: z.number(),
});
/** `last` is the counter: always issued + reserved + cancelled + held + paper. */
export type RegisterCounts = z.infer<typeof Counts>;

/** Counted number by number, for whoever looks for what is missing. */
export async function countRegister(db: Sql, registerId: number, year: number): Promise<RegisterCounts> {
  return db.one(
    Counts,
    sql`SELECT coalesce((SELECT last FROM register_counter WHERE register_id = ${registerId} AND year = ${year}), 0) AS last,
          count(*) FILTER (WHERE state = 'issued' AND sub = '')::int AS issued,
          count(*) FILTER (WHERE state = 'reserved' AND sub = '')::int AS reserved,
          count(*) FILTER (WHERE state = 'cancelled' AND sub = '')::int AS cancelled,
          count(*) FILTER (WHERE state = 'held')::int AS held,
          count(*) FILTER (WHERE state = 'paper')::int AS paper,
          count(*) FILTER (WHERE sub <> '')::int AS inserted
        FROM letter_number WHERE register_id = ${registerId} AND year = ${year}`,
  );
}

/**
 * The same for a page: of the numbers that the counter gave, the few that were not issued are counted. That none is missing is
 * looked after by the database, `listGaps` and the report.
 */
export async function countByCounter(db: Sql, registerId: number, year: number): Promise<RegisterCounts> {
  const ofYear = sql`register_id = ${registerId} AND year = ${year}`;
  return db.one(
    Counts,
    sql`SELECT c.last, c.last - n.reserved - n.cancelled - n.held - n.paper AS issued, n.reserved, n.cancelled, n.held, n.paper,
          (SELECT count(*)::int FROM letter_number WHERE ${ofYear} AND sub <> '') AS inserted
        FROM (SELECT coalesce((SELECT last FROM register_counter WHERE ${ofYear}), 0) AS last) c,
          (SELECT count(*) FILTER (WHERE state = 'reserved')::int AS reserved,
              count(*) FILTER (WHERE state = 'cancelled')::int AS cancelled,
              count(*) FILTER (WHERE state = 'held')::int AS held,
              count(*) FILTER (WHERE state = 'paper')::int AS paper
            FROM letter_number WHERE ${ofYear} AND state IN ('reserved', 'cancelled', 'held', 'paper') AND sub = '') n`,
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
          WHERE NOT EXISTS (SELECT FROM letter_number n WHERE n.register_id = c.register_id AND n.year = c.year
            AND n.number = g.number AND n.sub = '')
        UNION ALL
        SELECT n.register_id, n.year, n.number FROM letter_number n
          LEFT JOIN register_counter c ON c.register_id = n.register_id AND c.year = n.year
          WHERE n.number > coalesce(c.last, 0)
        ORDER BY 1, 2, 3`,
  );
}

const OnPaper = z.object({
  registerId: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  registerName: z.string(),
  year: z.number(),
  text: z.string(),
  addressee: z.string(),
  subject: z.string(),
  letterDate: z.string(),
});
/** A letter written on paper with a number of a block. */
export type PaperLetter = z.infer<typeof OnPaper>;

/**
 * Letters on paper of these units whose number reads like what was typed, newest first and at most ten. To whom a secret one went is
 * told to whoever recorded it.
 */
export async function findOnPaper(
  db: Sql,
  typed: string,
  { unitIds, personId }: { unitIds: readonly number[]; personId: number },
): Promise<PaperLetter[]> {
  const folded = foldNumber(typed);
  if (folded === '') return [];
  return db.many(
    OnPaper,
    sql`SELECT r.id AS register_id, r.unit_id, u.name AS unit_name, r.name AS register_name, n.year, n.text,
          CASE WHEN w.security IN ('B', 'T') OR w.person_id = ${personId} THEN w.addressee ELSE '' END AS addressee, w.subject, w.letter_date
        FROM letter_number n JOIN paper_letter w ON w.number_id = n.id JOIN register r ON r.id = n.register_id JOIN unit u ON u.id = r.unit_id
        WHERE n.state = 'paper' AND r.unit_id = ANY (${[...unitIds]}::int[]) AND n.folded LIKE ${partOf(folded)}
        ORDER BY w.letter_date DESC, n.id DESC LIMIT 10`,
  );
}

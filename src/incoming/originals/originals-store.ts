import { z } from 'zod';
import { SECURITY } from '../../people/security-class.ts';
import { bytea } from '../../postgres/bytea.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { holdBook } from '../../sending/expedition-store.ts';
import { HANDOVER_KINDS, PAPER_CHANNELS, WHEREABOUTS, type Whereabouts } from './original-course.ts';

const LineRow = z.object({
  id: z.number(),
  incomingId: z.number(),
  year: z.number(),
  number: z.number(),
  kind: z.enum(HANDOVER_KINDS),
  positionId: z.number().nullable(),
  toUnitId: z.number().nullable(),
  place: z.string(),
  receiver: z.string(),
  takenAt: z.date(),
  closed: z.boolean(),
  proofSha256: bytea.nullable(),
  note: z.string(),
  correctsId: z.number().nullable(),
  /** Number and year of the line that it corrects. */
  correctsNumber: z.number().nullable(),
  correctsYear: z.number().nullable(),
  reason: z.string(),
  recordedBy: z.string(),
  recordedAt: z.date(),
});
/** A line of the book of originals. */
export type HandoverLine = z.infer<typeof LineRow>;

const columns = sql`l.id, l.incoming_id, l.year, l.number, l.kind, l.position_id, l.to_unit_id, l.place, l.receiver, l.taken_at, l.closed,
    l.proof_sha256, l.note, l.corrects_id, c.number AS corrects_number, c.year AS corrects_year, l.reason, p.name AS recorded_by, l.recorded_at
  FROM handover l JOIN person p ON p.id = l.recorded_by LEFT JOIN handover c ON c.id = l.corrects_id`;

/** Everything written about one original, oldest first, corrections with what they correct. */
export function listHandovers(db: Sql, incomingId: number): Promise<HandoverLine[]> {
  return db.many(LineRow, sql`SELECT ${columns} WHERE l.incoming_id = ${incomingId} ORDER BY l.id`);
}

/** The same of several letters at once. */
export function listHandoversOf(db: Sql, ids: readonly number[]): Promise<HandoverLine[]> {
  return db.many(LineRow, sql`SELECT ${columns} WHERE l.incoming_id = ANY (${[...ids]}::bigint[]) ORDER BY l.id`);
}

const BookRow = LineRow.extend({
  agenda: z.number(),
  agendaYear: z.number(),
  letterNumber: z.string(),
  senderName: z.string(),
  security: z.enum(SECURITY),
  /** Empty for R and SR. */
  subject: z.string(),
});
export type HandoverBookRow = z.infer<typeof BookRow>;

const like = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

export interface BookStretch {
  unitId: number;
  from: Date;
  until: Date;
  /** In receiver, place, sender or number. */
  words: string;
  most: number;
}

/** Lines written in these days, in the order of their numbers. */
export function listHandoverBook(
  db: Sql,
  { unitId, from, until, words, most }: BookStretch,
): Promise<HandoverBookRow[]> {
  return db.many(
    BookRow,
    sql`SELECT i.agenda, i.year AS agenda_year, i.number AS letter_number, i.sender_name, i.security,
          CASE WHEN i.security IN ('B', 'T') THEN i.subject ELSE '' END AS subject, x.*
        FROM (SELECT ${columns} WHERE l.unit_id = ${unitId} AND l.recorded_at >= ${from} AND l.recorded_at < ${until}) x
          JOIN incoming i ON i.id = x.incoming_id
        WHERE ${words} = '' OR x.receiver ILIKE ${like(words)} OR x.place ILIKE ${like(words)} OR i.sender_name ILIKE ${like(words)}
          OR i.number ILIKE ${like(words)}
        ORDER BY x.year, x.number LIMIT ${most}::int`,
  );
}

const OriginalRow = z.object({ original: z.enum(WHEREABOUTS), onPaper: z.boolean() });

/** Where the paper is; `onPaper`: it came by a channel that brings some. */
export function readOriginal(db: Sql, incomingId: number): Promise<z.infer<typeof OriginalRow>> {
  return db.one(
    OriginalRow,
    sql`SELECT original, channel = ANY (${[...PAPER_CHANNELS]}::text[]) AS on_paper FROM incoming WHERE id = ${incomingId}`,
  );
}

/** `since`: in somebody's hands. */
export async function storeOriginal(
  tx: Transaction,
  incomingId: number,
  { original, since }: { original: Whereabouts; since: Date | null },
): Promise<void> {
  await tx.run(sql`UPDATE incoming SET original = ${original}, original_since = ${since} WHERE id = ${incomingId}`);
}

export type NewHandover = Pick<
  HandoverLine,
  | 'incomingId'
  | 'year'
  | 'kind'
  | 'positionId'
  | 'toUnitId'
  | 'place'
  | 'receiver'
  | 'takenAt'
  | 'closed'
  | 'proofSha256'
  | 'note'
  | 'correctsId'
  | 'reason'
> & { unitId: number; personId: number; at: Date };

/** The next line of the unit's book in this year, without a gap whoever writes at the same moment. */
export async function addHandover(tx: Transaction, line: NewHandover): Promise<void> {
  await holdBook(tx, line.unitId);
  await tx.run(
    sql`INSERT INTO handover (unit_id, year, number, incoming_id, kind, position_id, to_unit_id, place, receiver, taken_at, closed,
          proof_sha256, note, corrects_id, reason, recorded_by, recorded_at)
        SELECT ${line.unitId}, ${line.year}, coalesce(max(number), 0) + 1, ${line.incomingId}, ${line.kind}, ${line.positionId}, ${line.toUnitId},
          ${line.place}, ${line.receiver}, ${line.takenAt}, ${line.closed}, ${line.proofSha256}, ${line.note}, ${line.correctsId},
          ${line.reason}, ${line.personId}, ${line.at}
        FROM handover WHERE unit_id = ${line.unitId} AND year = ${line.year}`,
  );
}

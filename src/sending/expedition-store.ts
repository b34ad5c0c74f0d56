import { z } from 'zod';
import { type Sight, visible } from '../letters/letter-sight-store.ts';
import { joinStanding } from '../letters/letter-status-store.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { type Query, sql } from '../postgres/sql.ts';

/** What is said of a paper on its way: no subject, whatever the class. */
const Paper = z.object({
  deliveryId: z.number(),
  letterId: z.number(),
  letterNumber: z.string(),
  security: z.enum(SECURITY),
  part: z.enum(['to', 'cc']),
  name: z.string(),
  address: z.string(),
  copyNumber: z.number().nullable(),
});

const PendingRow = Paper.extend({ since: z.date() });
/** A paper that waits for its courier. */
export type PendingPaper = z.infer<typeof PendingRow>;

/** Papers of letters that the unit drafted or signed, oldest first; what became void meanwhile does not leave. */
export function listPending(db: Sql, unitId: number): Promise<PendingPaper[]> {
  return db.many(
    PendingRow,
    sql`SELECT d.id AS delivery_id, d.letter_id, n.text AS letter_number, l.security, d.part, d.name, d.address, d.copy_number, d.changed_at AS since
        FROM delivery d JOIN letter l ON l.id = d.letter_id JOIN issue i ON i.letter_id = l.id
          JOIN letter_number n ON n.id = i.number_id
          JOIN approval_step s ON s.version_id = l.current_version_id AND s.task = 'sign' JOIN position sp ON sp.id = s.position_id
          ${joinStanding}
        WHERE d.channel = 'expedition' AND d.state = 'queued' AND ${unitId} IN (l.unit_id, sp.unit_id)
          AND (standing.code IS NULL OR standing.code = 'corrected')
        ORDER BY d.changed_at, d.letter_id, d.ordinal`,
  );
}

const LineRow = Paper.extend({
  id: z.number(),
  unitId: z.number(),
  year: z.number(),
  number: z.number(),
  sheets: z.number(),
  sentBy: z.string(),
  sentAt: z.date(),
  outcome: z.enum(['delivered', 'returned']).nullable(),
  receiver: z.string(),
  receivedAt: z.date().nullable(),
  note: z.string(),
  /** A signature or a photo of the slip, as a PDF. */
  proofSha256: bytea.nullable(),
  /** False: to whom it went, and who took it there, is not for this reader; all that says so is empty. */
  named: z.boolean(),
});
/** A line of the handover book. */
export type ExpeditionLine = z.infer<typeof LineRow>;

/**
 * Whether the book names the recipient. Of a secret letter while the paper is on its way, because whoever keeps the book that day records who took
 * it; afterwards to those who sent it off or recorded that, and to whoever may open the letter.
 */
function named(sight: Sight): Query {
  return sql`(l.security IN ('B', 'T') OR e.outcome IS NULL OR ${sight.personId}::int IN (e.sent_by, e.recorded_by) OR ${visible(sight)})`;
}

const lines = (
  sight: Sight,
) => sql`SELECT e.id, e.unit_id, e.year, e.number, e.delivery_id, d.letter_id, n.text AS letter_number, l.security, d.part,
    CASE WHEN k.named THEN d.name ELSE '' END AS name, CASE WHEN k.named THEN d.address ELSE '' END AS address, d.copy_number, e.sheets,
    p.name AS sent_by, e.sent_at, e.outcome, CASE WHEN k.named THEN e.receiver ELSE '' END AS receiver, e.received_at,
    CASE WHEN k.named THEN e.note ELSE '' END AS note, CASE WHEN k.named THEN e.proof_sha256 END AS proof_sha256, k.named
  FROM expedition e JOIN delivery d ON d.id = e.delivery_id JOIN letter l ON l.id = d.letter_id JOIN issue i ON i.letter_id = l.id
    JOIN letter_number n ON n.id = i.number_id JOIN person p ON p.id = e.sent_by JOIN appointment a ON a.id = l.drafter_id
    CROSS JOIN LATERAL (SELECT coalesce(${named(sight)}, false) AS named) k`;

const like = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/** Lines of a unit that set out from `from` up to, not including, `until`, in their order; `words` in number, addressee or receiver. */
export function listLines(
  db: Sql,
  sight: Sight,
  book: { unitId: number; from: Date; until: Date; words: string; limit: number },
): Promise<ExpeditionLine[]> {
  return db.many(
    LineRow,
    sql`${lines(sight)} WHERE e.unit_id = ${book.unitId} AND e.sent_at >= ${book.from} AND e.sent_at < ${book.until}
          AND (${book.words} = '' OR n.text ILIKE ${like(book.words)}
            OR (k.named AND (d.name ILIKE ${like(book.words)} OR e.receiver ILIKE ${like(book.words)})))
        ORDER BY e.year, e.number LIMIT ${book.limit}`,
  );
}

export function findLine(db: Sql, sight: Sight, lineId: number): Promise<ExpeditionLine | undefined> {
  return db.maybe(LineRow, sql`${lines(sight)} WHERE e.id = ${lineId}`);
}

/** Whether the paper is on its way. */
export async function hasOpenLine(db: Sql, deliveryId: number): Promise<boolean> {
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT id FROM expedition WHERE delivery_id = ${deliveryId} AND outcome IS NULL`,
  );
  return rows.length > 0;
}

/** Until the transaction ends nobody else writes into a book of the unit: no number is skipped or given twice. */
export async function holdBook(tx: Transaction, unitId: number): Promise<void> {
  await tx.run(sql`SELECT id FROM unit WHERE id = ${unitId} FOR NO KEY UPDATE`);
}

/** The next line of the unit's book in this year. */
export async function addLine(
  tx: Transaction,
  line: { unitId: number; year: number; deliveryId: number; sheets: number; personId: number; at: Date },
): Promise<{ id: number; number: number }> {
  await holdBook(tx, line.unitId);
  return tx.one(
    z.object({ id: z.number(), number: z.number() }),
    sql`INSERT INTO expedition (unit_id, year, number, delivery_id, sheets, sent_by, sent_at)
        SELECT ${line.unitId}, ${line.year}, coalesce(max(number), 0) + 1, ${line.deliveryId}, ${line.sheets}, ${line.personId}, ${line.at}
        FROM expedition WHERE unit_id = ${line.unitId} AND year = ${line.year}
        RETURNING id, number`,
  );
}

export interface LineOutcome {
  lineId: number;
  outcome: 'delivered' | 'returned';
  receiver: string;
  receivedAt: Date | null;
  note: string;
  proofSha256: Buffer | null;
  personId: number;
  at: Date;
}

/** False when its outcome was recorded before. */
export async function storeOutcome(tx: Transaction, end: LineOutcome): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE expedition SET outcome = ${end.outcome}, receiver = ${end.receiver}, received_at = ${end.receivedAt}, note = ${end.note},
          proof_sha256 = ${end.proofSha256},
          recorded_by = ${end.personId}, recorded_at = ${end.at}
        WHERE id = ${end.lineId} AND outcome IS NULL`,
  );
  return touched === 1;
}

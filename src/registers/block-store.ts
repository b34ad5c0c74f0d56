import { z } from 'zod';
import type { Security } from '../people/security-class.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type LetterNumber, NumberRow, numberColumns } from './register-store.ts';

const Block = z.object({
  id: z.number(),
  registerId: z.number(),
  year: z.number(),
  first: z.number(),
  last: z.number(),
  reason: z.string(),
  personName: z.string(),
  capacity: z.string(),
  at: z.date(),
  /** How many of its numbers nobody has accounted for. The block is open until it is 0. */
  open: z.number(),
});
/** Numbers taken at once for letters on paper. */
export type NumberBlock = z.infer<typeof Block>;

const block = sql`SELECT b.id, b.register_id, b.year, b.first, b.last, b.reason, p.name AS person_name, b.capacity, b.at,
    (SELECT count(*)::int FROM letter_number n WHERE n.block_id = b.id AND n.state = 'held') AS open
  FROM number_block b JOIN person p ON p.id = b.person_id`;

export async function listBlocks(db: Sql, registerId: number, year: number): Promise<NumberBlock[]> {
  return db.many(Block, sql`${block} WHERE b.register_id = ${registerId} AND b.year = ${year} ORDER BY b.id DESC`);
}

export async function findBlock(db: Sql, id: number): Promise<NumberBlock | undefined> {
  return db.maybe(Block, sql`${block} WHERE b.id = ${id}`);
}

export async function addBlock(
  tx: Transaction,
  added: Pick<NumberBlock, 'registerId' | 'year' | 'first' | 'last' | 'reason' | 'capacity' | 'at'> & {
    personId: number;
  },
): Promise<number> {
  const row = await tx.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO number_block (register_id, year, first, last, reason, person_id, capacity, at)
        VALUES (${added.registerId}, ${added.year}, ${added.first}, ${added.last}, ${added.reason}, ${added.personId}, ${added.capacity}, ${added.at})
        RETURNING id`,
  );
  return row.id;
}

/** The numbers of a register that nobody has accounted for, the oldest first. */
export async function listHeld(db: Sql, registerId: number): Promise<LetterNumber[]> {
  return db.many(
    NumberRow,
    sql`SELECT ${numberColumns} FROM letter_number WHERE register_id = ${registerId} AND state = 'held' ORDER BY year, number`,
  );
}

/** A held number becomes something else, once; the table's trigger refuses whatever is not held. */
export async function leaveBlock(
  tx: Transaction,
  numberId: number,
  change: {
    state: 'reserved' | 'paper' | 'cancelled';
    letterId?: number;
    text?: string;
    reason?: string;
    by: number;
    at: Date;
  },
): Promise<void> {
  await tx.run(sql`UPDATE letter_number SET state = ${change.state}, letter_id = ${change.letterId ?? null},
      text = coalesce(${change.text ?? null}, text), reason = ${change.reason ?? ''}, changed_by = ${change.by}, changed_at = ${change.at}
    WHERE id = ${numberId}`);
}

/** What a number was used for on paper; written before the number's state says so. */
export async function addPaperLetter(
  tx: Transaction,
  letter: {
    numberId: number;
    addressee: string;
    subject: string;
    security: Security;
    letterDate: string;
    signedBy: string;
    personId: number;
    capacity: string;
    at: Date;
  },
): Promise<void> {
  await tx.run(sql`INSERT INTO paper_letter (number_id, addressee, subject, security, letter_date, signed_by, person_id, capacity, at)
    VALUES (${letter.numberId}, ${letter.addressee}, ${letter.subject}, ${letter.security}, ${letter.letterDate}, ${letter.signedBy},
      ${letter.personId}, ${letter.capacity}, ${letter.at})`);
}

import { z } from 'zod';
import { STATUS_CODES, type StatusCode } from '../letters/letter-status.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const SenderStatusRow = z.object({
  n: z.number(),
  code: z.enum(STATUS_CODES),
  /** The number of the letter that supersedes or corrects it; empty where none is told. */
  successor: z.string(),
  changedAt: z.date(),
  toldAt: z.date(),
});
/** What the sender of something that came did to it afterwards, as its own installation told. */
export type SenderStatus = z.infer<typeof SenderStatusRow>;

/** Oldest first, in the sender's own order. */
export function listSenderStatuses(db: Sql, intakeId: number): Promise<SenderStatus[]> {
  return db.many(
    SenderStatusRow,
    sql`SELECT n, code, successor, changed_at, told_at FROM sender_status WHERE intake_id = ${intakeId} ORDER BY n`,
  );
}

/** False when a change of this number was told before. */
export async function insertSenderStatus(
  tx: Transaction,
  intakeId: number,
  status: SenderStatus & { code: StatusCode; note: string },
): Promise<boolean> {
  const rows = await tx.run(
    sql`INSERT INTO sender_status (intake_id, n, code, successor, changed_at, note, told_at)
        VALUES (${intakeId}, ${status.n}, ${status.code}, ${status.successor}, ${status.changedAt}, ${status.note}, ${status.toldAt})
        ON CONFLICT DO NOTHING`,
  );
  return rows === 1;
}

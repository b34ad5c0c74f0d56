import { z } from 'zod';
import { bytea } from '../../postgres/bytea.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const ScanRow = z.object({
  id: z.number(),
  incomingId: z.number(),
  intakeId: z.number(),
  part: z.enum(['letter', 'attachment']),
  pages: z.number(),
  /** What was read until then; null: nothing. */
  beforeSha256: bytea.nullable(),
  beforePages: z.number().nullable(),
});
/** What was added to a registered letter later, by one act. */
export type Scan = z.infer<typeof ScanRow>;

const select = sql`SELECT id, incoming_id, intake_id, part, pages, before_sha256, before_pages FROM incoming_scan`;

/** In the order in which they were added. */
export function listScans(db: Sql, incomingId: number): Promise<Scan[]> {
  return db.many(ScanRow, sql`${select} WHERE incoming_id = ${incomingId} ORDER BY id`);
}

export function findScanOf(db: Sql, intakeId: number): Promise<Scan | undefined> {
  return db.maybe(ScanRow, sql`${select} WHERE intake_id = ${intakeId}`);
}

export interface NewScan {
  incomingId: number;
  intakeId: number;
  part: Scan['part'];
  document: { sha256: Buffer; pages: number };
  before: { sha256: Buffer; pages: number; findings: unknown } | undefined;
  by: { personId: number; capacity: string };
}

export async function insertScan(tx: Transaction, scan: NewScan, at: Date): Promise<void> {
  const { document, before, by } = scan;
  const findings = before?.findings ?? null;
  await tx.run(sql`INSERT INTO incoming_scan (incoming_id, intake_id, part, document_sha256, pages, before_sha256, before_pages,
      before_findings, added_by, capacity, added_at)
    VALUES (${scan.incomingId}, ${scan.intakeId}, ${scan.part}, ${document.sha256}, ${document.pages}, ${before?.sha256 ?? null},
      ${before?.pages ?? null}, ${findings === null ? null : JSON.stringify(findings)}::jsonb, ${by.personId}, ${by.capacity}, ${at})`);
}

/** What is read from now on. There is something to read, so its content is not withheld any more. */
export async function storeDocument(
  tx: Transaction,
  incomingId: number,
  { document, findings }: { document: { sha256: Buffer; pages: number }; findings: unknown },
): Promise<void> {
  await tx.run(sql`UPDATE incoming SET document_sha256 = ${document.sha256}, pages = ${document.pages}, withheld = false,
      findings = ${findings === null ? null : JSON.stringify(findings)}::jsonb WHERE id = ${incomingId}`);
}

/** With which item of the desk it came. */
export async function storeIntake(tx: Transaction, incomingId: number, intakeId: number): Promise<void> {
  await tx.run(sql`UPDATE incoming SET intake_id = ${intakeId} WHERE id = ${incomingId} AND intake_id IS NULL`);
}

/** Whoever has an older page of the line open is told so. */
export async function countRevision(tx: Transaction, incomingId: number): Promise<void> {
  await tx.run(sql`UPDATE incoming SET revision = revision + 1 WHERE id = ${incomingId}`);
}

import { z } from 'zod';
import { bytea } from '../../postgres/bytea.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const id = z.object({ id: z.number() });

const ReportRow = z.object({
  id: z.number(),
  holdingId: z.number(),
  text: z.string(),
  replyId: z.number().nullable(),
  personId: z.number(),
  personName: z.string(),
  capacity: z.string(),
  at: z.date(),
});
/** What a holder reported to whoever disposed. */
export type Report = z.infer<typeof ReportRow>;

export function listReports(db: Sql, incomingId: number): Promise<Report[]> {
  return db.many(
    ReportRow,
    sql`SELECT r.id, r.holding_id, r.text, r.reply_id, r.person_id, p.name AS person_name, r.capacity, r.at
        FROM report r JOIN holding h ON h.id = r.holding_id JOIN person p ON p.id = r.person_id
        WHERE h.incoming_id = ${incomingId} ORDER BY r.id`,
  );
}

const ReportFileRow = z.object({
  reportId: z.number(),
  ordinal: z.number(),
  name: z.string(),
  sha256: bytea,
  pages: z.number(),
});
/** A PDF that came with a report. */
export type ReportFile = z.infer<typeof ReportFileRow>;

export function listReportFiles(db: Sql, incomingId: number): Promise<ReportFile[]> {
  return db.many(
    ReportFileRow,
    sql`SELECT f.report_id, f.ordinal, f.name, f.sha256, f.pages
        FROM report_file f JOIN report r ON r.id = f.report_id JOIN holding h ON h.id = r.holding_id
        WHERE h.incoming_id = ${incomingId} ORDER BY f.report_id, f.ordinal`,
  );
}

export async function insertReport(
  tx: Transaction,
  report: Pick<Report, 'holdingId' | 'text' | 'replyId' | 'personId' | 'capacity' | 'at'> & {
    appointmentId: number;
    mandateId: number | undefined;
    files: readonly Omit<ReportFile, 'reportId' | 'ordinal'>[];
  },
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO report (holding_id, text, reply_id, person_id, appointment_id, mandate_id, capacity, at)
        VALUES (${report.holdingId}, ${report.text}, ${report.replyId}, ${report.personId}, ${report.appointmentId},
          ${report.mandateId ?? null}, ${report.capacity}, ${report.at}) RETURNING id`,
  );
  for (const [at, { name, sha256, pages }] of report.files.entries())
    await tx.run(sql`INSERT INTO report_file (report_id, ordinal, name, sha256, pages)
      VALUES (${row.id}, ${at + 1}, ${name}, ${sha256}, ${pages})`);
  return row.id;
}

/** Links a letter as the answer, for good; false where it answers another one. */
export async function linkAnswer(tx: Transaction, letterId: number, incomingId: number): Promise<boolean> {
  return (
    (await tx.run(sql`UPDATE letter SET answers_id = ${incomingId}
      WHERE id = ${letterId} AND (answers_id IS NULL OR answers_id = ${incomingId})`)) === 1
  );
}

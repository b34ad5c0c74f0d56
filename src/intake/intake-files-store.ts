import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { SCAN_KINDS } from '../uploads/scan-kind.ts';
import { FileFacts } from './file-facts.ts';

const fileRow = z.object({
  id: z.number(),
  ordinal: z.number(),
  role: z.enum(['letter', 'attachment']),
  name: z.string(),
  kind: z.enum(SCAN_KINDS),
  sha256: bytea,
  length: z.number(),
  letInAt: z.date().nullable(),
  problem: z.string().nullable(),
  problemDetail: z.string(),
  preparedSha256: bytea.nullable(),
  pages: z.number().nullable(),
  facts: FileFacts.nullable(),
  readSha256: bytea.nullable(),
});
export type FileRow = z.infer<typeof fileRow>;

/** A file whose pages are there. */
export interface PreparedFile extends FileRow {
  preparedSha256: Buffer;
  pages: number;
  facts: FileFacts;
}

export function isPrepared(file: FileRow): file is PreparedFile {
  return file.preparedSha256 !== null && file.pages !== null && file.facts !== null;
}

/** What belongs to the item now, the letter's files before the attachments. */
export async function listFiles(db: Sql, intakeId: number): Promise<FileRow[]> {
  return await db.many(
    fileRow,
    sql`SELECT id, ordinal, role, name, kind, sha256, length, let_in_at, problem, problem_detail, prepared_sha256, pages, facts,
          read_sha256
        FROM intake_file WHERE intake_id = ${intakeId} AND removed_at IS NULL ORDER BY role DESC, ordinal, id`,
  );
}

/** Which of these files this item, or another one for this letter, has or had before a clerk took it out. */
export async function listHeld(
  db: Sql,
  { incomingId, intakeId }: { incomingId: number; intakeId: number },
  files: readonly Pick<FileRow, 'sha256'>[],
): Promise<Buffer[]> {
  const rows = await db.many(
    fileRow.pick({ sha256: true }),
    sql`SELECT f.sha256 FROM intake_file f JOIN intake t ON t.id = f.intake_id
        WHERE f.sha256 = ANY (${files.map(({ sha256 }) => sha256)}::bytea[]) AND (t.id = ${intakeId} OR t.for_incoming_id = ${incomingId})`,
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Behind the files that are there. */
export async function insertFile(
  tx: Transaction,
  intakeId: number,
  file: Pick<FileRow, 'role' | 'name' | 'kind' | 'sha256' | 'length' | 'letInAt'>,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO intake_file (intake_id, ordinal, role, name, kind, sha256, length, let_in_at)
        SELECT ${intakeId}, coalesce(max(ordinal), 0) + 1, ${file.role}, ${file.name}, ${file.kind}, ${file.sha256}, ${file.length},
               ${file.letInAt}::timestamptz
        FROM intake_file WHERE intake_id = ${intakeId}`,
  );
}

export async function removeFile(tx: Transaction, intakeId: number, id: number, at: Date): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE intake_file SET removed_at = ${at} WHERE id = ${id} AND intake_id = ${intakeId} AND removed_at IS NULL`,
  );
  return rows === 1;
}

export async function storeRole(
  tx: Transaction,
  intakeId: number,
  id: number,
  role: FileRow['role'],
): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE intake_file SET role = ${role}, read_sha256 = NULL
        WHERE id = ${id} AND intake_id = ${intakeId} AND removed_at IS NULL`,
  );
  return rows === 1;
}

export async function storeLetIn(tx: Transaction, id: number, at: Date): Promise<void> {
  await tx.run(sql`UPDATE intake_file SET let_in_at = ${at} WHERE id = ${id} AND let_in_at IS NULL`);
}

export async function storeProblem(db: Sql, id: number, problem: { code: string; detail?: string }): Promise<void> {
  await db.run(
    sql`UPDATE intake_file SET problem = ${problem.code}, problem_detail = ${problem.detail ?? ''} WHERE id = ${id}`,
  );
}

export async function storePrepared(
  tx: Transaction,
  id: number,
  prepared: { sha256: Buffer; pages: number; facts: FileFacts },
): Promise<void> {
  await tx.run(
    sql`UPDATE intake_file SET prepared_sha256 = ${prepared.sha256}, pages = ${prepared.pages},
          facts = ${JSON.stringify(prepared.facts)}
        WHERE id = ${id}`,
  );
}

export async function storeRead(tx: Transaction, id: number, sha256: Buffer): Promise<void> {
  await tx.run(sql`UPDATE intake_file SET read_sha256 = ${sha256} WHERE id = ${id}`);
}

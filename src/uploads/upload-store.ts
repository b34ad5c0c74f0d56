import { z } from 'zod';
import { Fault } from '../errors.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { Places } from './places.ts';
import { Prepared } from './upload-jobs.ts';
import type { UploadProblem } from './upload-words.ts';

const Facts = Prepared.omit({ pages: true });

const UploadRow = z.object({
  id: z.number(),
  letterId: z.number(),
  role: z.enum(['letter', 'attachment']),
  ordinal: z.number(),
  /** As the sender's machine named it. */
  name: z.string(),
  kind: z.enum(['pdf', 'docx']),
  receivedSha256: bytea,
  receivedLength: z.number(),
  state: z.enum(['waiting', 'working', 'ready', 'refused']),
  /** Why it was refused: a code of `upload-words.ts`. */
  reason: z.string().nullable(),
  /** How far the work on it has come. */
  percent: z.number(),
  normalisedSha256: bytea.nullable(),
  pages: z.number().nullable(),
  facts: Facts.nullable(),
  places: Places.nullable(),
  approved: z.boolean(),
  uploadedAt: z.date(),
});
/** A file from outside that belongs to a letter. */
export type Upload = z.infer<typeof UploadRow>;

/** The key of the job that prepares it; its progress is the file's while it runs. */
export const workKey = (uploadId: number) => `upload:${uploadId}`;
/** The reason of a file whose job was given up. */
export const GIVEN_UP: UploadProblem = 'upload-given-up';

/**
 * A file that is not done, and of which no job waits or runs, was given up: told as refused, while its row stays as it is, so
 * that the job finds its work when an administrator lets it try again.
 */
const state = sql`CASE WHEN upload.state IN ('ready', 'refused') THEN upload.state
  WHEN work.progress IS NOT NULL THEN 'working'
  WHEN work.key IS NULL AND NOT EXISTS (SELECT 1 FROM job WHERE state = 'waiting' AND key = 'upload:' || upload.id) THEN 'refused'
  ELSE 'waiting' END`;
const columns = sql`upload.id, letter_id, role, ordinal, name, kind, received_sha256, received_length, ${state} AS state,
  CASE WHEN upload.state NOT IN ('ready', 'refused') AND ${state} = 'refused' THEN ${GIVEN_UP} ELSE reason END AS reason,
  CASE WHEN upload.state IN ('ready', 'refused') THEN 100 ELSE coalesce(floor((work.progress ->> 'percent')::numeric), 0)::int END
    AS percent, normalised_sha256, pages, facts, places, approved, uploaded_at`;
const uploads = sql`upload LEFT JOIN (SELECT key, progress FROM job WHERE state = 'running' AND key IS NOT NULL) work
  ON work.key = 'upload:' || upload.id`;

/** What belongs to the letter now: its text first, then the attachments in their order. */
export async function listUploads(db: Sql, letterId: number): Promise<Upload[]> {
  return db.many(
    UploadRow,
    sql`SELECT ${columns} FROM ${uploads} WHERE letter_id = ${letterId} AND removed_at IS NULL
        ORDER BY role DESC, ordinal, id`,
  );
}

export async function findUpload(db: Sql, id: number): Promise<Upload | undefined> {
  return db.maybe(UploadRow, sql`SELECT ${columns} FROM ${uploads} WHERE upload.id = ${id} AND removed_at IS NULL`);
}

export async function insertUpload(
  tx: Transaction,
  upload: Pick<Upload, 'letterId' | 'role' | 'name' | 'kind' | 'receivedSha256' | 'receivedLength'> & {
    personId: number;
    at: Date;
  },
): Promise<number> {
  const row = await tx.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO upload (letter_id, role, ordinal, name, kind, received_sha256, received_length, state, uploaded_by, uploaded_at)
        SELECT ${upload.letterId}, ${upload.role}, coalesce(max(ordinal), 0) + 1, ${upload.name}, ${upload.kind},
               ${upload.receivedSha256}, ${upload.receivedLength}, 'waiting', ${upload.personId}, ${upload.at}
        FROM upload WHERE letter_id = ${upload.letterId}
        RETURNING id`,
  );
  return row.id;
}

export async function storeReady(
  tx: Transaction,
  id: number,
  ready: { normalisedSha256: Buffer; prepared: Prepared },
): Promise<void> {
  const { pages, ...facts } = ready.prepared;
  await tx.run(
    sql`UPDATE upload SET state = 'ready', normalised_sha256 = ${ready.normalisedSha256},
          pages = ${pages}, facts = ${JSON.stringify(facts)}
        WHERE id = ${id} AND state IN ('waiting', 'working')`,
  );
}

export async function storeRefused(db: Sql, id: number, reason: string): Promise<void> {
  await db.run(
    sql`UPDATE upload SET state = 'refused', reason = ${reason}
        WHERE id = ${id} AND state IN ('waiting', 'working')`,
  );
}

export async function removeUpload(tx: Transaction, letterId: number, id: number, at: Date): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE upload SET removed_at = ${at} WHERE id = ${id} AND letter_id = ${letterId} AND removed_at IS NULL`,
  );
  return rows === 1;
}

/** The attachments of a letter in a new order: exactly those that it has. */
export async function storeOrder(tx: Transaction, letterId: number, ids: readonly number[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    const rows = await tx.run(
      sql`UPDATE upload SET ordinal = ${index + 1}
          WHERE id = ${id} AND letter_id = ${letterId} AND role = 'attachment' AND removed_at IS NULL`,
    );
    if (rows !== 1) throw new Fault(`upload ${id} is no attachment of letter ${letterId}`);
  }
}

export async function storePlaces(tx: Transaction, id: number, places: Places): Promise<void> {
  await tx.run(sql`UPDATE upload SET places = ${JSON.stringify(places)} WHERE id = ${id} AND role = 'letter'`);
}

/** Whoever changes how the pages look takes the approval back: it was given to what was seen. */
export async function storeApproval(tx: Transaction, letterId: number, approved: boolean): Promise<void> {
  await tx.run(sql`UPDATE upload SET approved = ${approved} WHERE letter_id = ${letterId} AND removed_at IS NULL`);
}

import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** One try at signing: everything that the signed bytes contain, stored before anything is signed. */
export const SigningAct = z.object({
  id: z.number(),
  letterId: z.number(),
  versionId: z.number(),
  stepId: z.number(),
  numberId: z.number(),
  personId: z.number(),
  appointmentId: z.number(),
  capacity: z.string(),
  certificateId: z.number(),
  sealKeyId: z.number(),
  host: z.string(),
  token: z.string(),
  letterDate: z.string(),
  sealedAt: z.date(),
  salt: bytea,
  content: z.string(),
  contentCommit: bytea,
  seal: bytea,
  sealHash: bytea,
  pages: z.number(),
  state: z.enum(['open', 'signed', 'done', 'abandoned']),
  documentSha256: bytea.nullable(),
  instance: z.number(),
  startedAt: z.date(),
});
export type SigningAct = z.infer<typeof SigningAct>;

const columns = sql`id, letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity, certificate_id, seal_key_id,
  host, token, letter_date, sealed_at, salt, content, content_commit, seal, seal_hash, pages, state, document_sha256, instance, started_at`;

export type NewAct = Omit<SigningAct, 'id' | 'state' | 'documentSha256'>;

export async function insertAct(tx: Transaction, act: NewAct): Promise<SigningAct> {
  return tx.one(
    SigningAct,
    sql`INSERT INTO signing_act (letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity, certificate_id,
          seal_key_id, host, token, letter_date, sealed_at, salt, content, content_commit, seal, seal_hash, pages, state, instance, started_at)
        VALUES (${act.letterId}, ${act.versionId}, ${act.stepId}, ${act.numberId}, ${act.personId}, ${act.appointmentId},
          ${act.capacity}, ${act.certificateId}, ${act.sealKeyId}, ${act.host}, ${act.token}, ${act.letterDate}, ${act.sealedAt},
          ${act.salt}, ${act.content}, ${act.contentCommit}, ${act.seal}, ${act.sealHash}, ${act.pages}, 'open', ${act.instance},
          ${act.startedAt})
        RETURNING ${columns}`,
  );
}

export async function tokenIsTaken(on: Sql, token: string): Promise<boolean> {
  const rows = await on.many(z.object({ id: z.number() }), sql`SELECT id FROM signing_act WHERE token = ${token}`);
  return rows.length > 0;
}

export async function findUnfinishedAct(on: Sql, letterId: number): Promise<SigningAct | undefined> {
  return on.maybe(
    SigningAct,
    sql`SELECT ${columns} FROM signing_act WHERE letter_id = ${letterId} AND state IN ('open', 'signed')`,
  );
}

export async function listUnfinishedActs(on: Sql): Promise<SigningAct[]> {
  return on.many(SigningAct, sql`SELECT ${columns} FROM signing_act WHERE state IN ('open', 'signed') ORDER BY id`);
}

/** The same token and salt, sealed again with the page count that typesetting found. False: the act is no longer open. */
export async function replaceSeal(
  on: Sql,
  actId: number,
  seal: { seal: Buffer; sealHash: Buffer; pages: number },
): Promise<boolean> {
  const touched = await on.run(
    sql`UPDATE signing_act SET seal = ${seal.seal}, seal_hash = ${seal.sealHash}, pages = ${seal.pages}
        WHERE id = ${actId} AND state = 'open'`,
  );
  return touched === 1;
}

/** Written before the file itself, so that a crash in between leaves a name to look for. False: the act was given up. */
export async function markSigned(on: Sql, actId: number, documentSha256: Buffer): Promise<boolean> {
  const touched = await on.run(
    sql`UPDATE signing_act SET state = 'signed', document_sha256 = ${documentSha256} WHERE id = ${actId} AND state = 'open'`,
  );
  return touched === 1;
}

export async function markDone(tx: Transaction, actId: number, at: Date): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE signing_act SET state = 'done', finished_at = ${at} WHERE id = ${actId} AND state = 'signed'`,
  );
  return touched === 1;
}

export async function markAbandoned(on: Sql, actId: number, at: Date): Promise<void> {
  await on.run(
    sql`UPDATE signing_act SET state = 'abandoned', finished_at = ${at} WHERE id = ${actId} AND state IN ('open', 'signed')`,
  );
}

export async function isDone(on: Sql, actId: number): Promise<boolean> {
  const { state } = await on.one(
    SigningAct.pick({ state: true }),
    sql`SELECT state FROM signing_act WHERE id = ${actId}`,
  );
  return state === 'done';
}

/**
 * Files that are no documents yet and will be: those of an unfinished act, which recovery looks for, and those that came in while
 * the virus scanner was away. The sweep leaves them, and a copy of the office holds them.
 */
export async function listAwaitedDocuments(on: Sql): Promise<Buffer[]> {
  const rows = await on.many(
    z.object({ documentSha256: bytea }),
    sql`SELECT document_sha256 FROM signing_act WHERE state = 'signed'
        UNION SELECT sha256 FROM intake_file WHERE let_in_at IS NULL AND problem IS NULL`,
  );
  return rows.map((row) => row.documentSha256);
}

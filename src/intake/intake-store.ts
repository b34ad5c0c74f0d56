import { z } from 'zod';
import { STATUS_CODES } from '../letters/letter-status.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type ArrangedPage, Arrangement } from './arrangement.ts';
import { Findings } from './findings.ts';
import { FoundFields } from './found-fields.ts';
import { ORIGINS, STATES } from './intake-item.ts';

/** An empty object where nothing is known. */
const found = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value),
  FoundFields.optional(),
);

/** What says who may add to a line of an agenda. */
const ForLine = z.object({
  state: z.enum(['open', 'closed', 'void']),
  security: z.enum(SECURITY),
  registeredBy: z.number().nullable(),
  addresseePositionId: z.number(),
});

const itemRow = z.object({
  id: z.number(),
  unitId: z.number(),
  origin: z.enum(ORIGINS),
  state: z.enum(STATES),
  reason: z.string().nullable(),
  percent: z.number(),
  found,
  findings: Findings.nullable(),
  documentSha256: bytea.nullable(),
  pages: z.number().nullable(),
  arrangement: Arrangement.nullable(),
  revision: z.number(),
  putInBy: z.number().nullable(),
  putInAt: z.date(),
  /** The registered letter for which it was scanned; null: it is to be registered itself. */
  forIncomingId: z.number().nullable(),
  forLine: ForLine.nullable(),
});
export type ItemRow = z.infer<typeof itemRow>;

/** The key of the job that prepares it; its progress is the item's while it runs. */
export const workKey = (intakeId: number) => `intake:${intakeId}`;
/** The reason of an item whose job was given up. */
export const GIVEN_UP = 'upload-given-up';

/**
 * An item that is not prepared, and of which no job waits or runs, was given up: told as refused, while its row stays as it is,
 * so that the job finds its work when an administrator lets it try again.
 */
const givenUp = sql`intake.state = 'waiting'
  AND NOT EXISTS (SELECT 1 FROM job WHERE state IN ('waiting', 'running') AND key = 'intake:' || intake.id)`;
const columns = sql`intake.id, unit_id, origin, CASE WHEN ${givenUp} THEN 'refused' ELSE intake.state END AS state,
  CASE WHEN ${givenUp} THEN ${GIVEN_UP} ELSE reason END AS reason, found, findings, document_sha256, pages, arrangement, revision,
  put_in_by, put_in_at, for_incoming_id,
  (SELECT jsonb_build_object('state', i.state, 'security', i.security, 'registeredBy', i.registered_by,
      'addresseePositionId', i.addressee_position_id) FROM incoming i WHERE i.id = intake.for_incoming_id) AS for_line,
  coalesce((SELECT floor((progress ->> 'percent')::numeric)::int FROM job
            WHERE job.state = 'running' AND key = 'intake:' || intake.id), 0) AS percent`;

export async function findItem(db: Sql, id: number): Promise<ItemRow | undefined> {
  return await db.maybe(itemRow, sql`SELECT ${columns} FROM intake WHERE id = ${id}`);
}

/** Held until the transaction ends: whoever changes, registers or puts aside an item comes one after the other. */
export async function lockItem(tx: Transaction, id: number): Promise<ItemRow | undefined> {
  await tx.maybe(z.object({ id: z.number() }), sql`SELECT id FROM intake WHERE id = ${id} FOR UPDATE`);
  return await findItem(tx, id);
}

export async function findSubmission(
  db: Sql,
  origin: ItemRow['origin'],
  submissionKey: string,
): Promise<{ id: number; unitId: number; putInBy: number | null } | undefined> {
  return await db.maybe(
    itemRow.pick({ id: true, unitId: true, putInBy: true }),
    sql`SELECT id, unit_id, put_in_by FROM intake WHERE origin = ${origin} AND submission_key = ${submissionKey}`,
  );
}

/** Undefined where something came in under this key before; its transaction has ended then. */
export async function insertItem(
  tx: Transaction,
  item: Pick<ItemRow, 'unitId' | 'origin' | 'found' | 'putInBy' | 'forIncomingId'> & {
    submissionKey: string;
    state: 'waiting' | 'ready';
    at: Date;
  },
): Promise<number | undefined> {
  const row = await tx.maybe(
    z.object({ id: z.number() }),
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, found, put_in_by, for_incoming_id, put_in_at, changed_at)
        VALUES (${item.unitId}, ${item.origin}, ${item.state}, ${item.submissionKey}, ${JSON.stringify(item.found ?? {})},
                ${item.putInBy}, ${item.forIncomingId}, ${item.at}, ${item.at})
        ON CONFLICT (origin, submission_key) DO NOTHING RETURNING id`,
  );
  return row?.id;
}

const lineRow = itemRow
  .pick({ id: true, unitId: true, origin: true, reason: true, percent: true, found: true, pages: true, putInAt: true })
  .extend({
    state: z.enum(['waiting', 'ready', 'refused', 'put_aside']),
    name: z.string(),
    files: z.number(),
    waitsForScanner: z.boolean(),
    senderStatus: z.enum(STATUS_CODES).nullable(),
  });
export type LineRow = z.infer<typeof lineRow>;

/** Shown of them. */
export const MOST_LINES = 300;

/**
 * What lies in the front desk of a unit, the oldest first; or what was put aside there, the newest first, older than `before`. One
 * more than is shown.
 */
export async function listItems(
  db: Sql,
  unitId: number,
  which: 'open' | 'put_aside',
  before = Number.MAX_SAFE_INTEGER,
): Promise<LineRow[]> {
  const [chosen, order] =
    which === 'open'
      ? [sql`intake.state IN ('waiting', 'ready', 'refused')`, sql`intake.id`]
      : [sql`intake.state = 'put_aside' AND intake.id < ${before}::bigint`, sql`intake.id DESC`];
  return await db.many(
    lineRow,
    sql`SELECT ${columns}, coalesce(file.names[1], '') AS name, coalesce(cardinality(file.names), 0) AS files,
          coalesce(file.outside, false) AS waits_for_scanner,
          (SELECT code FROM sender_status WHERE intake_id = intake.id ORDER BY n DESC LIMIT 1) AS sender_status
        FROM intake LEFT JOIN LATERAL (
          SELECT array_agg(name ORDER BY ordinal) AS names, bool_or(let_in_at IS NULL AND problem IS NULL) AS outside
          FROM intake_file WHERE intake_id = intake.id AND removed_at IS NULL) file ON true
        WHERE unit_id = ${unitId} AND for_incoming_id IS NULL AND ${chosen} ORDER BY ${order} LIMIT ${MOST_LINES + 1}`,
  );
}

const forLine = itemRow.pick({ id: true, state: true, putInBy: true, putInAt: true, unitId: true, forLine: true });
/** Scanned for a registered letter, and not added to it yet. */
export type ItemForLine = z.infer<typeof forLine>;

/** Those that are to be added, or those that were put aside. */
export async function listItemsFor(
  db: Sql,
  incomingId: number,
  which: 'open' | 'put_aside' = 'open',
): Promise<ItemForLine[]> {
  const states = which === 'open' ? ['waiting', 'ready', 'refused'] : ['put_aside'];
  return await db.many(
    forLine,
    sql`SELECT ${columns} FROM intake WHERE for_incoming_id = ${incomingId} AND intake.state = ANY (${states}::text[]) ORDER BY intake.id`,
  );
}

const leftRow = forLine.extend({ forIncomingId: z.number() });

/**
 * Scanned for letters of these agendas, not struck, and no part of them though nothing is being prepared; the oldest first. Of a secret
 * one what this person put in alone: what others may not see would in time be all that is found.
 */
export async function listLeft(
  db: Sql,
  { unitIds, personId }: { unitIds: readonly number[]; personId: number },
  most: number,
): Promise<z.infer<typeof leftRow>[]> {
  return await db.many(
    leftRow,
    sql`SELECT * FROM (SELECT ${columns} FROM intake WHERE unit_id = ANY (${[...unitIds]}::int[]) AND for_incoming_id IS NOT NULL
          AND intake.state IN ('waiting', 'ready', 'refused')) one
        WHERE state <> 'waiting' AND for_line ->> 'state' <> 'void'
          AND (for_line ->> 'security' IN ('B', 'T') OR put_in_by = ${personId}) ORDER BY id LIMIT ${most}`,
  );
}

/** It came with the registration of this letter, and is no item of the desk. */
export async function storeFor(tx: Transaction, id: number, incomingId: number): Promise<void> {
  await tx.run(sql`UPDATE intake SET for_incoming_id = ${incomingId} WHERE id = ${id}`);
}

/** It is of the desk from now on, and may become a line of its own. */
export async function storeFree(tx: Transaction, id: number): Promise<void> {
  await tx.run(sql`UPDATE intake SET for_incoming_id = NULL WHERE id = ${id}`);
}

/** Changed by a clerk: what was prepared for the state before is not kept, and the job has work again. */
export async function storeChanged(
  tx: Transaction,
  id: number,
  change: { arrangement: ArrangedPage[] | null; at: Date },
): Promise<void> {
  await tx.run(
    sql`UPDATE intake SET state = 'waiting', reason = NULL, document_sha256 = NULL, pages = NULL, put_aside_by = NULL, revision = revision + 1,
          arrangement = ${change.arrangement && JSON.stringify(change.arrangement)}, changed_at = ${change.at}
        WHERE id = ${id}`,
  );
}

/** False when the item was changed, registered or put aside meanwhile: nothing is stored then. */
export async function storeReady(
  tx: Transaction,
  ready: Pick<ItemRow, 'id' | 'revision' | 'documentSha256' | 'pages'> & {
    found: FoundFields | undefined;
    findings: Findings;
    at: Date;
  },
): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE intake SET state = 'ready', document_sha256 = ${ready.documentSha256}, pages = ${ready.pages},
          findings = ${JSON.stringify(ready.findings)}, found = ${JSON.stringify(ready.found ?? {})}, changed_at = ${ready.at}
        WHERE id = ${ready.id} AND state = 'waiting' AND revision = ${ready.revision}`,
  );
  return rows === 1;
}

export async function storeRefused(
  db: Sql,
  refused: Pick<ItemRow, 'id' | 'revision'> & { reason: string; at: Date },
): Promise<void> {
  await db.run(
    sql`UPDATE intake SET state = 'refused', reason = ${refused.reason}, changed_at = ${refused.at}
        WHERE id = ${refused.id} AND state = 'waiting' AND revision = ${refused.revision}`,
  );
}

export async function storeEnd(
  tx: Transaction,
  id: number,
  end: { state: 'registered' | 'ready' } | { state: 'put_aside'; reason: string; personId: number },
  at: Date,
): Promise<void> {
  const [reason, by] = end.state === 'put_aside' ? [end.reason, end.personId] : [null, null];
  await tx.run(
    sql`UPDATE intake SET state = ${end.state}, reason = ${reason}, put_aside_by = ${by}, changed_at = ${at} WHERE id = ${id}`,
  );
}

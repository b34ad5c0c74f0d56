import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Whether a signing of this letter is under way: from then on its number is in bytes that may already be signed. */
export async function signingIsOpen(db: Sql, letterId: number): Promise<boolean> {
  const row = await db.one(
    z.object({ open: z.boolean() }),
    sql`SELECT EXISTS (SELECT FROM signing_act WHERE letter_id = ${letterId} AND state NOT IN ('done', 'abandoned')) AS open`,
  );
  return row.open;
}

/** The letter's row is locked before its number, here as in the signing act, so that the two never wait for each other. */
export async function lockLetterOf(tx: Transaction, letterId: number): Promise<void> {
  await tx.one(z.object({ id: z.number() }), sql`SELECT id FROM letter WHERE id = ${letterId} FOR UPDATE`);
}

const Waiting = z.object({
  id: z.number(),
  state: z.enum(['in_approval', 'awaiting_signature']),
  subject: z.string(),
  security: z.enum(['B', 'T', 'R', 'SR']),
  kindName: z.string(),
  kindNameEn: z.string(),
  drafterName: z.string(),
  createdAt: z.date(),
  /** In whose name it will be signed, and in which set of kinds it is counted. */
  unitId: z.number(),
  registerCode: z.string(),
});
/** A letter on its way to the signature, as those see it who grant numbers and dates. */
export type WaitingLetter = z.infer<typeof Waiting>;

const waiting = sql`SELECT l.id, l.state, l.subject, l.security, k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en, p.name AS drafter_name, l.created_at,
    (v.content::jsonb #>> '{signatory,unitId}')::int AS unit_id, v.content::jsonb #>> '{kind,registerCode}' AS register_code
  FROM letter l JOIN letter_version v ON v.id = l.current_version_id JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
    JOIN appointment a ON a.id = l.drafter_id JOIN person p ON p.id = a.person_id
  WHERE l.state IN ('in_approval', 'awaiting_signature')`;

/** Letters of a set of kinds that wait for their signature, the newest first and at most `limit`. */
export async function listWaiting(db: Sql, registerCode: string, limit: number): Promise<WaitingLetter[]> {
  return db.many(
    Waiting,
    sql`${waiting} AND v.content::jsonb #>> '{kind,registerCode}' = ${registerCode} ORDER BY l.id DESC LIMIT ${limit}`,
  );
}

/** Undefined for a letter that is not on its way to the signature. */
export async function findWaiting(db: Sql, letterId: number): Promise<WaitingLetter | undefined> {
  return db.maybe(Waiting, sql`${waiting} AND l.id = ${letterId}`);
}

/** Whether there is such a letter, and its state whatever it is; locked until the caller's transaction ends. */
export async function lockState(tx: Transaction, letterId: number): Promise<string | undefined> {
  const row = await tx.maybe(
    z.object({ state: z.string() }),
    sql`SELECT state FROM letter WHERE id = ${letterId} FOR UPDATE`,
  );
  return row?.state;
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const openRow = z.object({ personId: z.number().nullable(), expiresAt: z.date() });
const countRow = z.object({ count: z.number() });

/** The newest link of a person replaces every earlier one; `personId` null is the very first administrator's. */
export async function insertInvitation(
  tx: Transaction,
  invitation: { tokenHash: Buffer; personId: number | null; expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    DELETE FROM invitation WHERE used_at IS NULL AND person_id IS NOT DISTINCT FROM ${invitation.personId}::integer`);
  await tx.run(sql`
    INSERT INTO invitation (token_hash, person_id, created_at, expires_at)
    VALUES (${invitation.tokenHash}, ${invitation.personId}, ${now}, ${invitation.expiresAt})`);
}

/** An invitation that can still be used at `now`. */
export function findOpenInvitation(
  db: Sql,
  tokenHash: Buffer,
  now: Date,
): Promise<z.infer<typeof openRow> | undefined> {
  return db.maybe(
    openRow,
    sql`SELECT person_id, expires_at FROM invitation
        WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}`,
  );
}

/** Uses the invitation up. The one who updates the row has it: two at once cannot both come in. */
export function takeInvitation(
  tx: Transaction,
  tokenHash: Buffer,
  now: Date,
): Promise<z.infer<typeof openRow> | undefined> {
  return tx.maybe(
    openRow,
    sql`UPDATE invitation SET used_at = ${now}
        WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
        RETURNING person_id, expires_at`,
  );
}

export async function removeOpenInvitations(tx: Transaction, personId: number): Promise<void> {
  await tx.run(sql`DELETE FROM invitation WHERE person_id = ${personId} AND used_at IS NULL`);
}

export async function countPersons(db: Sql): Promise<number> {
  return (await db.one(countRow, sql`SELECT count(*) AS count FROM person`)).count;
}

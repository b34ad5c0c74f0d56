import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import type { Recipient } from './recipients.ts';

const RecipientRow = z.object({
  ordinal: z.number(),
  part: z.enum(['to', 'cc']),
  name: z.string(),
  address: z.string(),
  positionId: z.number().nullable(),
  email: z.string(),
  groupName: z.string(),
});
export type VersionRecipient = z.infer<typeof RecipientRow>;

/** To whom a version goes; written with it, once. */
export async function addRecipients(
  tx: Transaction,
  versionId: number,
  recipients: readonly Recipient[],
): Promise<void> {
  await tx.run(
    sql`INSERT INTO version_recipient (version_id, ordinal, part, name, address, position_id, email, group_name)
        SELECT ${versionId}, r.ordinality, r.value ->> 'part', r.value ->> 'name', r.value ->> 'address',
          (r.value ->> 'positionId')::int, r.value ->> 'email', r.value ->> 'groupName'
        FROM jsonb_array_elements(${JSON.stringify(recipients)}::jsonb) WITH ORDINALITY r`,
  );
}

/** A corrected version goes to the same people as the one before it. */
export async function copyRecipients(tx: Transaction, fromVersionId: number, toVersionId: number): Promise<void> {
  await tx.run(
    sql`INSERT INTO version_recipient (version_id, ordinal, part, name, address, position_id, email, group_name)
        SELECT ${toVersionId}, ordinal, part, name, address, position_id, email, group_name
        FROM version_recipient WHERE version_id = ${fromVersionId}`,
  );
}

/** Empty for a version that was submitted before recipients were kept, and for one that goes to nobody. */
export function listRecipients(db: Sql, versionId: number): Promise<VersionRecipient[]> {
  return db.many(
    RecipientRow,
    sql`SELECT ordinal, part, name, address, position_id, email, group_name FROM version_recipient
        WHERE version_id = ${versionId} ORDER BY ordinal`,
  );
}

import { z } from 'zod';
import { bytea } from '../../postgres/bytea.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const DeskRow = z.object({ unitId: z.number(), name: z.string(), address: z.string(), contact: z.string() });
/** A unit that takes letters from the public form, and how else it can be reached. */
export type PublicDesk = z.infer<typeof DeskRow>;

export function listPublicDesks(db: Sql): Promise<PublicDesk[]> {
  return db.many(
    DeskRow,
    sql`SELECT d.unit_id, u.name, u.address, u.contact FROM public_desk d JOIN unit u ON u.id = d.unit_id ORDER BY u.name, u.id`,
  );
}

/** These and no others. */
export async function storePublicDesks(
  tx: Transaction,
  { unitIds, personId, at }: { unitIds: readonly number[]; personId: number; at: Date },
): Promise<void> {
  await tx.run(sql`DELETE FROM public_desk WHERE NOT unit_id = ANY (${[...unitIds]}::int[])`);
  await tx.run(
    sql`INSERT INTO public_desk (unit_id, opened_by, opened_at)
        SELECT u, ${personId}::int, ${at}::timestamptz FROM unnest(${[...unitIds]}::int[]) u ON CONFLICT DO NOTHING`,
  );
}

/** How many letters of the form nobody has looked at yet: a flood shows here. */
export async function countOpenPublic(db: Sql, unitId: number): Promise<number> {
  const row = await db.one(
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int AS count FROM intake
        WHERE unit_id = ${unitId} AND origin = 'public' AND state IN ('waiting', 'ready', 'refused')`,
  );
  return row.count;
}

/** In the transaction that takes the letter in. */
export async function insertReceipt(
  tx: Transaction,
  { intakeId, codeHash }: { intakeId: number; codeHash: Buffer },
): Promise<void> {
  await tx.run(sql`INSERT INTO public_letter (intake_id, code_hash) VALUES (${intakeId}, ${codeHash})`);
}

export async function findReceipt(db: Sql, intakeId: number): Promise<Buffer | undefined> {
  const row = await db.maybe(
    z.object({ codeHash: bytea }),
    sql`SELECT code_hash FROM public_letter WHERE intake_id = ${intakeId}`,
  );
  return row?.codeHash;
}

const FollowedRow = z.object({
  unitName: z.string(),
  unitContact: z.string(),
  intakeState: z.enum(['waiting', 'ready', 'refused', 'registered', 'put_aside']),
  /** Why it was refused, a code, or put aside, as typed. */
  reason: z.string().nullable(),
  putInAt: z.date(),
  changedAt: z.date(),
  /** Of the line in force; a struck one is none. */
  state: z.enum(['open', 'closed']).nullable(),
  stateSince: z.date().nullable(),
  registeredAt: z.date().nullable(),
  agenda: z.number().nullable(),
  year: z.number().nullable(),
  isSecret: z.boolean().nullable(),
  answered: z.boolean(),
});
export type FollowedRow = z.infer<typeof FollowedRow>;

export function findByReceipt(db: Sql, codeHash: Buffer): Promise<FollowedRow | undefined> {
  return db.maybe(
    FollowedRow,
    sql`SELECT u.name AS unit_name, u.contact AS unit_contact, k.state AS intake_state, k.reason, k.put_in_at, k.changed_at,
          i.state, i.state_since, i.registered_at, i.agenda, i.year,
          i.security IN ('R', 'SR') AS is_secret, i.answered_by IS NOT NULL AS answered
        FROM public_letter p JOIN intake k ON k.id = p.intake_id JOIN unit u ON u.id = k.unit_id
          LEFT JOIN incoming i ON i.intake_id = k.id AND i.state <> 'void'
        WHERE p.code_hash = ${codeHash}`,
  );
}

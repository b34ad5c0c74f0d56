import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const FirstHolderRow = z.object({
  unitId: z.number(),
  positionId: z.number(),
  positionName: z.string(),
  closedAt: z.date().nullable(),
});
/** The post to which letters for the posts of a unit go first. */
export type FirstHolder = z.infer<typeof FirstHolderRow>;

const columns = sql`f.unit_id, f.position_id, p.name AS position_name, p.closed_at
  FROM first_holder f JOIN position p ON p.id = f.position_id`;

export function listFirstHolders(db: Sql): Promise<FirstHolder[]> {
  return db.many(FirstHolderRow, sql`SELECT ${columns} ORDER BY f.unit_id`);
}

export function findFirstHolder(db: Sql, unitId: number): Promise<FirstHolder | undefined> {
  return db.maybe(FirstHolderRow, sql`SELECT ${columns} WHERE f.unit_id = ${unitId}`);
}

export async function storeFirstHolder(tx: Transaction, unitId: number, positionId: number): Promise<void> {
  await tx.run(sql`INSERT INTO first_holder (unit_id, position_id) VALUES (${unitId}, ${positionId})
    ON CONFLICT (unit_id) DO UPDATE SET position_id = excluded.position_id`);
}

export async function deleteFirstHolder(tx: Transaction, unitId: number): Promise<void> {
  await tx.run(sql`DELETE FROM first_holder WHERE unit_id = ${unitId}`);
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const unitRow = z.object({
  id: z.number(),
  parentId: z.number().nullable(),
  code: z.string(),
  name: z.string(),
  address: z.string(),
  contact: z.string(),
});
export type Unit = z.infer<typeof unitRow>;

const id = z.object({ id: z.number() });

export function listUnits(db: Sql): Promise<Unit[]> {
  return db.many(unitRow, sql`SELECT id, parent_id, code, name, address, contact FROM unit ORDER BY id`);
}

export function findUnit(db: Sql, unitId: number): Promise<Unit | undefined> {
  return db.maybe(unitRow, sql`SELECT id, parent_id, code, name, address, contact FROM unit WHERE id = ${unitId}`);
}

/** The new unit's id; undefined when another unit has the code. */
export async function insertUnit(tx: Transaction, unit: Omit<Unit, 'id'>): Promise<number | undefined> {
  const row = await tx.maybe(
    id,
    sql`INSERT INTO unit (parent_id, code, name, address, contact)
        VALUES (${unit.parentId}, ${unit.code}, ${unit.name}, ${unit.address}, ${unit.contact})
        ON CONFLICT (code) DO NOTHING RETURNING id`,
  );
  return row?.id;
}

export async function updateUnit(
  tx: Transaction,
  unit: Pick<Unit, 'id' | 'name' | 'address' | 'contact'>,
): Promise<boolean> {
  const rows = await tx.run(sql`
    UPDATE unit SET name = ${unit.name}, address = ${unit.address}, contact = ${unit.contact} WHERE id = ${unit.id}`);
  return rows === 1;
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const officeKinds = ['head_of_region', 'deputy_head', 'secretary', 'other'] as const;

const positionRow = z.object({
  id: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  superiorId: z.number().nullable(),
  name: z.string(),
  code: z.string(),
  officeKind: z.enum(officeKinds),
  closedAt: z.date().nullable(),
});
export type Position = z.infer<typeof positionRow>;

const id = z.object({ id: z.number() });
const columns = sql`
  position.id, position.unit_id, unit.name AS unit_name, position.superior_id, position.name, position.code,
  position.office_kind, position.closed_at`;

/** Every position, closed ones too: the tree of superiors is whole only with them. */
export function listPositions(db: Sql): Promise<Position[]> {
  return db.many(
    positionRow,
    sql`SELECT ${columns} FROM position JOIN unit ON unit.id = position.unit_id ORDER BY position.id`,
  );
}

export function findPosition(db: Sql, positionId: number): Promise<Position | undefined> {
  return db.maybe(
    positionRow,
    sql`SELECT ${columns} FROM position JOIN unit ON unit.id = position.unit_id WHERE position.id = ${positionId}`,
  );
}

/** Of these, the posts above which nobody of their own unit stands. */
export async function listHeadsAmong(db: Sql, positionIds: readonly number[]): Promise<number[]> {
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT p.id FROM position p LEFT JOIN position s ON s.id = p.superior_id AND s.unit_id = p.unit_id
        WHERE p.id = ANY (${[...positionIds]}::int[]) AND s.id IS NULL`,
  );
  return rows.map(({ id }) => id);
}

export async function insertPosition(
  tx: Transaction,
  position: Pick<Position, 'unitId' | 'superiorId' | 'name' | 'code' | 'officeKind'>,
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO position (unit_id, superior_id, name, code, office_kind)
        VALUES (${position.unitId}, ${position.superiorId}, ${position.name}, ${position.code}, ${position.officeKind})
        RETURNING id`,
  );
  return row.id;
}

/** False when it was closed before. */
export async function markPositionClosed(tx: Transaction, positionId: number, now: Date): Promise<boolean> {
  return (
    (await tx.run(sql`UPDATE position SET closed_at = ${now} WHERE id = ${positionId} AND closed_at IS NULL`)) === 1
  );
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const PolicyRow = z.object({
  id: z.number(),
  kind: z.string().nullable(),
  unitId: z.number().nullable(),
  atOnce: z.boolean(),
  attach: z.boolean(),
});
/** Whether letters of a kind or a unit set out by themselves once issued, and whether an open one goes with its file. */
export type SendingPolicy = z.infer<typeof PolicyRow>;

const select = sql`SELECT p.id, p.kind, p.unit_id, p.at_once, p.attach FROM sending_policy p`;

/** The rule for the whole office first. */
export function listPolicies(db: Sql): Promise<SendingPolicy[]> {
  return db.many(PolicyRow, sql`${select} ORDER BY (p.kind IS NOT NULL), (p.unit_id IS NOT NULL), p.kind, p.unit_id`);
}

/** What applies to a letter: a rule for kind and unit before one for the unit, that before one for the kind, that before the office's. */
export function findPolicy(
  db: Sql,
  letter: { kind: string; unitId: number | undefined },
): Promise<SendingPolicy | undefined> {
  return db.maybe(
    PolicyRow,
    sql`${select} WHERE (p.kind IS NULL OR p.kind = ${letter.kind}) AND (p.unit_id IS NULL OR p.unit_id = ${letter.unitId ?? null})
        ORDER BY (p.unit_id IS NOT NULL) DESC, (p.kind IS NOT NULL) DESC LIMIT 1`,
  );
}

/** Makes the rule for this kind and unit, or changes it. */
export async function storePolicy(
  tx: Transaction,
  policy: Pick<SendingPolicy, 'kind' | 'unitId' | 'atOnce' | 'attach'>,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO sending_policy (kind, unit_id, at_once, attach)
        VALUES (${policy.kind}, ${policy.unitId}, ${policy.atOnce}, ${policy.attach})
        ON CONFLICT ON CONSTRAINT sending_policy_unique DO UPDATE SET at_once = excluded.at_once, attach = excluded.attach`,
  );
}

/** False for the office's own rule, which stays, and for one that is gone already. */
export async function removePolicy(tx: Transaction, policyId: number): Promise<boolean> {
  const touched = await tx.run(
    sql`DELETE FROM sending_policy WHERE id = ${policyId} AND (kind IS NOT NULL OR unit_id IS NOT NULL)`,
  );
  return touched === 1;
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const KeptRow = z.object({
  code: z.number(),
  name: z.string(),
  nameEn: z.string(),
  needsRemark: z.boolean(),
  sort: z.number(),
  retiredAt: z.date().nullable(),
  /** Changes of letters that name it. */
  uses: z.number(),
});
/** A reason as whoever keeps the list sees it. */
export type KeptReason = z.infer<typeof KeptRow>;

/** Retired ones too, in the order of the list. */
export function listAllReasons(db: Sql): Promise<KeptReason[]> {
  return db.many(
    KeptRow,
    sql`SELECT r.code, r.name, r.name_en, r.needs_remark, r.sort, r.retired_at,
          (SELECT count(*)::int FROM letter_status s WHERE s.reason = r.code) AS uses
        FROM status_reason r ORDER BY r.retired_at IS NOT NULL, r.sort, r.code`,
  );
}

/** The list stays as it is until the transaction ends; letters go on being withdrawn meanwhile. */
export async function lockReasons(tx: Transaction): Promise<void> {
  await tx.run(sql`LOCK TABLE status_reason IN SHARE ROW EXCLUSIVE MODE`);
}

export interface ReasonWords {
  name: string;
  nameEn: string;
  needsRemark: boolean;
}

export async function insertReason(tx: Transaction, reason: ReasonWords & { code: number; sort: number }) {
  await tx.run(sql`INSERT INTO status_reason (code, name, name_en, needs_remark, sort)
    VALUES (${reason.code}, ${reason.name}, ${reason.nameEn}, ${reason.needsRemark}, ${reason.sort})`);
}

export async function storeReason(tx: Transaction, code: number, reason: ReasonWords): Promise<void> {
  await tx.run(sql`UPDATE status_reason SET name = ${reason.name}, name_en = ${reason.nameEn},
    needs_remark = ${reason.needsRemark} WHERE code = ${code}`);
}

/** The order of the list, first to last. */
export async function storeReasonOrder(tx: Transaction, codes: readonly number[]): Promise<void> {
  await tx.run(sql`UPDATE status_reason r SET sort = o.place
    FROM unnest(${codes}::int[]) WITH ORDINALITY AS o (code, place) WHERE r.code = o.code`);
}

/** `at` null offers it again. */
export async function storeReasonRetirement(tx: Transaction, code: number, at: Date | null): Promise<void> {
  await tx.run(sql`UPDATE status_reason SET retired_at = ${at} WHERE code = ${code}`);
}

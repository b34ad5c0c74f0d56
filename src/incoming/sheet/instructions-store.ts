import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const InstructionRow = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  /** It asks for nothing but to be known. */
  forInformation: z.boolean(),
  sort: z.number(),
  closedAt: z.date().nullable(),
});
/** One line of the disposition sheet's list. Sheets keep its words as they read on their day. */
export type Instruction = z.infer<typeof InstructionRow>;

/** Closed ones too, after those in use, each in the order of the list. */
export function listAllInstructions(db: Sql): Promise<Instruction[]> {
  return db.many(
    InstructionRow,
    sql`SELECT code, name, name_en, for_information, sort, closed_at FROM instruction ORDER BY closed_at IS NOT NULL, sort, code`,
  );
}

const UseRow = z.object({ code: z.string(), uses: z.number() });
/** As many of a person's sheets as tell what they usually ask; all of them would be read anew for every sheet. */
const RECENT_SHEETS = 50;

/** How often the person gave each instruction lately. */
export async function countRecentUses(db: Sql, personId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.many(
    UseRow,
    sql`SELECT given ->> 'code' AS code, count(*)::int AS uses
        FROM (SELECT instructions FROM sheet WHERE person_id = ${personId} ORDER BY id DESC LIMIT ${RECENT_SHEETS}) recent,
          jsonb_array_elements(recent.instructions) given
        GROUP BY 1`,
  );
  return new Map(rows.map(({ code, uses }) => [code, uses]));
}

/** The list stays as it is until the transaction ends; sheets go on being written meanwhile. */
export async function lockInstructions(tx: Transaction): Promise<void> {
  await tx.run(sql`LOCK TABLE instruction IN SHARE ROW EXCLUSIVE MODE`);
}

export async function insertInstruction(tx: Transaction, added: Omit<Instruction, 'closedAt'>) {
  await tx.run(sql`INSERT INTO instruction (code, name, name_en, for_information, sort)
    VALUES (${added.code}, ${added.name}, ${added.nameEn}, ${added.forInformation}, ${added.sort})`);
}

export async function storeInstructionClosed(tx: Transaction, code: string, at: Date): Promise<void> {
  await tx.run(sql`UPDATE instruction SET closed_at = ${at} WHERE code = ${code}`);
}

/** The order of the list, first to last. */
export async function storeInstructionOrder(tx: Transaction, codes: readonly string[]): Promise<void> {
  await tx.run(sql`UPDATE instruction i SET sort = o.place * 10
    FROM unnest(${codes}::text[]) WITH ORDINALITY AS o (code, place) WHERE i.code = o.code`);
}

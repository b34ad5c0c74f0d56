import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const SetRow = z.object({ code: z.string(), kinds: z.array(z.string()), formats: z.array(z.string()) });
/** Kinds of letters that are counted together, by name, with the formats of their numbers. */
export type RegisterSet = z.infer<typeof SetRow>;

/** The sets of the kinds as they stand now. */
export async function listSets(db: Sql): Promise<RegisterSet[]> {
  return db.many(
    SetRow,
    sql`SELECT v.definition ->> 'registerCode' AS code, array_agg(v.definition ->> 'name' ORDER BY k.sort) AS kinds,
          array_agg(DISTINCT v.definition ->> 'numberFormat') AS formats
        FROM letter_kind k JOIN letter_kind_version v ON (v.code, v.version) = (k.code, k.current_version)
        WHERE k.retired_at IS NULL GROUP BY 1 ORDER BY 1`,
  );
}

const UnitRow = z.object({
  id: z.number(),
  parentId: z.number().nullable(),
  code: z.string(),
  /** Whether it writes under its own letterhead. */
  hasAddress: z.boolean(),
  /** Codes of its positions, without the empty ones. */
  positionCodes: z.array(z.string()),
});
export type CodedUnit = z.infer<typeof UnitRow>;

/** Every unit with the codes that its letters' numbers may show. */
export async function listCodedUnits(db: Sql): Promise<CodedUnit[]> {
  return db.many(
    UnitRow,
    sql`SELECT u.id, u.parent_id, u.code, u.address <> '' AS has_address,
          ARRAY(SELECT DISTINCT p.code FROM position p WHERE p.unit_id = u.id AND p.code <> '' AND p.closed_at IS NULL) AS position_codes
        FROM unit u ORDER BY u.id`,
  );
}

export async function renameRegister(db: Sql, id: number, name: string): Promise<void> {
  await db.run(sql`UPDATE register SET name = ${name} WHERE id = ${id}`);
}

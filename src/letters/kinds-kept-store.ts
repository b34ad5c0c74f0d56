import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { KIND_GROUPS } from './letter-kind.ts';

const KeptRow = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  kindGroup: z.enum(KIND_GROUPS),
  registerCode: z.string(),
  numberFormat: z.string(),
  version: z.number(),
  /** Null: it came with the program. */
  madeByName: z.string().nullable(),
  madeAt: z.date(),
  retiredAt: z.date().nullable(),
});
/** A kind in the list of those who keep them. */
export type KeptKind = z.infer<typeof KeptRow>;

/** Every kind with its present version and who made that, in the order of the list, retired ones last. */
export function listKeptKinds(db: Sql): Promise<KeptKind[]> {
  return db.many(
    KeptRow,
    sql`SELECT k.code, v.definition ->> 'name' AS name, v.definition ->> 'nameEn' AS name_en,
          v.definition ->> 'kindGroup' AS kind_group, v.definition ->> 'registerCode' AS register_code,
          v.definition ->> 'numberFormat' AS number_format, v.version, p.name AS made_by_name, v.made_at, k.retired_at
        FROM letter_kind k JOIN letter_kind_version v ON (v.code, v.version) = (k.code, k.current_version)
          LEFT JOIN person p ON p.id = v.made_by
        ORDER BY k.retired_at IS NOT NULL, k.sort, k.code`,
  );
}

/** Codes of registers that kinds of today or open registers use, for whoever chooses one. */
export async function listRegisterCodes(db: Sql): Promise<string[]> {
  const rows = await db.many(
    z.object({ code: z.string() }),
    sql`SELECT v.definition ->> 'registerCode' AS code
        FROM letter_kind k JOIN letter_kind_version v ON (v.code, v.version) = (k.code, k.current_version)
        UNION SELECT code FROM register ORDER BY code`,
  );
  return rows.map(({ code }) => code);
}

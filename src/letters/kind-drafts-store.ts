import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** The form as it was typed, a field or several of one name. */
export const TypedForm = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type TypedForm = z.infer<typeof TypedForm>;

const DraftRow = z.object({ baseVersion: z.number(), form: TypedForm, savedAt: z.date() });
/** What an administrator typed of a kind and has not made a version of. */
export type KindDraft = z.infer<typeof DraftRow>;

export function findKindDraft(db: Sql, who: { personId: number; code: string }): Promise<KindDraft | undefined> {
  return db.maybe(
    DraftRow,
    sql`SELECT base_version, form, saved_at FROM letter_kind_draft
        WHERE person_id = ${who.personId} AND code = ${who.code}`,
  );
}

export async function storeKindDraft(
  db: Sql,
  who: { personId: number; code: string },
  draft: KindDraft,
): Promise<void> {
  await db.run(sql`INSERT INTO letter_kind_draft (person_id, code, base_version, form, saved_at)
    VALUES (${who.personId}, ${who.code}, ${draft.baseVersion}, ${JSON.stringify(draft.form)}, ${draft.savedAt})
    ON CONFLICT (person_id, code) DO UPDATE
      SET base_version = excluded.base_version, form = excluded.form, saved_at = excluded.saved_at`);
}

export async function removeKindDraft(db: Sql, who: { personId: number; code: string }): Promise<void> {
  await db.run(sql`DELETE FROM letter_kind_draft WHERE person_id = ${who.personId} AND code = ${who.code}`);
}

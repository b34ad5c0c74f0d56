import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const GROUP_PRINTED = ['name', 'members'] as const;

const Member = z.object({
  /** A position of this office, or null for somebody outside. */
  positionId: z.number().nullable(),
  name: z.string(),
  address: z.string(),
  email: z.string(),
});
export type GroupMember = z.infer<typeof Member>;

const GroupRow = z.object({
  id: z.number(),
  name: z.string(),
  /** On the letter: one line with the group's name and the members on a list behind it, or each by name. */
  printed: z.enum(GROUP_PRINTED),
  revision: z.number(),
  closedAt: z.date().nullable(),
  members: z.array(Member),
});
/** Recipients under one name: "semua kecamatan". */
export type RecipientGroup = z.infer<typeof GroupRow>;

const select = sql`SELECT g.id, g.name, g.printed, g.revision, g.closed_at,
    coalesce((SELECT jsonb_agg(jsonb_build_object('positionId', m.position_id, 'name', m.name, 'address', m.address, 'email', m.email)
              ORDER BY m.ordinal) FROM recipient_group_member m WHERE m.group_id = g.id), '[]') AS members
  FROM recipient_group g`;

/** The groups that may still be chosen. */
export function listGroups(db: Sql): Promise<RecipientGroup[]> {
  return db.many(GroupRow, sql`${select} WHERE g.closed_at IS NULL ORDER BY lower(g.name)`);
}

export function findGroup(db: Sql, groupId: number): Promise<RecipientGroup | undefined> {
  return db.maybe(GroupRow, sql`${select} WHERE g.id = ${groupId}`);
}

/** Undefined when another group has the name. */
export async function insertGroup(
  tx: Transaction,
  group: Pick<RecipientGroup, 'name' | 'printed'>,
  at: Date,
): Promise<number | undefined> {
  const row = await tx.maybe(
    z.object({ id: z.number() }),
    sql`INSERT INTO recipient_group (name, printed, created_at) VALUES (${group.name}, ${group.printed}, ${at})
        ON CONFLICT (lower(name)) WHERE closed_at IS NULL DO NOTHING RETURNING id`,
  );
  return row?.id;
}

/** False when somebody stored it since `revision` was read, or it was closed. */
export async function updateGroup(
  tx: Transaction,
  group: Pick<RecipientGroup, 'id' | 'name' | 'printed' | 'revision'>,
): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE recipient_group SET name = ${group.name}, printed = ${group.printed}, revision = revision + 1
        WHERE id = ${group.id} AND revision = ${group.revision} AND closed_at IS NULL`,
  );
  return touched === 1;
}

/** Whether another open group has this name. */
export async function isNameTaken(tx: Transaction, name: string, except: number): Promise<boolean> {
  const rows = await tx.many(
    z.object({ id: z.number() }),
    sql`SELECT id FROM recipient_group WHERE lower(name) = lower(${name}) AND closed_at IS NULL AND id <> ${except}`,
  );
  return rows.length > 0;
}

/** The caller holds the group's row. */
export async function storeMembers(tx: Transaction, groupId: number, members: readonly GroupMember[]): Promise<void> {
  await tx.run(sql`DELETE FROM recipient_group_member WHERE group_id = ${groupId}`);
  await tx.run(
    sql`INSERT INTO recipient_group_member (group_id, ordinal, position_id, name, address, email)
        SELECT ${groupId}, m.ordinality, (m.value ->> 'positionId')::int, m.value ->> 'name', m.value ->> 'address', m.value ->> 'email'
        FROM jsonb_array_elements(${JSON.stringify(members)}::jsonb) WITH ORDINALITY m`,
  );
}

export async function markGroupClosed(tx: Transaction, groupId: number, at: Date): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE recipient_group SET closed_at = ${at} WHERE id = ${groupId} AND closed_at IS NULL`,
  );
  return touched === 1;
}

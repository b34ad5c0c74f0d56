import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { type Query, sql } from '../../postgres/sql.ts';
import { couldFit, fitsReader, type SearchTerms, type Stretch } from '../lists/search-lines-store.ts';
import { type IncomingSight, lineAlone, readable } from '../sight-store.ts';
import { isOut, liesAtDesk, outBefore } from './original-terms-store.ts';

/** The newest letters whose paper lies at the desk, by their `id`, along their own index. */
export function newestAtDesk(unitId: number, { before, most }: Stretch): Query {
  return sql`(SELECT i.id FROM incoming i WHERE i.unit_id = ${unitId} AND ${liesAtDesk} AND i.id < ${before}::bigint
    ORDER BY i.id DESC LIMIT ${most}::int)`;
}

/** For whose units these papers are: of the post addressed, and of those that have the letter in hand where it is not secret. */
export async function listUnitsOf(db: Sql, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT p.unit_id AS id FROM incoming i JOIN position p ON p.id = i.addressee_position_id WHERE i.id = ANY (${[...ids]}::bigint[])
        UNION SELECT p.unit_id FROM incoming i JOIN holding h ON h.incoming_id = i.id JOIN position p ON p.id = h.position_id
          WHERE i.id = ANY (${[...ids]}::bigint[]) AND h.state IN ('unread', 'read', 'reported') AND i.security IN ('B', 'T')`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Where a page of what is out begins: behind this one. */
export interface OutKey {
  since: Date;
  id: number;
}

const KeyRow = z.object({ id: z.number(), since: z.date() });
const WalkedRow = KeyRow.extend({ fits: z.boolean() });

/** Of what left this desk before an instant the longest out, `most` of them behind a key, each with whether it fits the terms. */
export function walkOut(
  db: Sql,
  sight: IncomingSight,
  terms: SearchTerms,
  {
    unitId,
    before,
    after,
    most,
  }: { unitId: number; before: Date | undefined; after: OutKey | undefined; most: number },
): Promise<z.infer<typeof WalkedRow>[]> {
  const behind =
    after === undefined ? sql`` : sql`AND (i.original_since, i.id) > (${after.since}, ${after.id}::bigint)`;
  return db.many(
    WalkedRow,
    sql`WITH near AS MATERIALIZED (SELECT i.id, i.original_since AS since FROM incoming i
            WHERE i.unit_id = ${unitId} AND ${isOut} ${outBefore(before)} ${behind}
            ORDER BY i.original_since, i.id LIMIT ${most}::int),
          asked AS MATERIALIZED (SELECT i.*, ${readable(sight)} AS opens FROM near
            CROSS JOIN LATERAL (SELECT * FROM incoming l WHERE l.id = near.id OFFSET 0) i WHERE ${couldFit(terms)})
        SELECT near.id, near.since, EXISTS (SELECT FROM asked i WHERE i.id = near.id
            AND (i.opens OR ${lineAlone(sight)}) AND ${fitsReader(terms)}) AS fits
        FROM near ORDER BY near.since, near.id`,
  );
}

/** Since when these are out, the longest first; what came back meanwhile is left out. */
export function listOutSince(db: Sql, ids: readonly number[]): Promise<OutKey[]> {
  return db.many(
    KeyRow,
    sql`SELECT id, original_since AS since FROM incoming WHERE id = ANY (${[...ids]}::bigint[]) AND original_since IS NOT NULL
        ORDER BY original_since, id`,
  );
}

const LongRow = z.object({ unitId: z.number(), unitName: z.string(), count: z.number() });
/** How many originals of a desk are out for long, of which nobody was reminded. */
export type LongOut = z.infer<typeof LongRow>;

/** Of each of these desks, counted no further than `most` + 1. */
export function countLongOut(
  db: Sql,
  unitIds: readonly number[],
  { before, most }: { before: Date; most: number },
): Promise<LongOut[]> {
  return db.many(
    LongRow,
    sql`SELECT u.id AS unit_id, u.name AS unit_name, found.count FROM unit u LEFT JOIN original_reminded r ON r.unit_id = u.id
          CROSS JOIN LATERAL (SELECT count(*)::int FROM (SELECT FROM incoming i WHERE i.unit_id = u.id AND ${isOut} ${outBefore(before)} AND i.original_since >= coalesce(r.left_until, '-infinity')
            LIMIT ${most + 1}::int) out) found
        WHERE u.id = ANY (${[...unitIds]}::int[]) AND found.count > 0 ORDER BY u.id`,
  );
}

/** Whatever left this desk before the instant needs no reminder any more; what was known before stays so. */
export async function storeReminded(
  tx: Transaction,
  { unitId, until, personId, at }: { unitId: number; until: Date; personId: number; at: Date },
): Promise<void> {
  await tx.run(sql`INSERT INTO original_reminded (unit_id, left_until, person_id, at) VALUES (${unitId}, ${until}, ${personId}, ${at})
      ON CONFLICT (unit_id) DO UPDATE SET left_until = EXCLUDED.left_until, person_id = EXCLUDED.person_id, at = EXCLUDED.at
        WHERE original_reminded.left_until < EXCLUDED.left_until`);
}

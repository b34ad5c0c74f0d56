import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const homeRow = z.object({ home: z.enum(['disk', 'bucket']), usedAt: z.date() });
export type DocumentHome = z.infer<typeof homeRow>['home'];

/** Every home that was ever used and not left for good, the last used first. */
export async function listHomes(db: Sql): Promise<z.infer<typeof homeRow>[]> {
  return await db.many(homeRow, sql`SELECT home, used_at FROM document_home ORDER BY used_at DESC`);
}

export async function noteHome(db: Sql, home: DocumentHome, at: Date): Promise<void> {
  await db.run(
    sql`INSERT INTO document_home (home, used_at) VALUES (${home}, ${at})
        ON CONFLICT (home) DO UPDATE SET used_at = greatest(document_home.used_at, EXCLUDED.used_at)`,
  );
}

export async function removeHome(db: Sql, home: DocumentHome): Promise<void> {
  await db.run(sql`DELETE FROM document_home WHERE home = ${home}`);
}

import { z } from 'zod';
import { listAnchors } from '../checking/checking-store.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Whose signatures are known on what comes in: this office's, and those of partner offices whose keys were compared; DER. */
export async function listKnownRoots(db: Sql): Promise<Buffer[]> {
  const partners = await db.many(
    z.object({ roots: z.array(bytea) }),
    sql`SELECT roots FROM partner WHERE state = 'on' ORDER BY id`,
  );
  return [...(await listAnchors(db)), ...partners.flatMap(({ roots }) => roots)];
}

import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const SignerRow = z.object({ name: z.string(), capacity: z.string(), signedAt: z.date() });
/** Who signed an issued letter, in which capacity and when. */
export type Signer = z.infer<typeof SignerRow>;

export function findSigner(db: Sql, letterId: number): Promise<Signer | undefined> {
  return db.maybe(
    SignerRow,
    sql`SELECT concat_ws(', ', concat_ws(' ', nullif(p.title_before, ''), p.name), nullif(p.title_after, '')) AS name, s.capacity, s.signed_at
        FROM signature s JOIN person p ON p.id = s.person_id WHERE s.letter_id = ${letterId} ORDER BY s.id LIMIT 1`,
  );
}

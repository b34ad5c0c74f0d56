import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const row = z.object({ letterId: z.number(), token: z.string(), issuedAt: z.date() });

/** The one indexed select that no check page can do without. */
export function findByToken(on: Sql, token: string): Promise<z.infer<typeof row> | undefined> {
  return on.maybe(row, sql`SELECT letter_id, token, issued_at FROM issue WHERE token = ${token}`);
}

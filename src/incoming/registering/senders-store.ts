import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const SenderRow = z.object({ id: z.number(), name: z.string(), address: z.string(), email: z.string() });
export type Sender = z.infer<typeof SenderRow>;

/** Remembers whoever wrote; an address that is known is not emptied by a letter that tells none. */
export async function rememberSender(
  tx: Transaction,
  { name, address, email }: Omit<Sender, 'id'>,
  at: Date,
): Promise<number> {
  const row = await tx.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO sender AS s (name, address, email, letters, last_at) VALUES (${name}, ${address}, ${email}, 1, ${at})
        ON CONFLICT (folded) DO UPDATE SET letters = s.letters + 1, last_at = greatest(s.last_at, excluded.last_at),
          address = CASE WHEN excluded.address = '' THEN s.address ELSE excluded.address END,
          email = CASE WHEN excluded.email = '' THEN s.email ELSE excluded.email END
        RETURNING id`,
  );
  return row.id;
}

/**
 * A letter of theirs turned out to be none of everybody's: whoever wrote no other is suggested no more, and nothing of theirs is kept.
 * The row stays: before it went, every letter of the office would be looked through for one that names it.
 */
export async function forgetSender(tx: Transaction, senderId: number): Promise<void> {
  await tx.run(sql`UPDATE sender SET letters = letters - 1, address = CASE WHEN letters > 1 THEN address ELSE '' END,
      email = CASE WHEN letters > 1 THEN email ELSE '' END
    WHERE id = ${senderId}`);
}

const MOST = 8;

/** Those whose name begins so, or has a word that does; whoever writes often first. Nothing typed: the most frequent ones. */
export function listSenders(db: Sql, typed: string): Promise<Sender[]> {
  const folded = typed.toLowerCase().replace(/\s+/gu, ' ').trim();
  const like = folded.replace(/[\\%_]/g, '\\$&');
  return db.many(
    SenderRow,
    sql`SELECT id, name, address, email FROM sender
        WHERE letters > 0 AND (folded LIKE ${`${like}%`} OR folded LIKE ${`% ${like}%`})
        ORDER BY (folded LIKE ${`${like}%`}) DESC, letters DESC, last_at DESC LIMIT ${MOST}`,
  );
}

import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { MOST_ALARMS } from '../registering/desk-store.ts';

const UnsentMailRow = z.object({
  id: z.number(),
  /** Both empty for R and SR: whom a secret letter reached is none of the clerk's. */
  toName: z.string(),
  toAddress: z.string(),
  endedAt: z.date(),
  incomingId: z.number(),
  agenda: z.number(),
  year: z.number(),
});
/** A mail that did not leave, to whom and about which line of an agenda; never what it says. */
export type UnsentMail = z.infer<typeof UnsentMailRow>;

/**
 * Mails about open letters of these agendas that failed or were given up, single ones and those of the day, the newest first.
 * Begins with the mails that did not leave, which are few.
 */
export function listUnsentMails(db: Sql, unitIds: readonly number[]): Promise<UnsentMail[]> {
  return db.many(
    UnsentMailRow,
    sql`WITH unsent AS MATERIALIZED (SELECT id, to_name, to_address, ended_at, incoming_id FROM mail
            WHERE state IN ('failed', 'given_up')),
          about AS (SELECT id, incoming_id FROM unsent WHERE incoming_id IS NOT NULL
            UNION SELECT u.id, n.incoming_id FROM unsent u JOIN day_notice n ON n.mail_id = u.id
              WHERE n.incoming_id IS NOT NULL)
        SELECT u.id, CASE WHEN i.security IN ('B', 'T') THEN u.to_name ELSE '' END AS to_name,
          CASE WHEN i.security IN ('B', 'T') THEN u.to_address ELSE '' END AS to_address, u.ended_at, i.id AS incoming_id, i.agenda, i.year
        FROM about a JOIN unsent u ON u.id = a.id JOIN incoming i ON i.id = a.incoming_id
        WHERE i.unit_id = ANY (${[...unitIds]}::int[]) AND i.state = 'open'
        ORDER BY u.ended_at DESC, u.id DESC, i.id LIMIT ${MOST_ALARMS + 1}`,
  );
}

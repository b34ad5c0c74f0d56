import { z } from 'zod';
import { SECURITY } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const NewsRow = z.object({
  letterId: z.number(),
  subject: z.string(),
  security: z.enum(SECURITY),
  personName: z.string(),
  capacity: z.string(),
  version: z.number(),
  at: z.date(),
});
/** A correction that the drafter has not looked at yet. */
export type CorrectionNews = z.infer<typeof NewsRow>;

/** Letters of this drafter whose present version somebody else wrote, until the drafter opens that version. Newest first. */
export async function listCorrectionNews(db: Sql, personId: number): Promise<CorrectionNews[]> {
  return db.many(
    NewsRow,
    sql`SELECT l.id AS letter_id, l.subject, l.security, p.name AS person_name, d.capacity, v.version, d.at
        FROM letter l JOIN appointment a ON a.id = l.drafter_id
          JOIN letter_version v ON v.id = l.current_version_id
          JOIN decision d ON d.version_id = v.id AND d.outcome = 'corrected'
          JOIN person p ON p.id = d.person_id
        WHERE a.person_id = ${personId} AND d.person_id <> ${personId}
          AND NOT EXISTS (SELECT FROM letter_reading r
            WHERE r.letter_id = l.id AND r.person_id = ${personId} AND r.version_id = v.id)
        ORDER BY d.at DESC, d.id DESC LIMIT 50`,
  );
}

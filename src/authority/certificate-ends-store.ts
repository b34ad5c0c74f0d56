import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const role = z.enum(['root', 'issuing', 'official']);
const EndRow = z.object({ role, personId: z.int().nullable(), subject: z.string(), notAfter: z.date() });
export type CertificateEnd = z.infer<typeof EndRow>;

/** The newest certificate of each authority and of each official who can still come in, unless it was revoked. */
const inUse = sql`
  SELECT role, person_id, subject, not_after FROM (
    SELECT DISTINCT ON (c.role, c.person_id) c.role, c.person_id, c.subject, c.not_after, c.revoked_at
    FROM certificate AS c LEFT JOIN person AS p ON p.id = c.person_id
    WHERE p.disabled_at IS NULL ORDER BY c.role, c.person_id, c.id DESC) AS newest
  WHERE revoked_at IS NULL`;

/** What ends before `before`, the first to end first. */
export function listCertificatesEnding(db: Sql, before: Date, limit: number): Promise<CertificateEnd[]> {
  return db.many(
    EndRow,
    sql`SELECT role, person_id, subject, not_after FROM (${inUse}) AS used WHERE not_after < ${before}
        ORDER BY not_after, subject LIMIT ${limit}`,
  );
}

/** Of each role the first end. */
export function listFirstEnds(db: Sql): Promise<{ role: CertificateEnd['role']; notAfter: Date }[]> {
  return db.many(
    z.object({ role, notAfter: z.date() }),
    sql`SELECT role, min(not_after) AS not_after FROM (${inUse}) AS used GROUP BY role`,
  );
}

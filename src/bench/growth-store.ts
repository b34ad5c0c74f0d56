import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const Sample = z.object({ id: z.number(), token: z.string(), number: z.string() });
export type SampleLetter = z.infer<typeof Sample>;

/** Open letters that a unit drafted and its head signed, from all its years; the same ones at every run. */
export function sampleIssued(db: Sql, unitCode: string, count: number): Promise<SampleLetter[]> {
  return db.many(
    Sample,
    sql`SELECT l.id, i.token, n.text AS number FROM letter l JOIN unit u ON u.id = l.unit_id JOIN issue i ON i.letter_id = l.id
          JOIN letter_number n ON n.id = i.number_id
        WHERE u.code = ${unitCode} AND l.security = 'B' AND NOT EXISTS (SELECT FROM letter_status s WHERE s.letter_id = l.id)
        ORDER BY md5(l.id::text) LIMIT ${count}`,
  );
}

const Came = z.object({
  id: z.number(),
  number: z.string(),
  senderName: z.string(),
  agenda: z.number(),
  year: z.number(),
});
export type CameIn = z.infer<typeof Came>;

/** Incoming letters of a unit's agenda that are done with, from all its years: to open one changes nothing. */
export function sampleIncoming(db: Sql, unitCode: string, count: number): Promise<CameIn[]> {
  return db.many(
    Came,
    sql`SELECT i.id, i.number, i.sender_name, i.agenda, i.year FROM incoming i JOIN unit u ON u.id = i.unit_id
        WHERE u.code = ${unitCode} AND i.security = 'B' AND i.state = 'closed' ORDER BY md5(i.id::text) LIMIT ${count}`,
  );
}

/** Letters of a unit that nobody has sent yet. */
export async function sampleUnsent(db: Sql, unitCode: string, count: number): Promise<number[]> {
  const rows = await db.many(
    z.object({ id: z.number() }),
    sql`SELECT l.id FROM unsent_letter w JOIN letter l ON l.id = w.letter_id JOIN unit u ON u.id = l.unit_id
        WHERE u.code = ${unitCode} AND l.security = 'B' ORDER BY l.id DESC LIMIT ${count}`,
  );
  return rows.map(({ id }) => id);
}

/** The unit's register that holds most, and its unit. */
export function largestRegister(db: Sql, unitCode: string): Promise<{ id: number; unitId: number; last: number }> {
  return db.one(
    z.object({ id: z.number(), unitId: z.number(), last: z.number() }),
    sql`SELECT r.id, r.unit_id, max(c.last) AS last FROM register r JOIN unit u ON u.id = r.unit_id JOIN register_counter c ON c.register_id = r.id
        WHERE u.code = ${unitCode} GROUP BY r.id ORDER BY max(c.last) DESC LIMIT 1`,
  );
}

/** Issued letters that citizens ask about: mostly new ones. */
export function sampleTokens(db: Sql, count: number): Promise<SampleLetter[]> {
  return db.many(
    Sample,
    sql`SELECT l.id, i.token, n.text AS number FROM (SELECT letter_id, token, number_id FROM issue ORDER BY letter_id DESC LIMIT 5000) i
          JOIN letter l ON l.id = i.letter_id JOIN letter_number n ON n.id = i.number_id
        ORDER BY md5(i.token) LIMIT ${count}`,
  );
}

/** Letters that were really signed: their files are there. Made before any of the generator's, which begin at 1,001. */
export function listSigned(db: Sql): Promise<{ token: string; documentSha256: Buffer }[]> {
  return db.many(
    z.object({ token: z.string(), documentSha256: bytea }),
    sql`SELECT token, document_sha256 FROM issue WHERE letter_id <= 1000 ORDER BY letter_id`,
  );
}

import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const IssuedFacts = z.object({
  letterId: z.number(),
  letterState: z.string(),
  number: z.string(),
  numberState: z.string(),
  numberLetterId: z.number().nullable(),
  host: z.string(),
  token: z.string(),
  sealHash: bytea,
  contentCommit: bytea,
  openingR: bytea,
  pdfLength: z.number(),
  documentSha256: bytea,
  documentLength: z.number(),
  actState: z.string(),
  actToken: z.string(),
  actHost: z.string(),
  actNumberId: z.number(),
  numberId: z.number(),
  actDocument: bytea.nullable(),
  letterDate: z.string(),
  sealedAt: z.date(),
  salt: bytea,
  content: z.string(),
  seal: bytea,
  keyName: z.string(),
  keyKid: bytea,
  keyPublic: bytea,
  keyNotBefore: z.date(),
  keyNotAfter: z.date(),
  versionSha256: bytea,
  signatures: z.number(),
  /** Act, decision, signature and certificate name the same official. */
  signerFits: z.boolean(),
  signedDecisions: z.number(),
  logEntries: z.number(),
  logEntry: bytea.nullable(),
});
/** Everything the database says of one issued letter, as one moment had it. */
export type IssuedFacts = z.infer<typeof IssuedFacts>;

/** These issued letters, by id. One statement: all of a letter is as one moment had it. */
export function listIssuedFacts(db: Sql, letterIds: readonly number[]): Promise<IssuedFacts[]> {
  return db.many(
    IssuedFacts,
    sql`SELECT i.letter_id, l.state AS letter_state, n.text AS number, n.state AS number_state, n.letter_id AS number_letter_id,
          i.host, i.token, i.seal_hash, i.content_commit, i.opening_r, i.pdf_length, i.document_sha256, d.length AS document_length,
          a.state AS act_state, a.token AS act_token, a.host AS act_host, a.number_id AS act_number_id, i.number_id,
          a.document_sha256 AS act_document, a.letter_date, a.sealed_at, a.salt, a.content, a.seal,
          k.name AS key_name, k.kid AS key_kid, k.public_key AS key_public, k.not_before AS key_not_before, k.not_after AS key_not_after,
          v.sha256 AS version_sha256,
          (SELECT count(*)::int FROM signature s WHERE s.letter_id = i.letter_id AND s.document_sha256 = i.document_sha256) AS signatures,
          (SELECT coalesce(bool_and(s.certificate_id = a.certificate_id AND s.seal_key_id = a.seal_key_id AND c.person_id = a.person_id
              AND (s.person_id, s.appointment_id, s.capacity) = (a.person_id, a.appointment_id, a.capacity)), true)
            FROM signature s JOIN certificate c ON c.id = s.certificate_id
            WHERE s.letter_id = i.letter_id AND s.document_sha256 = i.document_sha256)
          AND NOT EXISTS (SELECT FROM decision x WHERE x.letter_id = i.letter_id AND x.version_id = a.version_id AND x.outcome = 'signed'
            AND x.person_id <> a.person_id) AS signer_fits,
          (SELECT count(*)::int FROM decision x WHERE x.letter_id = i.letter_id AND x.version_id = a.version_id AND x.outcome = 'signed'
            AND x.version_sha256 = v.sha256) AS signed_decisions,
          (SELECT count(*)::int FROM log_entry e WHERE e.letter_id = i.letter_id AND e.kind = 'LETTER') AS log_entries,
          (SELECT e.entry FROM log_entry e WHERE e.letter_id = i.letter_id AND e.kind = 'LETTER' ORDER BY e.id LIMIT 1) AS log_entry
        FROM (SELECT * FROM issue WHERE letter_id = ANY (${[...letterIds]}::bigint[])) i
        JOIN letter l ON l.id = i.letter_id
        JOIN letter_number n ON n.id = i.number_id
        JOIN document d ON d.sha256 = i.document_sha256
        JOIN signing_act a ON a.id = i.act_id
        JOIN seal_key k ON k.id = a.seal_key_id
        JOIN letter_version v ON v.id = a.version_id
        ORDER BY i.letter_id`,
  );
}

/** The ids that `listIssuedFacts` must give: a row that one of its joins does not find would be missed in silence. */
export async function listIssuedIds(db: Sql, after: number, limit: number): Promise<number[]> {
  const rows = await db.many(
    z.object({ letterId: z.number() }),
    sql`SELECT letter_id FROM issue WHERE letter_id > ${after} ORDER BY letter_id LIMIT ${limit}`,
  );
  return rows.map(({ letterId }) => letterId);
}

const OneSided = z.object({
  what: z.enum(['letter', 'number', 'act', 'decision', 'log', 'signature']),
  id: z.number(),
});
/** Something that says a letter was issued, without the row that makes it so. */
export type OneSided = z.infer<typeof OneSided>;

/** What claims an issue that is not there: all of it is written in one transaction, so none may exist. At most `limit`. */
export function listOneSided(db: Sql, limit: number): Promise<OneSided[]> {
  return db.many(
    OneSided,
    sql`(SELECT 'letter' AS what, l.id FROM letter l WHERE l.state = 'issued' AND NOT EXISTS (SELECT FROM issue i WHERE i.letter_id = l.id) LIMIT ${limit})
        UNION ALL
        (SELECT 'number', n.letter_id FROM letter_number n WHERE n.state = 'issued' AND NOT EXISTS (SELECT FROM issue i WHERE i.number_id = n.id) LIMIT ${limit})
        UNION ALL
        (SELECT 'act', a.letter_id FROM signing_act a WHERE a.state = 'done' AND NOT EXISTS (SELECT FROM issue i WHERE i.act_id = a.id) LIMIT ${limit})
        UNION ALL
        (SELECT 'decision', x.letter_id FROM decision x WHERE x.outcome = 'signed' AND NOT EXISTS (SELECT FROM issue i WHERE i.letter_id = x.letter_id) LIMIT ${limit})
        UNION ALL
        (SELECT 'log', e.letter_id FROM log_entry e WHERE e.kind = 'LETTER' AND NOT EXISTS (SELECT FROM issue i WHERE i.letter_id = e.letter_id) LIMIT ${limit})
        UNION ALL
        (SELECT 'signature', s.letter_id FROM signature s WHERE NOT EXISTS (SELECT FROM issue i WHERE i.letter_id = s.letter_id) LIMIT ${limit})`,
  );
}

import { z } from 'zod';
import { STANDINGS } from '../letters/letter-status.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const issuedRow = z.object({
  token: z.string(),
  host: z.string(),
  sealHash: bytea,
  documentSha256: bytea,
  pdfLength: z.number(),
  content: z.string(),
  sealedAt: z.date(),
  pages: z.number(),
  kindName: z.string(),
  kindNameEn: z.string(),
  namesPersons: z.boolean(),
  unit: z.string(),
  officeName: z.string(),
  security: z.enum(SECURITY),
  standing: z.enum(STANDINGS).nullable(),
  standingSince: z.date().nullable(),
  standingReason: z.string().nullable(),
  standingReasonEn: z.string().nullable(),
  otherToken: z.string().nullable(),
  otherNumber: z.string().nullable(),
  otherSecurity: z.enum(SECURITY).nullable(),
});
/**
 * An issued letter as the check needs it; `content` is the sealed canonical JSON. `standing` is null for one in force as issued
 * or restored; `other…` is the letter that supersedes or corrects it.
 */
export type IssuedLetter = z.infer<typeof issuedRow>;

const issued = sql`
  SELECT i.token, i.host, i.seal_hash, i.document_sha256, i.pdf_length, a.content, a.sealed_at, a.pages,
    k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en,
    (k.definition ->> 'namesPersons')::boolean AS names_persons, coalesce(v.letterhead, s.unit) AS unit,
    o.name AS office_name, l.security,
    last.code AS standing, last.at AS standing_since, r.name AS standing_reason, r.name_en AS standing_reason_en,
    oi.token AS other_token, n.text AS other_number, ol.security AS other_security
  FROM issue i
  JOIN signing_act a ON a.id = i.act_id
  JOIN letter l ON l.id = i.letter_id
  JOIN letter_version v ON v.id = a.version_id
  JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
  JOIN seal_key s ON s.id = a.seal_key_id
  CROSS JOIN office o
  LEFT JOIN letter_status last ON last.letter_id = i.letter_id AND last.code <> 'restored'
    AND NOT EXISTS (SELECT FROM letter_status later WHERE later.prev_id = last.id)
  LEFT JOIN status_reason r ON r.code = last.reason
  LEFT JOIN issue oi ON oi.letter_id = last.other_id
  LEFT JOIN letter_number n ON n.id = oi.number_id
  LEFT JOIN letter ol ON ol.id = oi.letter_id`;

const stampRow = z.object({ letterId: z.number(), lastStatus: z.number().nullable() });

/** What changes when anything about an issued letter does: the letter and its last change of status. Undefined: not issued. */
export async function findStamp(db: Sql, token: string): Promise<string | undefined> {
  const row = await db.maybe(
    stampRow,
    sql`SELECT i.letter_id, (SELECT max(id) FROM letter_status s WHERE s.letter_id = i.letter_id) AS last_status
        FROM issue i WHERE i.token = ${token}`,
  );
  return row && `${row.letterId}/${row.lastStatus ?? 0}`;
}

/** Only what is issued is known here: a token of an unfinished act answers like one that never was. */
export function findIssuedByToken(db: Sql, token: string): Promise<IssuedLetter | undefined> {
  return db.maybe(issuedRow, sql`${issued} WHERE i.token = ${token}`);
}

/** For a file brought without a code: the letter whose issued bytes it is. */
export function findIssuedByDocument(db: Sql, sha256: Buffer): Promise<IssuedLetter | undefined> {
  return db.maybe(issuedRow, sql`${issued} WHERE i.document_sha256 = ${sha256}`);
}

/** Root certificates of this office, DER: the anchors of a check of signatures. */
export async function listAnchors(db: Sql): Promise<Buffer[]> {
  const rows = await db.many(
    z.object({ der: bytea }),
    sql`SELECT der FROM certificate WHERE role = 'root' ORDER BY id`,
  );
  return rows.map((row) => row.der);
}

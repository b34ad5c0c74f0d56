import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const RecordedDocument = z.object({
  sha256: bytea,
  length: z.number(),
  /** When it is the signed file of an issued letter: that letter, its number and the moment of its signature. */
  letterId: z.number().nullable(),
  number: z.string().nullable(),
  sealedAt: z.date().nullable(),
  /** SHA-256, in hex, of the certificates with which it was signed as the signatures say. */
  certificates: z.array(z.string()),
});
export type RecordedDocument = z.infer<typeof RecordedDocument>;

/** The next recorded documents after `after`, by hash. A row is written when its file is on disk, and never removed. */
export function listRecordedDocuments(db: Sql, after: Buffer, limit: number): Promise<RecordedDocument[]> {
  return db.many(
    RecordedDocument,
    sql`SELECT d.sha256, d.length, i.letter_id, n.text AS number, a.sealed_at,
          ARRAY(SELECT encode(sha256(c.der), 'hex') FROM signature s JOIN certificate c ON c.id = s.certificate_id
            WHERE s.letter_id = i.letter_id AND s.document_sha256 = d.sha256 ORDER BY 1) AS certificates
        FROM (SELECT sha256, length FROM document WHERE sha256 > ${after} ORDER BY sha256 LIMIT ${limit}) d
        LEFT JOIN LATERAL (SELECT * FROM issue WHERE document_sha256 = d.sha256 ORDER BY letter_id LIMIT 1) i ON true
        LEFT JOIN letter_number n ON n.id = i.number_id
        LEFT JOIN signing_act a ON a.id = i.act_id
        ORDER BY d.sha256`,
  );
}

const Counts = z.object({ documents: z.number(), bytes: z.coerce.number(), letters: z.number(), versions: z.number() });
/** How much there is to look at. */
export type RecordCounts = z.infer<typeof Counts>;

export function countRecord(db: Sql): Promise<RecordCounts> {
  return db.one(
    Counts,
    sql`SELECT (SELECT count(*)::int FROM document) AS documents, (SELECT coalesce(sum(length), 0) FROM document) AS bytes,
          (SELECT count(*)::int FROM issue) AS letters, (SELECT count(*)::int FROM letter_version) AS versions`,
  );
}

const VersionRow = z.object({
  id: z.number(),
  letterId: z.number(),
  version: z.number(),
  hashFits: z.boolean(),
  /** Decisions that name another hash than the version's. */
  strayDecisions: z.number(),
  /** Files that the content names and the record does not have, in hex. */
  missing: z.array(z.string()),
});

export type VersionFacts = z.infer<typeof VersionRow>;

/** The next submitted versions after `after`: whether the frozen content is what was decided on, and its files are there. */
export function listVersionFacts(db: Sql, after: number, limit: number): Promise<VersionFacts[]> {
  return db.many(
    VersionRow,
    sql`SELECT v.id, v.letter_id, v.version, v.sha256 = sha256(convert_to(v.content, 'UTF8')) AS hash_fits,
          (SELECT count(*)::int FROM decision x WHERE x.letter_id = v.letter_id AND x.version_id = v.id AND x.version_sha256 <> v.sha256) AS stray_decisions,
          ARRAY(SELECT file #>> '{}' FROM (
              SELECT jsonb_path_query(c.content, '$.upload.normalised') UNION ALL SELECT jsonb_path_query(c.content, '$.upload.sha256')
              UNION ALL SELECT jsonb_path_query(c.content, '$.attachments[*].normalised')
              UNION ALL SELECT jsonb_path_query(c.content, '$.attachments[*].sha256')
              UNION ALL SELECT jsonb_path_query(c.content, '$.letterhead.emblem')) AS named (file)
            WHERE NOT EXISTS (SELECT FROM document d WHERE d.sha256 = decode(file #>> '{}', 'hex'))) AS missing
        FROM (SELECT * FROM letter_version WHERE id > ${after} ORDER BY id LIMIT ${limit}) v
        CROSS JOIN LATERAL (SELECT v.content::jsonb AS content) c
        ORDER BY v.id`,
  );
}

const Double = z.object({ registerId: z.number(), year: z.number(), number: z.number(), sub: z.string() });

/** Numbers that a register holds twice; an index that was damaged would let them in. */
export function listDoubleNumbers(db: Sql): Promise<z.infer<typeof Double>[]> {
  return db.many(
    Double,
    sql`SELECT register_id, year, number, sub FROM letter_number GROUP BY register_id, year, number, sub HAVING count(*) > 1
        ORDER BY 1, 2, 3, 4`,
  );
}

const Note = z.object({ version: z.number(), note: z.string(), textSha256: bytea });
/** A signed note as stored: trust or directory. */
export type StoredNote = z.infer<typeof Note>;

export function listTrustNotes(db: Sql, after: number, limit: number): Promise<StoredNote[]> {
  return db.many(
    Note,
    sql`SELECT version, note, text_sha256 FROM trust_version WHERE version > ${after} ORDER BY version LIMIT ${limit}`,
  );
}

export function listDirectoryNotes(db: Sql, after: number, limit: number): Promise<StoredNote[]> {
  return db.many(
    Note,
    sql`SELECT version, note, text_sha256 FROM directory_version WHERE version > ${after} ORDER BY version LIMIT ${limit}`,
  );
}

const Mislogged = z.object({ version: z.number().nullable(), entries: z.number() });

/** Directory versions that the log does not have exactly once (38 bytes: seal-and-log 5); null: entries of no version. */
export function listMisloggedDirectories(db: Sql): Promise<z.infer<typeof Mislogged>[]> {
  return db.many(
    Mislogged,
    sql`SELECT v.version, count(e.id)::int AS entries
        FROM (SELECT version, '\\x0104'::bytea || int4send(version) || text_sha256 AS entry FROM directory_version) v
        FULL JOIN (SELECT id, entry FROM log_entry WHERE kind = 'KEYS') e ON e.entry = v.entry
        GROUP BY v.version HAVING v.version IS NULL OR count(e.id) <> 1 ORDER BY v.version`,
  );
}

const OfficialKey = z.object({
  id: z.number(),
  name: z.string(),
  algorithm: z.enum(['p256', 'ed25519']),
  publicKey: bytea,
  wrapped: bytea,
  /** Of the seal key row that uses it. */
  sealPublic: bytea.nullable(),
  certificate: bytea.nullable(),
});
export type OfficialKeyRow = z.infer<typeof OfficialKey>;

/** Officials' keys, still wrapped, with the public halves that others know. */
export function listOfficialKeys(db: Sql, after: number, limit: number): Promise<OfficialKeyRow[]> {
  return db.many(
    OfficialKey,
    sql`SELECT k.id, k.name, k.algorithm, k.public_key, k.wrapped, s.public_key AS seal_public, c.der AS certificate
        FROM (SELECT * FROM private_key WHERE id > ${after} ORDER BY id LIMIT ${limit}) k
        LEFT JOIN LATERAL (SELECT public_key FROM seal_key WHERE private_key_id = k.id ORDER BY id LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT der FROM certificate WHERE private_key_id = k.id ORDER BY id LIMIT 1) c ON true
        ORDER BY k.id`,
  );
}

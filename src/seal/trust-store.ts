import { z } from 'zod';
import { Fault, Refusal } from '../errors.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { parseTrustText, type TrustNote } from './trust-note.ts';

const row = z.object({
  version: z.number(),
  at: z.date(),
  note: z.string(),
  textSha256: bytea,
});

export interface StoredTrust extends TrustNote {
  note: string;
  textSha256: Buffer;
}

/** The trust note in force; undefined before the first start made one. */
export async function findTrust(db: Sql): Promise<StoredTrust | undefined> {
  const found = await db.maybe(
    row,
    sql`SELECT version, at, note, text_sha256 FROM trust_version ORDER BY version DESC LIMIT 1`,
  );
  if (!found) return undefined;
  const parsed = parseTrustText(found.note.slice(0, found.note.lastIndexOf('\n\n') + 1));
  if (!parsed) throw new Fault(`stored trust note ${found.version} is not readable`);
  return { ...parsed, note: found.note, textSha256: found.textSha256 };
}

export async function getTrust(db: Sql): Promise<StoredTrust> {
  const trust = await findTrust(db);
  if (trust) return trust;
  throw new Refusal('not-found', 'no-trust-note', {
    id: 'Catatan kepercayaan belum dibuat: instansi ini belum selesai disiapkan.',
    en: 'There is no trust note yet: this office is not fully set up.',
  });
}

export async function insertTrust(tx: Transaction, trust: StoredTrust, at: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO trust_version (version, at, note, text_sha256)
    VALUES (${trust.version}, ${at}, ${trust.note}, ${trust.textSha256})`);
}

/** Notes are published one after the other, by whichever process: whoever holds this reads the newest version. */
export async function lockNotes(tx: Transaction): Promise<void> {
  await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext('layang-notes'))`);
}

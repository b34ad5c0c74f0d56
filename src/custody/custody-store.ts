import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type KdfSettings, kdfSettings } from './kdf.ts';

const passphraseRow = z.object({ salt: bytea, kdf: kdfSettings });
export type PassphraseRow = z.infer<typeof passphraseRow>;

const privateKeyRow = z.object({
  id: z.int(),
  name: z.string(),
  purpose: z.enum(['certificate', 'seal']),
  algorithm: z.enum(['p256', 'ed25519']),
  publicKey: bytea,
  wrapped: bytea,
});
export type PrivateKeyRow = z.infer<typeof privateKeyRow>;
export type KeyPurpose = PrivateKeyRow['purpose'];

export function findPassphrase(db: Sql, personId: number): Promise<PassphraseRow | undefined> {
  return db.maybe(passphraseRow, sql`SELECT salt, kdf FROM passphrase WHERE person_id = ${personId}`);
}

/** Keeps the passphrase from being changed until the caller's transaction ends: a key is stored under the one that made it. */
export function holdPassphrase(tx: Transaction, personId: number): Promise<PassphraseRow | undefined> {
  return tx.maybe(passphraseRow, sql`SELECT salt, kdf FROM passphrase WHERE person_id = ${personId} FOR SHARE`);
}

export function lockPassphrase(tx: Transaction, personId: number): Promise<PassphraseRow | undefined> {
  return tx.maybe(passphraseRow, sql`SELECT salt, kdf FROM passphrase WHERE person_id = ${personId} FOR UPDATE`);
}

/** False when the person has a passphrase already. */
export async function insertPassphrase(
  tx: Transaction,
  row: { personId: number; salt: Buffer; kdf: KdfSettings; at: Date },
): Promise<boolean> {
  const inserted = await tx.run(sql`
    INSERT INTO passphrase (person_id, salt, kdf, set_at) VALUES (${row.personId}, ${row.salt}, ${JSON.stringify(row.kdf)}, ${row.at})
    ON CONFLICT (person_id) DO NOTHING`);
  return inserted === 1;
}

export async function replacePassphrase(
  tx: Transaction,
  row: { personId: number; salt: Buffer; kdf: KdfSettings; at: Date },
): Promise<void> {
  await tx.run(sql`
    UPDATE passphrase SET salt = ${row.salt}, kdf = ${JSON.stringify(row.kdf)}, set_at = ${row.at} WHERE person_id = ${row.personId}`);
}

/** One of the keys that still exist, whosever it is: enough to see under which key-encryption file they all are. */
export function findAnyPrivateKey(db: Sql): Promise<PrivateKeyRow | undefined> {
  return db.maybe(
    privateKeyRow,
    sql`SELECT id, name, purpose, algorithm, public_key, wrapped FROM private_key
        WHERE destroyed_at IS NULL ORDER BY id DESC LIMIT 1`,
  );
}

/** Every key of the person that still exists. */
export function listPrivateKeys(db: Sql, personId: number): Promise<PrivateKeyRow[]> {
  return db.many(
    privateKeyRow,
    sql`SELECT id, name, purpose, algorithm, public_key, wrapped FROM private_key
        WHERE person_id = ${personId} AND destroyed_at IS NULL ORDER BY id`,
  );
}

export async function insertPrivateKey(
  tx: Transaction,
  row: Omit<PrivateKeyRow, 'id'> & { personId: number; at: Date },
): Promise<number> {
  const { id } = await tx.one(
    z.object({ id: z.int() }),
    sql`INSERT INTO private_key (person_id, name, purpose, algorithm, public_key, wrapped, created_at)
        VALUES (${row.personId}, ${row.name}, ${row.purpose}, ${row.algorithm}, ${row.publicKey}, ${row.wrapped}, ${row.at})
        RETURNING id`,
  );
  return id;
}

export async function replaceWrapped(tx: Transaction, id: number, wrapped: Buffer): Promise<void> {
  await tx.run(sql`UPDATE private_key SET wrapped = ${wrapped} WHERE id = ${id}`);
}

export async function deletePassphrase(tx: Transaction, personId: number): Promise<void> {
  await tx.run(sql`DELETE FROM passphrase WHERE person_id = ${personId}`);
}

export async function destroyWrapped(tx: Transaction, personId: number, at: Date): Promise<void> {
  await tx.run(sql`
    UPDATE private_key SET wrapped = '', destroyed_at = ${at} WHERE person_id = ${personId} AND destroyed_at IS NULL`);
}

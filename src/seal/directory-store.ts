import { z } from 'zod';
import { unixSeconds } from '../clock.ts';
import { Fault, Refusal } from '../errors.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type Directory, type DirectoryLine, parseDirectoryText } from './key-directory.ts';

const sealKeyRow = z.object({
  id: z.number(),
  name: z.string(),
  kid: bytea,
  publicKey: bytea,
  role: z.enum(['official', 'status']),
  appointmentId: z.number().nullable(),
  privateKeyId: z.number().nullable(),
  holderName: z.string(),
  position: z.string(),
  unit: z.string(),
  notBefore: z.date(),
  notAfter: z.date(),
  status: z.enum(['active', 'retired', 'revoked']),
  revokedFromIndex: z.number().nullable(),
});
export type SealKey = z.infer<typeof sealKeyRow>;
export type NewSealKey = Omit<SealKey, 'id' | 'status' | 'revokedFromIndex'>;

const columns = sql`id, name, kid, public_key, role, appointment_id, private_key_id, holder_name, position, unit, not_before,
  not_after, status, revoked_from_index`;

/** The next serial of key names: never used twice, gaps are harmless. */
export async function nextKeySerial(tx: Transaction): Promise<number> {
  return (await tx.one(z.object({ serial: z.number() }), sql`SELECT nextval('seal_key_serial') AS serial`)).serial;
}

export async function insertSealKey(tx: Transaction, key: NewSealKey): Promise<SealKey> {
  return tx.one(
    sealKeyRow,
    sql`INSERT INTO seal_key (name, kid, public_key, role, appointment_id, private_key_id, holder_name, position, unit, not_before, not_after)
        VALUES (${key.name}, ${key.kid}, ${key.publicKey}, ${key.role}, ${key.appointmentId}, ${key.privateKeyId}, ${key.holderName},
          ${key.position}, ${key.unit}, ${key.notBefore}, ${key.notAfter})
        RETURNING ${columns}`,
  );
}

/** The key in use; retired ones (lost, or run out) are followed by another. */
export function findSealKeyOfAppointment(db: Sql, appointmentId: number): Promise<SealKey | undefined> {
  return db.maybe(
    sealKeyRow,
    sql`SELECT ${columns} FROM seal_key WHERE appointment_id = ${appointmentId} AND status <> 'retired'`,
  );
}

/** The same, kept for whoever ends it: an act that seals with it has committed or will see the end. */
export function lockSealKeyOfAppointment(tx: Transaction, appointmentId: number): Promise<SealKey | undefined> {
  return tx.maybe(
    sealKeyRow,
    sql`SELECT ${columns} FROM seal_key WHERE appointment_id = ${appointmentId} AND status <> 'retired' FOR NO KEY UPDATE`,
  );
}

/** Keeps a key from being ended until the caller's transaction, which seals with it, ends. */
export async function holdSealKey(tx: Transaction, id: number): Promise<SealKey> {
  return found(await tx.maybe(sealKeyRow, sql`SELECT ${columns} FROM seal_key WHERE id = ${id} FOR SHARE`));
}

export async function getSealKey(db: Sql, id: number): Promise<SealKey> {
  return found(await db.maybe(sealKeyRow, sql`SELECT ${columns} FROM seal_key WHERE id = ${id}`));
}

function found(key: SealKey | undefined): SealKey {
  if (key) return key;
  throw new Refusal('not-found', 'no-seal-key', {
    id: 'Kunci tanda QR ini tidak ada.',
    en: 'There is no such seal key.',
  });
}

/** Keys whose 4-byte id this is; several are possible, the signature decides. */
export function listSealKeysByKid(db: Sql, kid: Buffer): Promise<SealKey[]> {
  return db.many(sealKeyRow, sql`SELECT ${columns} FROM seal_key WHERE kid = ${kid} ORDER BY id`);
}

export function listSealKeys(db: Sql): Promise<SealKey[]> {
  return db.many(sealKeyRow, sql`SELECT ${columns} FROM seal_key ORDER BY id`);
}

export function findStatusKey(db: Sql, publicKey: Buffer): Promise<SealKey | undefined> {
  return db.maybe(sealKeyRow, sql`SELECT ${columns} FROM seal_key WHERE role = 'status' AND public_key = ${publicKey}`);
}

/** An appointment that ended earlier ends its key: nothing else of a published line may change this way. */
export async function endSealKey(tx: Transaction, id: number, notAfter: Date): Promise<void> {
  await tx.run(sql`UPDATE seal_key SET not_after = ${notAfter} WHERE id = ${id} AND not_after > ${notAfter}`);
}

/** Keys whose last second has come are retired; gives how many. */
export function markSealKeysRetired(tx: Transaction, now: Date): Promise<number> {
  return tx.run(sql`UPDATE seal_key SET status = 'retired' WHERE status = 'active' AND not_after <= ${now}`);
}

/** A key's line in the directory. */
export function directoryLineOf(key: SealKey): DirectoryLine {
  return {
    alg: 'ed25519',
    id: key.name,
    kid: key.kid.toString('hex'),
    name: key.holderName,
    position: key.position,
    unit: key.unit,
    role: key.role,
    pub: key.publicKey.toString('hex'),
    notBefore: unixSeconds(key.notBefore),
    notAfter: unixSeconds(key.notAfter),
    status: key.status,
    ...(key.revokedFromIndex === null ? {} : { revokedFromIndex: key.revokedFromIndex }),
  };
}

export interface StoredDirectory extends Directory {
  note: string;
  textSha256: Buffer;
}

const versionRow = z.object({ version: z.number(), at: z.date(), note: z.string(), textSha256: bytea });

function parsed(row: z.infer<typeof versionRow>): StoredDirectory {
  const directory = parseDirectoryText(row.note.slice(0, row.note.lastIndexOf('\n\n') + 1));
  if (!directory) throw new Fault(`stored key directory ${row.version} is not readable`);
  return { ...directory, note: row.note, textSha256: row.textSha256 };
}

/** The directory in force, or a certain version; undefined when there is none. */
export async function findDirectory(db: Sql, version?: number): Promise<StoredDirectory | undefined> {
  const which = version === undefined ? sql`true` : sql`version = ${version}`;
  const found = await db.maybe(
    versionRow,
    sql`SELECT version, at, note, text_sha256 FROM directory_version WHERE ${which} ORDER BY version DESC LIMIT 1`,
  );
  return found && parsed(found);
}

export async function insertDirectory(tx: Transaction, directory: StoredDirectory, at: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO directory_version (version, at, note, text_sha256)
    VALUES (${directory.version}, ${at}, ${directory.note}, ${directory.textSha256})`);
}

import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const authorityRow = z.object({ role: z.enum(['root', 'issuing']), der: bytea, notAfter: z.date() });
export type AuthorityRow = z.infer<typeof authorityRow>;

const officialRow = z.object({
  id: z.int(),
  personId: z.int(),
  privateKeyId: z.int(),
  keyName: z.string(),
  serial: z.string(),
  subject: z.string(),
  der: bytea,
  notBefore: z.date(),
  notAfter: z.date(),
  revokedAt: z.date().nullable(),
});
export type OfficialCertificateRow = z.infer<typeof officialRow>;

/** One installation sets up its authority once: whoever comes second waits here and then finds it done. */
export async function lockAuthority(tx: Transaction): Promise<void> {
  await tx.run(sql`LOCK TABLE certificate IN SHARE ROW EXCLUSIVE MODE`);
}

/** Root and issuing certificates, the newest of each first. */
export function listAuthorityCertificates(db: Sql): Promise<AuthorityRow[]> {
  return db.many(
    authorityRow,
    sql`SELECT role, der, not_after FROM certificate WHERE role <> 'official' ORDER BY id DESC`,
  );
}

/** All certificates of an official, the newest first. */
export function listCertificatesOf(db: Sql, personId: number): Promise<OfficialCertificateRow[]> {
  return db.many(
    officialRow,
    sql`SELECT c.id, c.person_id, c.private_key_id, k.name AS key_name, c.serial, c.subject, c.der, c.not_before, c.not_after, c.revoked_at
        FROM certificate AS c JOIN private_key AS k ON k.id = c.private_key_id
        WHERE c.role = 'official' AND c.person_id = ${personId} ORDER BY c.id DESC`,
  );
}

export async function insertCertificate(
  tx: Transaction,
  row: {
    personId: number | null;
    privateKeyId: number | null;
    role: 'root' | 'issuing' | 'official';
    serial: string;
    subject: string;
    der: Buffer;
    notBefore: Date;
    notAfter: Date;
    at: Date;
  },
): Promise<number> {
  const { id } = await tx.one(
    z.object({ id: z.int() }),
    sql`INSERT INTO certificate (person_id, private_key_id, role, serial, subject, der, not_before, not_after, created_at)
        VALUES (${row.personId}, ${row.privateKeyId}, ${row.role}, ${row.serial}, ${row.subject}, ${row.der},
                ${row.notBefore}, ${row.notAfter}, ${row.at})
        RETURNING id`,
  );
  return id;
}

/** Ends every certificate of the person that is in force at `at`; what was signed before stays valid. */
export async function revokeCertificatesOf(tx: Transaction, personId: number, at: Date, reason: string): Promise<void> {
  await tx.run(sql`
    UPDATE certificate SET revoked_at = ${at}, revocation_reason = ${reason}
    WHERE person_id = ${personId} AND revoked_at IS NULL AND not_after > ${at}`);
}

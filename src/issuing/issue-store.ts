import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import type { SigningAct } from './signing-act-store.ts';

/** The rows that make a letter *terbit*; written in one transaction with the LETTER entry and never changed. */
export async function insertIssue(
  tx: Transaction,
  act: SigningAct,
  file: { sha256: Buffer; length: number },
  opening: { r: Buffer },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO issue (letter_id, act_id, number_id, document_sha256, host, token, seal_hash, opening_r, content_commit, pdf_length, issued_at)
        VALUES (${act.letterId}, ${act.id}, ${act.numberId}, ${file.sha256}, ${act.host}, ${act.token}, ${act.sealHash}, ${opening.r},
          ${act.contentCommit}, ${file.length}, ${at})`,
  );
}

export async function insertSignature(tx: Transaction, act: SigningAct, documentSha256: Buffer): Promise<void> {
  await tx.run(
    sql`INSERT INTO signature (letter_id, document_sha256, person_id, appointment_id, capacity, certificate_id, seal_key_id, level, signed_at)
        VALUES (${act.letterId}, ${documentSha256}, ${act.personId}, ${act.appointmentId}, ${act.capacity}, ${act.certificateId},
          ${act.sealKeyId}, 'B-B', ${act.sealedAt})`,
  );
}

const IssuedSeal = z.object({
  host: z.string(),
  token: z.string(),
  seal: bytea,
  der: bytea,
});

/** The seal on an issued letter and the certificate that signed it. */
export function findIssuedSeal(on: Sql, letterId: number): Promise<z.infer<typeof IssuedSeal> | undefined> {
  return on.maybe(
    IssuedSeal,
    sql`SELECT i.host, i.token, a.seal, c.der FROM issue i JOIN signing_act a ON a.id = i.act_id
        JOIN certificate c ON c.id = a.certificate_id WHERE i.letter_id = ${letterId}`,
  );
}

/** The person who signed an issued letter. */
export async function findSignerOf(on: Sql, letterId: number): Promise<number | undefined> {
  const row = await on.maybe(
    z.object({ personId: z.number() }),
    sql`SELECT a.person_id FROM issue i JOIN signing_act a ON a.id = i.act_id WHERE i.letter_id = ${letterId}`,
  );
  return row?.personId;
}

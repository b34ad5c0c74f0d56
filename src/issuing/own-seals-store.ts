import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const ownKeyRow = z.object({
  kid: bytea,
  position: z.string(),
  unit: z.string(),
  notBefore: z.date(),
  notAfter: z.date(),
  status: z.enum(['active', 'retired', 'revoked']),
  seals: z.number(),
});
/** A seal key ever listed for a person, as the directory has it, and how many issued letters carry a seal of it. */
export type OwnSealKey = z.infer<typeof ownKeyRow>;

/** The newest first. */
export function listOwnSealKeys(db: Sql, personId: number): Promise<OwnSealKey[]> {
  return db.many(
    ownKeyRow,
    sql`SELECT k.kid, k.position, k.unit, k.not_before, k.not_after, k.status,
          (SELECT count(*)::int FROM signing_act a JOIN issue i ON i.act_id = a.id WHERE a.seal_key_id = k.id) AS seals
        FROM seal_key k JOIN appointment p ON p.id = k.appointment_id
        WHERE p.person_id = ${personId} ORDER BY k.id DESC`,
  );
}

const ownSealRow = z.object({
  letterId: z.number(),
  number: z.string(),
  sealedAt: z.date(),
  token: z.string(),
  kid: bytea,
  position: z.string(),
});
/** One use of a seal key: an issued letter. */
export type OwnSeal = z.infer<typeof ownSealRow>;

/** Letters sealed with any key ever listed for the person, the latest first, whoever set the key to work. */
export function listOwnSeals(db: Sql, personId: number, limit: number, offset: number): Promise<OwnSeal[]> {
  return db.many(
    ownSealRow,
    sql`SELECT i.letter_id, a.content::jsonb ->> 'number' AS number, a.sealed_at, i.token, k.kid, k.position
        FROM issue i JOIN signing_act a ON a.id = i.act_id JOIN seal_key k ON k.id = a.seal_key_id
          JOIN appointment p ON p.id = k.appointment_id
        WHERE p.person_id = ${personId} ORDER BY a.sealed_at DESC, a.id DESC LIMIT ${limit} OFFSET ${offset}`,
  );
}

import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const ArrivalRow = z.object({
  manifestSha256: bytea,
  documentSha256: bytea,
  intakeId: z.number(),
  receipt: z.string(),
});
/** What was taken in before under a partner's key, with the receipt it was given. */
export type Arrival = z.infer<typeof ArrivalRow>;

export function findArrival(db: Sql, partnerId: number, key: string): Promise<Arrival | undefined> {
  return db.maybe(
    ArrivalRow,
    sql`SELECT manifest_sha256, document_sha256, intake_id, receipt FROM exchange_arrival WHERE partner_id = ${partnerId} AND key = ${key}`,
  );
}

export async function insertArrival(
  tx: Transaction,
  arrival: Arrival & { partnerId: number; key: string; note: string },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO exchange_arrival (partner_id, key, note, manifest_sha256, document_sha256, intake_id, receipt, at)
        VALUES (${arrival.partnerId}, ${arrival.key}, ${arrival.note}, ${arrival.manifestSha256}, ${arrival.documentSha256},
          ${arrival.intakeId}, ${arrival.receipt}, ${at})`,
  );
}

const StandingRow = z.object({
  key: z.string(),
  putAside: z.boolean(),
  agenda: z.number().nullable(),
  year: z.number().nullable(),
  registeredAt: z.date().nullable(),
  /** Registered as R or SR here. */
  isSecret: z.boolean().nullable(),
  readAt: z.date().nullable(),
});
/** What became of a partner's delivery here. */
export type Standing = z.infer<typeof StandingRow>;

export function listStandings(db: Sql, partnerId: number, keys: readonly string[]): Promise<Standing[]> {
  return db.many(
    StandingRow,
    sql`SELECT a.key, i.state = 'put_aside' AS put_aside, n.agenda, n.year, n.registered_at, n.security IN ('R', 'SR') AS is_secret,
          (SELECT min(e.at) FROM incoming_event e WHERE e.incoming_id = n.id AND e.kind = 'read') AS read_at
        FROM exchange_arrival a JOIN intake i ON i.id = a.intake_id
          LEFT JOIN incoming n ON n.intake_id = i.id AND n.state <> 'void'
        WHERE a.partner_id = ${partnerId} AND a.key = ANY (${[...keys]}::uuid[])`,
  );
}

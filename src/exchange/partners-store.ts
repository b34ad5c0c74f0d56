import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const Desk = z.object({ code: z.string(), name: z.string() });
/** A unit of the partner that takes letters in. */
export type Desk = z.infer<typeof Desk>;

const PartnerRow = z.object({
  id: z.number(),
  host: z.string(),
  name: z.string(),
  state: z.enum(['proposed', 'on', 'off']),
  trustNote: z.string(),
  /** What two administrators compared. */
  fingerprint: bytea,
  /** Of keys that do not follow from those confirmed; nothing is built on them. */
  changedFingerprint: bytea.nullable(),
  roots: z.array(bytea),
  desks: z.array(Desk),
  tells: z.boolean(),
  lookedAt: z.date(),
  lookProblem: z.string(),
  addedAt: z.date(),
});
/** Another office with which letters are exchanged; `host` is where an administrator found it. */
export type Partner = z.infer<typeof PartnerRow>;

const columns = sql`id, host, name, state, trust_note, fingerprint, changed_fingerprint, roots, desks, tells, looked_at, look_problem, added_at`;

export function listPartners(db: Sql): Promise<Partner[]> {
  return db.many(PartnerRow, sql`SELECT ${columns} FROM partner ORDER BY lower(name), id`);
}

export async function getPartner(db: Sql, partnerId: number): Promise<Partner> {
  const found = await db.maybe(PartnerRow, sql`SELECT ${columns} FROM partner WHERE id = ${partnerId}`);
  if (found !== undefined) return found;
  throw new Refusal('not-found', 'partner-unknown', {
    id: 'Instansi mitra ini tidak ada.',
    en: 'There is no such partner office.',
  });
}

/** The same, held until the transaction ends. */
export async function lockPartner(tx: Transaction, partnerId: number): Promise<Partner> {
  await tx.run(sql`SELECT id FROM partner WHERE id = ${partnerId} FOR UPDATE`);
  return getPartner(tx, partnerId);
}

export function findPartnerByHost(db: Sql, host: string): Promise<Partner | undefined> {
  return db.maybe(PartnerRow, sql`SELECT ${columns} FROM partner WHERE host = ${host}`);
}

/** What a look at a partner found, in the form in which it is kept. */
export type PartnerFacts = Pick<Partner, 'name' | 'trustNote' | 'fingerprint' | 'roots' | 'desks'>;

/** Undefined when another one stands under this host. */
export async function insertPartner(
  tx: Transaction,
  partner: PartnerFacts & { host: string },
  at: Date,
): Promise<number | undefined> {
  const row = await tx.maybe(
    z.object({ id: z.number() }),
    sql`INSERT INTO partner (host, name, state, trust_note, fingerprint, roots, desks, looked_at, added_at)
        VALUES (${partner.host}, ${partner.name}, 'proposed', ${partner.trustNote}, ${partner.fingerprint}, ${partner.roots}::bytea[],
          ${JSON.stringify(partner.desks)}, ${at}, ${at})
        ON CONFLICT (host) DO NOTHING RETURNING id`,
  );
  return row?.id;
}

/** Its keys, certificates and units as it tells them now. */
export async function storeFacts(tx: Transaction, partnerId: number, facts: PartnerFacts, at: Date): Promise<void> {
  await tx.run(
    sql`UPDATE partner SET name = ${facts.name}, trust_note = ${facts.trustNote}, fingerprint = ${facts.fingerprint},
          roots = ${facts.roots}::bytea[], desks = ${JSON.stringify(facts.desks)}, changed_fingerprint = NULL, looked_at = ${at}, look_problem = ''
        WHERE id = ${partnerId}`,
  );
}

/** A look that found nothing to go by; `changedFingerprint` where its keys do not follow from those confirmed. */
export async function storeLookProblem(
  db: Sql,
  partnerId: number,
  look: { problem: string; changedFingerprint: Buffer | null },
  at: Date,
): Promise<void> {
  await db.run(
    sql`UPDATE partner SET looked_at = ${at}, look_problem = ${look.problem}, changed_fingerprint = ${look.changedFingerprint} WHERE id = ${partnerId}`,
  );
}

export async function storePartnerState(tx: Transaction, partnerId: number, state: Partner['state']): Promise<void> {
  await tx.run(sql`UPDATE partner SET state = ${state} WHERE id = ${partnerId}`);
}

export async function storePartnerHost(tx: Transaction, partnerId: number, host: string): Promise<void> {
  await tx.run(sql`UPDATE partner SET host = ${host} WHERE id = ${partnerId}`);
}

export async function storeTells(tx: Transaction, partnerId: number, tells: boolean): Promise<void> {
  await tx.run(sql`UPDATE partner SET tells = ${tells} WHERE id = ${partnerId}`);
}

const PARTNER_EVENTS = ['added', 'confirmed', 'on', 'off', 'moved', 'keys', 'tells', 'tells_not'] as const;
export type PartnerEventKind = (typeof PARTNER_EVENTS)[number];

export async function addPartnerEvent(
  tx: Transaction,
  event: { partnerId: number; kind: PartnerEventKind; personId: number | null; note: string },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO partner_event (partner_id, kind, person_id, note, at)
        VALUES (${event.partnerId}, ${event.kind}, ${event.personId}, ${event.note}, ${at})`,
  );
}

const EventRow = z.object({
  kind: z.enum(PARTNER_EVENTS),
  personName: z.string().nullable(),
  note: z.string(),
  at: z.date(),
});
export type PartnerEvent = z.infer<typeof EventRow>;

/** Shown of them. */
export const MOST_EVENTS = 100;

/** Newest first; one more than is shown. */
export function listPartnerEvents(db: Sql, partnerId: number): Promise<PartnerEvent[]> {
  return db.many(
    EventRow,
    sql`SELECT e.kind, p.name AS person_name, e.note, e.at FROM partner_event e LEFT JOIN person p ON p.id = e.person_id
        WHERE e.partner_id = ${partnerId} ORDER BY e.id DESC LIMIT ${MOST_EVENTS + 1}`,
  );
}

import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import type { Incoming, LineFields } from '../incoming-store.ts';

const id = z.object({ id: z.number() });
const RegisteredRow = z.object({
  incomingId: z.number(),
  unitId: z.number(),
  year: z.number(),
  agenda: z.number(),
  holdingId: z.number(),
});
/** Where a letter stands in its agenda, and its first holding. */
export type Registered = z.infer<typeof RegisteredRow>;

/** Two that bring the same key, or the same letter, take turns: the second finds what the first has written. */
export async function takeTurn(tx: Transaction, about: string): Promise<void> {
  await tx.one(z.unknown(), sql`SELECT pg_advisory_xact_lock(hashtextextended(${`incoming ${about}`}, 0))`);
}

export function findSubmission(db: Sql, submissionKey: string): Promise<Registered | undefined> {
  return db.maybe(
    RegisteredRow,
    sql`SELECT i.id AS incoming_id, i.unit_id, i.year, i.agenda, h.id AS holding_id
        FROM incoming i JOIN holding h ON h.incoming_id = i.id AND h.parent_id IS NULL WHERE i.submission_key = ${submissionKey}`,
  );
}

/** Holds the counter of this unit and year until the transaction ends: nothing that can wait for somebody else may come after it. */
export async function countAgenda(tx: Transaction, unitId: number, year: number): Promise<number> {
  const row = await tx.one(
    z.object({ last: z.number() }),
    sql`INSERT INTO agenda_counter AS c (unit_id, year, last) VALUES (${unitId}, ${year}, 1)
        ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last`,
  );
  return row.last;
}

export type NewIncoming = LineFields &
  Pick<
    Incoming,
    'unitId' | 'year' | 'agenda' | 'origin' | 'intakeId' | 'senderId' | 'addresseePositionId' | 'withheld'
  > &
  Pick<
    Incoming,
    'documentSha256' | 'pages' | 'findings' | 'letterId' | 'deliveryId' | 'registeredBy' | 'registeredAt'
  > & {
    submissionKey: string;
  };

export async function insertIncoming(tx: Transaction, row: NewIncoming): Promise<number> {
  const { id: incomingId } = await tx.one(
    id,
    sql`INSERT INTO incoming (unit_id, year, agenda, origin, channel, intake_id, submission_key, sender_id, sender_name,
      sender_address, number, letter_date, subject, received_at, security, urgency, classification, addressee_position_id,
      withheld, document_sha256, pages, findings, letter_id, delivery_id, state, state_since, registered_by, registered_at)
    VALUES (${row.unitId}, ${row.year}, ${row.agenda}, ${row.origin}, ${row.channel}, ${row.intakeId},
      ${row.submissionKey}, ${row.senderId}, ${row.senderName}, ${row.senderAddress}, ${row.number}, ${row.letterDate},
      ${row.subject}, ${row.receivedAt}, ${row.security}, ${row.urgency}, ${row.classification}, ${row.addresseePositionId},
      ${row.withheld}, ${row.documentSha256}, ${row.pages}, ${row.findings === null ? null : JSON.stringify(row.findings)}::jsonb,
      ${row.letterId}, ${row.deliveryId}, 'open', ${row.registeredAt}, ${row.registeredBy}, ${row.registeredAt})
    RETURNING id`,
  );
  return incomingId;
}

export interface AttachedPdf {
  name: string;
  sha256: Buffer;
  pages: number;
}

/** Behind those that are there. */
export async function insertAttachments(
  tx: Transaction,
  incomingId: number,
  attachments: readonly AttachedPdf[],
): Promise<void> {
  for (const { name, sha256, pages } of attachments)
    await tx.run(sql`INSERT INTO incoming_attachment (incoming_id, ordinal, name, sha256, pages)
      SELECT ${incomingId}, coalesce(max(ordinal), 0) + 1, ${name}, ${sha256}, ${pages}::int
      FROM incoming_attachment WHERE incoming_id = ${incomingId}`);
}

/** The root of the letter's tree. */
export async function insertFirstHolding(
  tx: Transaction,
  { incomingId, positionId, at }: { incomingId: number; positionId: number; at: Date },
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO holding (incoming_id, position_id, responsible, state, state_since, since)
        VALUES (${incomingId}, ${positionId}, true, 'unread', ${at}, ${at}) RETURNING id`,
  );
  return row.id;
}

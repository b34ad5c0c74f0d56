import { z } from 'zod';
import { defineJob, type JobDefinition } from '../../jobs/define-job.ts';
import { getLetter } from '../../letters/letters-store.ts';
import { listUnits } from '../../people/units-store.ts';
import type { Database } from '../../postgres/database.ts';
import { type IssuedFacts, readIssued } from '../../sending/letter-facts.ts';
import { LETTER_SENT } from '../../sending/letter-sent.ts';
import { agendaUnit } from './agenda-unit.ts';
import { type ArrivedDelivery, listUnitsWithClerk, listUnregistered } from './arrivals-store.ts';
import { type Registration, registerWithin } from './register.ts';

export interface ArrivingDeps {
  db: Database;
  /** Of the officials' site: where the links of mails lead. */
  appOrigin: string;
}

/**
 * What follows when a letter sets out: each post here that it goes to has it in hand, registered in the agenda of its unit, with
 * the same signed file. Each in a transaction of its own; run twice, or after a crash, it goes on where it stopped, because a
 * delivery is registered once.
 */
export function letterSentJob({ db, appOrigin }: ArrivingDeps): JobDefinition {
  return defineJob({
    name: LETTER_SENT,
    payload: z.object({ letterId: z.number() }),
    async handle({ letterId }, { now }) {
      const issued = await readIssued(db, await getLetter(db, letterId));
      if (issued === undefined) return;
      const deliveries = await listUnregistered(db, letterId);
      if (deliveries.length === 0) return;
      const [units, withClerk] = [await listUnits(db), await listUnitsWithClerk(db)];
      for (const delivery of deliveries) {
        const line = registration(issued, delivery, agendaUnit(units, withClerk, delivery.unitId));
        await db.transaction((tx) => registerWithin(tx, line, { at: now, appOrigin }));
      }
    },
  });
}

function registration(
  { letter, issued, facts, content }: IssuedFacts,
  { deliveryId, positionId, at }: ArrivedDelivery,
  unitId: number,
): Registration {
  return {
    unitId,
    origin: 'internal',
    channel: 'internal',
    submissionKey: `delivery:${deliveryId}`,
    senderName: facts.sender,
    senderAddress: facts.senderAddress,
    number: issued.number,
    letterDate: issued.letterDate,
    subject: content.subject,
    receivedAt: at,
    security: content.security,
    urgency: content.urgency,
    classification: content.classification,
    addresseePositionId: positionId,
    document: { sha256: issued.documentSha256, pages: issued.pages },
    letterId: letter.id,
    deliveryId,
  };
}

import { lockLetter } from '../letters/letters-store.ts';
import { dateAndTime } from '../letters/long-date.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { listDeliveries } from './delivery-store.ts';
import { readIssued } from './letter-facts.ts';
import { statusMail } from './mail-text.ts';
import type { SendDeps } from './send-letter.ts';
import { insertTold, listStatusesToTell, storeToldBy } from './telling-store.ts';

/**
 * Tells every recipient of what happened to the letter since it was sent to them, by the way that it took: the inbox shows it
 * here, a mail goes where a mail went, and on paper a clerk is asked to. What never left needs no word. It can run twice:
 * each recipient is told of each change once.
 */
export async function tellStatus(deps: SendDeps, letterId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const issued = await readIssued(tx, await lockLetter(tx, letterId));
    if (issued === undefined) return;
    const statuses = await listStatusesToTell(tx, letterId);
    for (const delivery of await listDeliveries(tx, letterId)) {
      const onPaper = delivery.channel !== 'internal' && delivery.channel !== 'email';
      if (onPaper && (delivery.state === 'queued' || (delivery.channel === 'exchange' && delivery.state === 'failed')))
        continue;
      for (const { statusId, code, successor, at: since } of statuses) {
        if (since < delivery.createdAt) continue;
        const toldAt = onPaper ? null : at;
        if (!(await insertTold(tx, { deliveryId: delivery.id, statusId, toldAt }))) continue;
        if (delivery.channel !== 'email') continue;
        const words = statusMail(issued.facts, delivery, { code, on: dateAndTime(since, issued.timeZone), successor });
        const to = { address: delivery.email, name: delivery.name };
        const mailId = await queueMail(tx, { to, ...words, about: { letterId } }, at);
        if (mailId !== undefined) await storeToldBy(tx, { deliveryId: delivery.id, statusId, mailId });
      }
    }
  });
}

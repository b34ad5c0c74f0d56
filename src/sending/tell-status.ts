import { enqueue } from '../jobs/enqueue.ts';
import { lockLetter } from '../letters/letters-store.ts';
import { dateAndTime } from '../letters/long-date.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { listDeliveries } from './delivery-store.ts';
import { readIssued } from './letter-facts.ts';
import { statusMail } from './mail-text.ts';
import { hasLeft } from './partner-ways-store.ts';
import type { SendDeps } from './send-letter.ts';
import { insertNotice, insertTold, listStatusesToTell, storeToldBy } from './telling-store.ts';

/**
 * Tells every recipient of what happened to the letter since it was sent to them, by the way that it took: the inbox shows it
 * here, a mail goes where a mail went, and on paper a clerk is asked to. A signed notice goes to the partner office that may have
 * it, also where the letter took another way because that office did not answer. What never left needs no word. It can run twice: each recipient is told of each change once.
 */
export async function tellStatus(deps: SendDeps, letterId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const issued = await readIssued(tx, await lockLetter(tx, letterId));
    if (issued === undefined) return;
    const statuses = await listStatusesToTell(tx, letterId);
    for (const delivery of await listDeliveries(tx, letterId)) {
      const { channel } = delivery;
      const onPaper = channel === 'print' || channel === 'expedition';
      // Without a receipt it may lie there all the same: the answer was lost.
      const atPartner = await hasLeft(tx, delivery.id);
      if (!atPartner && (channel === 'exchange' || (onPaper && delivery.state === 'queued'))) continue;
      for (const { statusId, code, successor, at: since } of statuses) {
        if (since < delivery.createdAt) continue;
        const ids = { deliveryId: delivery.id, statusId };
        const toldAt = onPaper || channel === 'exchange' ? null : at;
        if (!(await insertTold(tx, { ...ids, toldAt }))) continue;
        if (atPartner) {
          await insertNotice(tx, ids, at);
          const key = `exchange-tell:${delivery.id}:${statusId}`;
          await enqueue(tx, { name: 'exchange-tell', payload: ids, key }, at);
        }
        if (channel !== 'email') continue;
        const words = statusMail(issued.facts, delivery, { code, on: dateAndTime(since, issued.timeZone), successor });
        const to = { address: delivery.email, name: delivery.name };
        const mailId = await queueMail(tx, { to, ...words, about: { letterId } }, at);
        if (mailId !== undefined) await storeToldBy(tx, { ...ids, mailId });
      }
    }
  });
}

import { enqueue } from '../jobs/enqueue.ts';
import type { StatusCode } from '../letters/letter-status.ts';
import { lockLetter } from '../letters/letters-store.ts';
import { dateAndTime } from '../letters/long-date.ts';
import { queueMail } from '../mail/queue-mail.ts';
import type { Transaction } from '../postgres/database.ts';
import type { Channel } from './channel.ts';
import { listDeliveries } from './delivery-store.ts';
import { readIssued } from './letter-facts.ts';
import { statusMail } from './mail-text.ts';
import { listWaysThatLeft } from './partner-ways-store.ts';
import type { SendDeps } from './send-letter.ts';
import {
  insertNotice,
  insertTold,
  listStatusesToTell,
  type StatusToTell,
  storeToldBy,
  tellingJob,
} from './telling-store.ts';

export interface TellDeps extends SendDeps {
  /** Tells whoever has it here, whatever has become of it since it arrived. */
  tellHolders(tx: Transaction, arrived: { deliveryId: number; code: StatusCode }, at: Date): Promise<void>;
  /** Tells, once of each change, whoever has its paper here, which came back and was linked by its QR. */
  tellPapers(tx: Transaction, change: PaperChange, at: Date): Promise<void>;
}

type PaperChange = Pick<StatusToTell, 'statusId' | 'code'> & { letterId: number; since: Date };

/** The job that asks once more who is to be told, for an office for which the letter left after it was changed. */
export const LEFT_AFTER_CHANGE = 'left-after-change';

/**
 * Tells every recipient of what happened to the letter since it was sent to them, by the way that it took: the inbox shows it
 * here, a mail goes where a mail went, and on paper a clerk is asked to. A signed notice goes to each partner office that may have
 * it, also where the letter took another way, or went to another office, because that one did not answer. What never left needs no
 * word. It can run twice: each recipient is told of each change once. `only`: of those whose letter takes this way.
 */
export async function tellStatus(deps: TellDeps, letterId: number, only?: Channel): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const issued = await readIssued(tx, await lockLetter(tx, letterId));
    if (issued === undefined) return;
    const statuses = await listStatusesToTell(tx, letterId);
    if (only === undefined)
      for (const { statusId, code, at: since } of statuses)
        await deps.tellPapers(tx, { letterId, statusId, code, since }, at);
    const ways = await listWaysThatLeft(tx, letterId);
    for (const delivery of await listDeliveries(tx, letterId)) {
      const { channel } = delivery;
      if (only !== undefined && channel !== only) continue;
      const onPaper = channel === 'print' || channel === 'expedition';
      const nothingElseLeft = channel === 'exchange' || (onPaper && delivery.state === 'queued');
      for (const { statusId, code, successor, at: since } of statuses) {
        if (since < delivery.createdAt) continue;
        // Without a receipt it may lie there all the same: the answer was lost.
        const offices = ways.filter((way) => way.deliveryId === delivery.id && way.since <= since);
        if (offices.length === 0 && nothingElseLeft) continue;
        const ids = { deliveryId: delivery.id, statusId };
        const toldAt = onPaper || offices.length > 0 ? null : at;
        const isNew = await insertTold(tx, { ...ids, toldAt });
        // Also where the change is an old one: it left for this office only afterwards.
        for (const { key } of offices)
          if (await insertNotice(tx, { ...ids, key }, at)) await enqueue(tx, tellingJob({ ...ids, key }), at);
        if (!isNew) continue;
        if (channel === 'internal') await deps.tellHolders(tx, { deliveryId: delivery.id, code }, at);
        if (channel !== 'email') continue;
        const words = statusMail(issued.facts, delivery, { code, on: dateAndTime(since, issued.timeZone), successor });
        const to = { address: delivery.email, name: delivery.name };
        const mailId = await queueMail(tx, { to, ...words, about: { letterId } }, at);
        if (mailId !== undefined) await storeToldBy(tx, { ...ids, mailId });
      }
    }
  });
}

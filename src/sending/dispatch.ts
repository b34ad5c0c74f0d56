import { findDocument } from '../documents/documents-store.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { MailAttachment } from '../mail/mail-store.ts';
import { MOST_ATTACHED_BYTES, queueMail } from '../mail/queue-mail.ts';
import type { Transaction } from '../postgres/database.ts';
import type { Channel } from './channel.ts';
import { insertDelivery, moveDelivery, storeMail } from './delivery-store.ts';
import type { IssuedFacts, NumberedRecipient } from './letter-facts.ts';
import { letterMail } from './mail-text.ts';
import { type PartnerWay, storePartnerWay } from './partner-ways-store.ts';

export interface Way {
  channel: Channel;
  /** Where a mail goes; as typed by the clerk, or as the letter has it. */
  email: string;
  /** Of `exchange`: to whom there. */
  partner?: PartnerWay | undefined;
  /** Told with the first event: why it takes this way. */
  note: string;
}

export interface Sender {
  /** Null: by itself. */
  personId: number | null;
  /** Whether an open letter goes as a file. */
  attach: boolean;
  appOrigin: string;
  at: Date;
}

/** A new delivery on its way, in the caller's transaction, which holds the letter's row. */
export async function dispatchNew(
  tx: Transaction,
  issued: IssuedFacts,
  to: NumberedRecipient,
  way: Way,
  sender: Sender,
): Promise<void> {
  const { ordinal, part, name, address, positionId, copyNumber } = to;
  const { channel, email, partner, note } = way;
  const letterId = issued.letter.id;
  const deliveryId = await insertDelivery(
    tx,
    { letterId, ordinal, part, name, address, positionId, email, copyNumber, channel },
    { personId: sender.personId, note },
    sender.at,
  );
  await setOut(tx, issued, { id: deliveryId, name, part, positionId }, { channel, email, partner }, sender);
}

/**
 * What happens at once on this way; on paper nothing does until somebody hands it over. Whoever holds a post here is told when the
 * letter is registered for it (`letter-sent.ts`).
 */
export async function setOut(
  tx: Transaction,
  issued: IssuedFacts,
  delivery: { id: number; name: string; part: 'to' | 'cc'; positionId: number | null },
  { channel, email, partner }: Pick<Way, 'channel' | 'email' | 'partner'>,
  sender: Sender,
): Promise<void> {
  const { at } = sender;
  const letterId = issued.letter.id;
  if (channel === 'internal' && delivery.positionId !== null) {
    const move = { deliveryId: delivery.id, channel, state: 'sent' as const, personId: sender.personId, note: '' };
    await moveDelivery(tx, move, at);
  }
  if (channel === 'exchange' && partner !== undefined) {
    await storePartnerWay(tx, delivery.id, partner, at);
    // Carried by the room that knows the line to other installations (`exchange/deliver.ts`).
    const job = { name: 'exchange-deliver', payload: { deliveryId: delivery.id }, key: `exchange:${delivery.id}` };
    await enqueue(tx, job, at);
  }
  if (channel === 'email') {
    const attachments = await fileToAttach(tx, issued, sender.attach);
    const words = letterMail(
      issued.facts,
      { name: delivery.name, copied: delivery.part === 'cc' },
      attachments.length > 0,
    );
    const to = { address: email, name: delivery.name };
    const mailId = await queueMail(tx, { to, ...words, attachments, about: { letterId } }, at);
    if (mailId !== undefined) await storeMail(tx, delivery.id, mailId);
  }
}

/** The signed file of an open letter, where the policy lets it go and a mail can carry it. */
async function fileToAttach(
  tx: Transaction,
  { issued, facts }: IssuedFacts,
  attach: boolean,
): Promise<MailAttachment[]> {
  if (!attach || facts.security !== 'B') return [];
  const document = await findDocument(tx, issued.documentSha256);
  if (document === undefined || document.length > MOST_ATTACHED_BYTES) return [];
  // The name holds no subject: it stays in download folders.
  const name = `surat-${issued.number.replace(/[^0-9A-Za-z.-]+/g, '-')}.pdf`;
  return [{ sha256: issued.documentSha256, name, mediaType: 'application/pdf' }];
}

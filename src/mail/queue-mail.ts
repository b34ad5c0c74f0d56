import { Fault } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { isEmailAddress } from '../people/email-address.ts';
import { fullName } from '../people/full-name.ts';
import { findPerson } from '../people/persons-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { insertMail, type MailAttachment, sumLengths } from './mail-store.ts';

/** Beyond this a mail carries a link instead: many servers refuse 10 MiB, and base64 adds a third. */
export const MOST_ATTACHED_BYTES = 7 * 1024 * 1024;

export interface MailToQueue {
  to: { personId: number } | { address: string; name?: string };
  /** One line; whoever sees a mailbox over somebody's shoulder reads it, so nothing of a secret letter. */
  subject: string;
  text: string;
  attachments?: readonly MailAttachment[];
  /** The outgoing or the incoming letter that it is about. */
  about?: { letterId: number } | { incomingId: number };
}

/**
 * Writes a mail in the caller's transaction; a job sends it. Gives its id, or undefined when the person has no address, an
 * account that was closed, or the address is none.
 */
export async function queueMail(tx: Transaction, mail: MailToQueue, at: Date): Promise<number | undefined> {
  const to = await addressOf(tx, mail.to);
  if (to === undefined || !isEmailAddress(to.address)) return undefined;
  const attachments = mail.attachments ?? [];
  const bytes = await sumLengths(
    tx,
    attachments.map(({ sha256 }) => sha256),
  );
  if (bytes > MOST_ATTACHED_BYTES) throw new Fault(`a mail with ${bytes} bytes of attachments`);
  const mailId = await insertMail(
    tx,
    {
      toAddress: to.address,
      toName: oneLine(to.name, 150),
      subject: oneLine(mail.subject, 200),
      body: mail.text,
      letterId: null,
      incomingId: null,
      ...mail.about,
      attachments: attachments.map((each) => ({ ...each, name: fileName(each.name) })),
    },
    at,
  );
  await carry(tx, mailId, at, at);
  return mailId;
}

/** The job that tries the mail once; at most one waits. */
export async function carry(tx: Transaction, mailId: number, runAt: Date, at: Date): Promise<void> {
  await enqueue(tx, { name: 'send-mail', payload: { mailId }, key: `mail:${mailId}`, runAt }, at);
}

async function addressOf(
  tx: Transaction,
  to: MailToQueue['to'],
): Promise<{ address: string; name: string } | undefined> {
  if ('address' in to) return { address: to.address.trim(), name: to.name ?? '' };
  const person = await findPerson(tx, to.personId);
  if (person === undefined || person.disabledAt !== null || person.email === '') return undefined;
  return { address: person.email, name: fullName(person) };
}

/** No control character reaches a header, whatever the library would do with it. */
export function oneLine(text: string, longest: number): string {
  const clean = text.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ');
  return [...clean.trim()].slice(0, longest).join('');
}

function fileName(name: string): string {
  return oneLine(name, 100).replace(/[/\\:*?"<>|]+/g, '-') || 'berkas';
}

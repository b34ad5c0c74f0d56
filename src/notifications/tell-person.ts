import { oneLine, queueMail } from '../mail/queue-mail.ts';
import type { Transaction } from '../postgres/database.ts';
import { insertDayNotice, readHearing } from './day-notices-store.ts';
import { queuePush } from './queue-push.ts';

export interface PersonNotice {
  personId: number;
  /** One line; it is read over shoulders and on locked screens, so nothing of a restricted or secret letter. */
  subject: string;
  text: string;
  /** Of the page where it is dealt with, on the officials' origin. */
  path: `/${string}`;
  about: { letterId: number } | { incomingId: number };
}

const LONGEST_SUBJECT = 200;

/**
 * Tells a person of work, in the caller's transaction: by mail at once or in the mail of the day, as the person wants it, and on
 * every browser on which they switched it on. The inbox shows the work itself, whatever becomes of these. Nobody is told whose
 * account was closed.
 */
export async function tellPerson(tx: Transaction, notice: PersonNotice, at: Date): Promise<void> {
  const { personId, text, path, about } = notice;
  const subject = oneLine(notice.subject, LONGEST_SUBJECT);
  const hearing = await readHearing(tx, personId);
  if (hearing === undefined) return;
  const incomingId = 'incomingId' in about ? about.incomingId : null;
  if (hearing === 'daily') await insertDayNotice(tx, { personId, subject, path, incomingId }, at);
  else await queueMail(tx, { to: { personId }, subject, text, about }, at);
  await queuePush(tx, { personId, subject, path }, at);
}

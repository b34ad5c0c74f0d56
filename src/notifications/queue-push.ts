import { enqueue } from '../jobs/enqueue.ts';
import type { Transaction } from '../postgres/database.ts';
import { insertPushMessages } from './push-messages-store.ts';

/** One message for every browser on which the person switched it on, each carried by a job of its own. */
export async function queuePush(
  tx: Transaction,
  notice: { personId: number; subject: string; path: string },
  at: Date,
): Promise<void> {
  for (const messageId of await insertPushMessages(tx, notice, at)) await carryPush(tx, messageId, at, at);
}

/** The job that tries the message once; at most one waits. */
export async function carryPush(tx: Transaction, messageId: number, runAt: Date, at: Date): Promise<void> {
  await enqueue(tx, { name: 'send-push', payload: { messageId }, key: `push:${messageId}`, runAt }, at);
}

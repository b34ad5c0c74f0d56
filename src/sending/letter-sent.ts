import { enqueue } from '../jobs/enqueue.ts';
import type { Transaction } from '../postgres/database.ts';

/** The job that follows whenever a letter sets out: who receives it in this office finds it registered. */
export const LETTER_SENT = 'letter-sent';

/** In the transaction that sends: neither the sending nor what follows is lost alone. */
export async function tellSent(tx: Transaction, letterId: number, at: Date): Promise<void> {
  await enqueue(tx, { name: LETTER_SENT, payload: { letterId } }, at);
}

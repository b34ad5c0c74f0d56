import { enqueue } from '../jobs/enqueue.ts';
import type { Transaction } from '../postgres/database.ts';
import { answersIncoming } from './answers-store.ts';

/** The job that looks how far a letter that answers an incoming one has come. */
export const ANSWER_MOVED = 'answer-moved';

/**
 * In each transaction that issues, sends, moves or takes back a letter: what it answers stays open until it is really there, so
 * none of these may be lost on the way to it. Of a letter that answers nothing it does nothing.
 */
export async function tellAnswerMoved(tx: Transaction, letterId: number, at: Date): Promise<void> {
  if (!(await answersIncoming(tx, letterId))) return;
  await enqueue(tx, { name: ANSWER_MOVED, payload: { letterId }, key: `answer:${letterId}` }, at);
}

import { z } from 'zod';
import { readWaitingRules } from '../../approvals/waiting-rules.ts';
import { defineJob, type JobDefinition } from '../../jobs/define-job.ts';
import { tryOnceMore } from '../../jobs/unfinished-store.ts';
import { ANSWER_MOVED } from '../../letters/answer-moved.ts';
import { findIssued } from '../../letters/letters-store.ts';
import type { Database, Transaction } from '../../postgres/database.ts';
import { listDeliveries } from '../../sending/delivery-store.ts';
import { isInForce } from '../../sending/send-letter.ts';
import { dueOf } from '../deadlines/due-of.ts';
import { addIncomingEvent, type EventKind } from '../events-store.ts';
import { type Incoming, lockIncoming } from '../incoming-store.ts';
import { type AnswerState, answerState } from './answer-state.ts';
import { findWay, listIssuingPosts, listLying, storeLate, storeWay } from './answer-way-store.ts';
import { closeByAnswer } from './close-by-answer.ts';
import { findAnsweredId } from './replies-store.ts';
import { type AnswerNews, numberToTell, tellOfAnswer } from './tell-of-answer.ts';

export interface AnswersDeps {
  db: Database;
  /** Of the officials' site: where the links of mails lead. */
  appOrigin: string;
}

/**
 * Looks how far an issued answer has come since, writes it into the timeline of what it answers, and closes that once it is
 * there; clerk, holders and drafter hear of one that failed. Run twice it finds its work done: an answer that was sent stays so.
 */
export async function followAnswer(
  tx: Transaction,
  { appOrigin }: Pick<AnswersDeps, 'appOrigin'>,
  { letterId, at }: { letterId: number; at: Date },
): Promise<AnswerState | undefined> {
  const incomingId = await findAnsweredId(tx, letterId);
  if (incomingId === undefined || (await findIssued(tx, letterId)) === undefined) return undefined;
  const incoming = await lockIncoming(tx, incomingId);
  const before = (await findWay(tx, letterId))?.state;
  if (incoming.state === 'void' || before === 'sent') return before;
  const to = { name: incoming.senderName, positionIds: await postsOfSender(tx, incoming) };
  const state = answerState(await listDeliveries(tx, letterId), to, { inForce: await isInForce(tx, letterId) });
  if (state === before) return state;
  await storeWay(tx, { letterId, incomingId, state }, at);
  const kind = eventOf(before, state);
  if (kind !== undefined) await addIncomingEvent(tx, { incomingId, kind, note: await numberToTell(tx, letterId), at });
  if (state === 'sent') await closeByAnswer(tx, { letterId, at });
  const news: AnswerNews | undefined = state === 'failed' || state === 'withdrawn' ? state : undefined;
  if (news !== undefined) await tellOfAnswer(tx, appOrigin, { incoming, letterId, news }, at);
  return state;
}

/** What of it stands in the timeline; that it was sent is told with the closing. */
function eventOf(before: AnswerState | undefined, state: AnswerState): EventKind | undefined {
  if (state === 'sent') return undefined;
  if (state === 'failed') return 'answer_failed';
  if (state === 'withdrawn') return 'answer_withdrawn';
  return before === undefined || before === 'withdrawn' ? 'answer_issued' : undefined;
}

async function postsOfSender(tx: Transaction, { letterId }: Incoming): Promise<number[]> {
  return letterId === null ? [] : listIssuingPosts(tx, letterId);
}

/**
 * Tells of answers that lie longer than the office gives to a letter of that urgency: paper that nobody hands over, a mail that
 * does not get through. Each once for as long as it lies. Gives how many.
 */
export async function watchAnswers({ db, appOrigin }: AnswersDeps, at: Date): Promise<number> {
  const lying = await listLying(db);
  if (lying.length === 0) return 0;
  const rules = await readWaitingRules(db);
  const late = lying.filter((each) => dueOf(rules, { ...each, dueAt: null }) < at);
  let count = 0;
  for (const { letterId, incomingId, since } of late) {
    const told = await db.transaction(async (tx) => {
      const incoming = await lockIncoming(tx, incomingId);
      if (!(await storeLate(tx, letterId, since, at))) return false;
      const note = await numberToTell(tx, letterId);
      await addIncomingEvent(tx, { incomingId, kind: 'answer_late', note, at });
      await tellOfAnswer(tx, appOrigin, { incoming, letterId, news: 'late' }, at);
      return true;
    });
    if (told) count++;
  }
  return count;
}

const EVERY_MS = 5 * 60_000;
/** Between tries of what was given up: a letter that is answered must not stay open because a day was bad. */
const ONCE_MORE_MS = 3_600_000;

export function answerJobs(deps: AnswersDeps): JobDefinition[] {
  return [
    defineJob({
      name: ANSWER_MOVED,
      payload: z.object({ letterId: z.number() }),
      async handle({ letterId }, { now }) {
        await deps.db.transaction((tx) => followAnswer(tx, deps, { letterId, at: now }));
      },
    }),
    defineJob({
      name: 'watch-answers',
      payload: z.object({}),
      everyMs: EVERY_MS,
      async handle(_payload, { now }) {
        await watchAnswers(deps, now);
        const again = { name: ANSWER_MOVED, endedBefore: new Date(now.getTime() - ONCE_MORE_MS) };
        await deps.db.transaction((tx) => tryOnceMore(tx, again, now));
      },
    }),
  ];
}

import { z } from 'zod';
import { unixSeconds } from '../clock.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Transaction } from '../postgres/database.ts';
import { type NoticeId, tellingJob } from '../sending/telling-store.ts';
import { DEADLINE_MS, type DeliverDeps } from './deliver.ts';
import { type Judgement, judgeReply } from './judge-reply.ts';
import { Noted, type Notice } from './manifest.ts';
import {
  findWaitingNotice,
  listUncarriedNotices,
  lockWaitingNotice,
  storeNoticeTold,
  storeNoticeTry,
  storeSettled,
  type WaitingNotice,
} from './notices-store.ts';
import { nextTryIn } from './retry-schedule.ts';

export type TellDeps = Pick<DeliverDeps, 'db' | 'clock' | 'line' | 'voice' | 'log'>;

const MINUTE = 60_000;
const AT_A_TIME = 500;
/** So long after it was sent another way a try of before may still be on the line, and be looked at over there. */
const SETTLING_MS = 2 * DEADLINE_MS;

/**
 * `exchange-tell` tells a partner once of one change of a letter that lies there or may, on the schedule of deliveries;
 * `exchange-tell-carry` sees to it that none waits without a job. What does not get through is told on paper.
 */
export function tellingJobs(deps: TellDeps): JobDefinition[] {
  return [
    defineJob({
      name: 'exchange-tell',
      payload: z.object({ deliveryId: z.number(), statusId: z.number(), key: z.uuid().optional() }),
      async handle({ key, ...ids }) {
        // Of a process of the version before, which goes on while this one starts: carried below under the key of its office.
        if (key !== undefined) await tellOnce(deps, { ...ids, key });
      },
    }),
    defineJob({
      name: 'exchange-tell-carry',
      payload: z.object({}),
      everyMs: 5 * MINUTE,
      async handle(_payload, { now }) {
        for (const ids of await listUncarriedNotices(deps.db, AT_A_TIME))
          await deps.db.transaction((tx) => carryNotice(tx, ids, now, now));
      },
    }),
  ];
}

async function carryNotice(tx: Transaction, ids: NoticeId, runAt: Date, now: Date): Promise<void> {
  await enqueue(tx, { ...tellingJob(ids), runAt }, now);
}

/** If the power fails between their answer and our note of it, it is told again, and they answer as before. */
async function tellOnce(deps: TellDeps, ids: NoticeId): Promise<void> {
  const notice = await findWaitingNotice(deps.db, ids);
  if (notice === undefined) return;
  const answer = await ask(deps, notice);
  const now = deps.clock();
  const judgement = unlessUnderWay(answer, notice, now);
  if (judgement.outcome === 'later' && judgement.asked)
    deps.log.warn({ ...ids, partner: notice.host, problem: judgement.problem }, 'a partner could not be told');
  await deps.db.transaction(async (tx) => {
    if (!(await lockWaitingNotice(tx, ids))) return;
    if (judgement.outcome === 'received') {
      await storeNoticeTold(tx, { ...ids, answer: judgement.receipt }, now);
      return storeSettled(tx, ids, now);
    }
    const { problem, said } = judgement;
    if (judgement.outcome === 'refused') {
      const nothingThere = problem === 'unknown-letter';
      await storeNoticeTry(
        tx,
        { ...ids, state: nothingThere ? 'nothing_there' : 'refused', asked: true, problem, said },
        now,
      );
      return nothingThere ? storeSettled(tx, ids, now) : undefined;
    }
    const triedForMs = now.getTime() - (notice.firstTriedAt ?? now).getTime();
    const wait = nextTryIn(notice.attempts + 1, triedForMs, Math.random());
    const state = wait === undefined ? 'given_up' : 'waiting';
    await storeNoticeTry(tx, { ...ids, state, asked: judgement.asked, problem, said }, now);
    if (wait !== undefined) await carryNotice(tx, ids, new Date(now.getTime() + wait), now);
  });
}

/** A letter that may be being brought at this moment is not there yet: that says nothing, and it is told again. */
function unlessUnderWay(
  judgement: Judgement<object>,
  { isTried, leftAt }: WaitingNotice,
  now: Date,
): Judgement<object> {
  const isUnderWay = isTried || (leftAt !== null && now.getTime() - leftAt.getTime() < SETTLING_MS);
  if (judgement.outcome !== 'refused' || judgement.problem !== 'unknown-letter' || !isUnderWay) return judgement;
  return { ...judgement, outcome: 'later', asked: true };
}

async function ask(deps: TellDeps, notice: WaitingNotice): Promise<Judgement<object>> {
  const { db, clock, voice, line } = deps;
  if (notice.partnerState !== 'on') return { outcome: 'later', problem: 'partner-off-here', said: '', asked: false };
  const { key, n, code, changedAt, successor } = notice;
  const body: Notice = {
    v: 1,
    key,
    pdf: notice.documentSha256.toString('hex'),
    change: {
      n,
      code,
      at: unixSeconds(changedAt),
      ...(successor === null ? {} : { successor: successor.slice(0, 200) }),
    },
  };
  const note = Buffer.from(await voice(db, { kind: 'notice', to: notice.host, body }, clock()));
  const reply = await line({
    host: notice.host,
    path: '/exchange/notices',
    body: { type: 'text/plain; charset=utf-8', length: note.length, chunks: [note] },
  });
  return judgeReply(reply, {
    kind: 'noted',
    trustNote: notice.trustNote,
    read(said) {
      const noted = Noted.safeParse(said);
      return noted.data?.key === key && noted.data.n === n ? {} : undefined;
    },
  });
}

import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { findLastStatus } from '../letters/letter-status-store.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { canonicalJson } from '../seal/canonical-json.ts';
import { moveDelivery } from '../sending/delivery-store.ts';
import { isInForce } from '../sending/send-letter.ts';
import { LEFT_AFTER_CHANGE } from '../sending/tell-status.ts';
import { buildManifest } from './build-manifest.ts';
import { type Judgement, judgeReply, receiptFor } from './judge-reply.ts';
import { Manifest } from './manifest.ts';
import {
  findOutgoing,
  listUncarried,
  listWaiting,
  lockWaiting,
  type Outgoing,
  storeAway,
  storeManifest,
  storeReceipt,
  storeTry,
} from './outgoing-store.ts';
import type { OwnVoice } from './own-voice.ts';
import type { PartnerLine } from './partner-line.ts';
import { nextQuestionIn, nextTryIn } from './retry-schedule.ts';

export interface DeliverDeps {
  db: Database;
  clock: Clock;
  documents: { locate(sha256: Uint8Array): Promise<string> };
  line: PartnerLine;
  voice: OwnVoice;
  log: { warn(details: object, message: string): void };
}

const MINUTE = 60_000;
/** 32 MB over a line of a village, and the check of it there. */
export const DEADLINE_MS = 10 * MINUTE;
/** As long nobody else of the queue asks a partner who did not answer; the first to ask finds them back. */
const AWAY_MS = 2 * MINUTE;
const AT_A_TIME = 500;

/** So long the next letter waits at least while one is on the line; as long again as that one has been there already. */
const TURN_MS = 1_000;

/**
 * `exchange-deliver` tries one delivery once; `exchange-carry` sees to it that none waits without a job. One letter at a time is
 * on the line from a process: a partner who takes ten minutes holds one hand of the runner, and mail and scans have the other.
 */
export function deliveryJobs(deps: DeliverDeps): JobDefinition[] {
  let onTheLineSince: Date | undefined;
  return [
    defineJob({
      name: 'exchange-deliver',
      payload: z.object({ deliveryId: z.number() }),
      async handle({ deliveryId }, { now }) {
        if (onTheLineSince !== undefined) {
          const wait = Math.max(TURN_MS, now.getTime() - onTheLineSince.getTime());
          return deps.db.transaction((tx) => carry(tx, deliveryId, new Date(now.getTime() + wait), now));
        }
        onTheLineSince = now;
        try {
          await tryDelivery(deps, deliveryId);
        } finally {
          onTheLineSince = undefined;
        }
      },
    }),
    defineJob({
      name: 'exchange-carry',
      payload: z.object({}),
      everyMs: 5 * MINUTE,
      async handle(_payload, { now }) {
        for (const deliveryId of await listUncarried(deps.db, AT_A_TIME))
          await deps.db.transaction((tx) => carry(tx, deliveryId, now, now));
      },
    }),
  ];
}

/** The job that tries a delivery once; at most one waits. */
export async function carry(tx: Transaction, deliveryId: number, runAt: Date, now: Date): Promise<void> {
  await enqueue(tx, { name: 'exchange-deliver', payload: { deliveryId }, key: `exchange:${deliveryId}`, runAt }, now);
}

/**
 * One try. If the power fails after the other side took it and before that is written down, it is tried again under the same key,
 * and the other side gives the same receipt: it never lies there twice.
 */
async function tryDelivery(deps: DeliverDeps, deliveryId: number): Promise<void> {
  const outgoing = await findOutgoing(deps.db, deliveryId);
  if (outgoing === undefined || outgoing.state !== 'waiting') return;
  const now = deps.clock();
  if (
    outgoing.awayUntil !== null &&
    outgoing.awayUntil > now &&
    outgoing.awayUntil.getTime() - now.getTime() <= AWAY_MS
  )
    return finish(deps, outgoing, {
      outcome: 'later',
      problem: outgoing.lastProblem || 'unreachable',
      said: '',
      asked: false,
    });
  const judgement = await ask(deps, outgoing);
  if (judgement !== undefined) await finish(deps, outgoing, judgement);
}

type Delivered = Judgement<{ receivedAt: Date; desk: string }>;

/** Undefined: it takes another way by now. */
async function ask(deps: DeliverDeps, outgoing: Outgoing): Promise<Delivered | undefined> {
  const { db, clock } = deps;
  const never = (problem: string): Delivered => ({ outcome: 'refused', problem, said: '' });
  if (!(await isInForce(db, outgoing.letterId))) return never('not-in-force');
  if (outgoing.partnerState !== 'on') return { outcome: 'later', problem: 'partner-off-here', said: '', asked: false };
  const manifest =
    outgoing.manifest === null ? await buildManifest(db, outgoing) : Manifest.parse(JSON.parse(outgoing.manifest));
  if (typeof manifest === 'string') return never(manifest);
  if (outgoing.manifest === null && !(await storeManifest(db, outgoing, canonicalJson(manifest)))) return undefined;
  await tellChanged(deps, outgoing.letterId);
  const note = Buffer.from(await deps.voice(db, { kind: 'delivery', to: outgoing.host, body: manifest }, clock()));
  const head = Buffer.concat([Buffer.from(`${note.length}\n`), note]);
  const file = await deps.documents.locate(Buffer.from(manifest.pdf.sha256, 'hex'));
  const reply = await deps.line({
    host: outgoing.host,
    path: '/exchange/deliveries',
    body: {
      type: 'application/vnd.layang.delivery',
      length: head.length + manifest.pdf.length,
      chunks: headThenFile(head, file),
    },
    deadlineMs: DEADLINE_MS,
  });
  return judgeReply(reply, { kind: 'receipt', trustNote: outgoing.trustNote, read: receiptFor(manifest) });
}

/**
 * What was done to the letter while nothing of it had left was told to nobody over there. Asked after the manifest was stored and at
 * every try: a change of this very moment is found here or by its own job, and a power cut between the two loses nothing.
 */
async function tellChanged({ db, clock }: DeliverDeps, letterId: number): Promise<void> {
  if ((await findLastStatus(db, letterId)) === undefined) return;
  const job = { name: LEFT_AFTER_CHANGE, payload: { letterId }, key: `${LEFT_AFTER_CHANGE}:${letterId}` };
  await db.transaction((tx) => enqueue(tx, job, clock()));
}

async function* headThenFile(head: Buffer, file: string): AsyncIterable<Buffer> {
  yield head;
  for await (const chunk of createReadStream(file)) yield Buffer.from(chunk);
}

async function finish(deps: DeliverDeps, outgoing: Outgoing, judgement: Delivered): Promise<void> {
  const { deliveryId } = outgoing;
  const now = deps.clock();
  if (judgement.outcome === 'later' && judgement.asked)
    deps.log.warn({ deliveryId, partner: outgoing.host, problem: judgement.problem }, 'a delivery did not get through');
  await deps.db.transaction(async (tx) => {
    if (!(await lockWaiting(tx, outgoing))) return;
    const move = { deliveryId, channel: 'exchange' as const, personId: null };
    if (judgement.outcome === 'received') {
      const { receipt, receivedAt, desk } = judgement;
      const askAt = new Date(now.getTime() + (nextQuestionIn(0) ?? 0));
      await storeReceipt(tx, { deliveryId, receipt, receivedAt, askAt }, now);
      await moveDelivery(tx, { ...move, state: 'received', note: desk }, now);
      if (outgoing.awayUntil === null) return;
      await storeAway(tx, outgoing.partnerId, null);
      return bringForward(tx, outgoing.partnerId, now);
    }
    const { problem, said } = judgement;
    if (judgement.outcome === 'refused') {
      const hasNothing = outgoing.manifest === null;
      await storeTry(tx, { deliveryId, state: 'refused', asked: true, hasNothing, problem, said }, now);
      return moveDelivery(tx, { ...move, state: 'failed', note: said }, now);
    }
    const { asked } = judgement;
    const triedForMs = now.getTime() - (outgoing.firstTriedAt ?? now).getTime();
    const wait = nextTryIn(outgoing.attempts + 1, triedForMs, Math.random());
    const state = wait === undefined ? 'given_up' : 'waiting';
    await storeTry(tx, { deliveryId, state, asked, hasNothing: false, problem, said }, now);
    if (judgement.away) await storeAway(tx, outgoing.partnerId, new Date(now.getTime() + AWAY_MS));
    if (wait === undefined) return moveDelivery(tx, { ...move, state: 'failed', note: '' }, now);
    await carry(tx, deliveryId, new Date(now.getTime() + wait), now);
  });
}

/** They answer again: what waits for its hour need not. */
async function bringForward(tx: Transaction, partnerId: number, now: Date): Promise<void> {
  for (const deliveryId of await listWaiting(tx, partnerId, AT_A_TIME)) await carry(tx, deliveryId, now, now);
}

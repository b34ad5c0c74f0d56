import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import type { Database } from '../postgres/database.ts';
import { moveDelivery } from '../sending/delivery-store.ts';
import { carry } from './deliver.ts';
import { readSigned } from './judge-reply.ts';
import { Answer, MOST_ASKED } from './manifest.ts';
import {
  type Asked,
  listPartnersToAsk,
  listToAsk,
  storeLost,
  storeNextQuestion,
  storeStanding,
} from './outgoing-store.ts';
import type { OwnVoice } from './own-voice.ts';
import type { PartnerLine } from './partner-line.ts';
import { getPartner, type Partner } from './partners-store.ts';
import { nextQuestionIn } from './retry-schedule.ts';

export interface AskDeps {
  db: Database;
  clock: Clock;
  line: PartnerLine;
  voice: OwnVoice;
}

const MINUTE = 60_000;
/** Of a partner in one round: the others of a long list come at the next. */
const QUESTIONS_EACH = 5;

/** Asks every partner what became of the letters that lie there and of which more may become known. */
export function askStandingJob(deps: AskDeps): JobDefinition {
  return defineJob({
    name: 'exchange-ask',
    payload: z.object({}),
    everyMs: 5 * MINUTE,
    async handle() {
      for (const partnerId of await listPartnersToAsk(deps.db, deps.clock())) {
        const partner = await getPartner(deps.db, partnerId);
        for (let question = 0; question < QUESTIONS_EACH; question++) {
          const due = await listToAsk(deps.db, partnerId, deps.clock(), MOST_ASKED);
          if (due.length === 0) break;
          // Who does not answer is not asked for the rest of the round: others wait for this hand.
          if (!(await askAbout(deps, partner, due))) break;
        }
      }
    },
  });
}

/** Whatever comes back, the next question is set: a partner who does not answer is not asked in a circle. True: they answered. */
async function askAbout(deps: AskDeps, partner: Partner, due: readonly Asked[]): Promise<boolean> {
  const { db, clock, line, voice } = deps;
  const body = { v: 1, keys: due.map(({ key }) => key) };
  const note = Buffer.from(await voice(db, { kind: 'question', to: partner.host, body }, clock()));
  const reply = await line({
    host: partner.host,
    path: '/exchange/standings',
    body: { type: 'text/plain; charset=utf-8', length: note.length, chunks: [note] },
  });
  const said =
    'problem' in reply || reply.status !== 200 ? undefined : readSigned(reply.text, 'answer', partner.trustNote);
  const answer = Answer.safeParse(said).data;
  for (const asked of due) {
    await storeTold(
      deps,
      asked,
      answer?.deliveries.find(({ key }) => key === asked.key),
    );
  }
  return answer !== undefined;
}

async function storeTold(deps: AskDeps, asked: Asked, told: Answer['deliveries'][number] | undefined): Promise<void> {
  const { db } = deps;
  const { deliveryId, receivedAt } = asked;
  const now = deps.clock();
  const wait = nextQuestionIn(now.getTime() - receivedAt.getTime());
  const askAt = wait === undefined ? null : new Date(now.getTime() + wait);
  if (told?.standing === 'unknown') return bringAgain(deps, deliveryId, now);
  if (told?.standing !== 'registered' && told?.standing !== 'read' && told?.standing !== 'put_aside')
    return storeNextQuestion(db, deliveryId, askAt);
  const { standing, agenda = '', registeredAt, readAt } = told;
  const isLast = standing === 'read' || standing === 'put_aside';
  await db.transaction(async (tx) => {
    await storeStanding(tx, {
      deliveryId,
      standing,
      agenda,
      registeredAt: dateOf(registeredAt),
      readAt: dateOf(readAt),
      askAt: isLast ? null : askAt,
    });
    if (standing === 'read' && asked.standing !== 'read')
      await moveDelivery(tx, { deliveryId, channel: 'exchange', state: 'read', personId: null, note: '' }, now);
  });
}

/** They gave a receipt and do not know of it: their database was restored from an older copy. It arrives there once more. */
async function bringAgain({ db }: AskDeps, deliveryId: number, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await storeLost(tx, deliveryId))) return;
    const note = 'Tidak ada lagi pada server penerima, karena itu dikirim lagi';
    await moveDelivery(tx, { deliveryId, channel: 'exchange', state: 'queued', personId: null, note }, now);
    await carry(tx, deliveryId, now, now);
  });
}

function dateOf(seconds: number | undefined): Date | null {
  return seconds === undefined ? null : new Date(seconds * 1000);
}

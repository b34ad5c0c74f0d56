import { type Clock, unixSeconds } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import { listStandings, type Standing } from './arrivals-store.ts';
import { type Answer, Question } from './manifest.ts';
import type { OwnVoice } from './own-voice.ts';
import { turnedAway } from './receive-refusals.ts';
import { demandKnown } from './who-speaks.ts';

/**
 * What became of a partner's own deliveries, signed: whether they are registered, under which agenda number, and when they were
 * first read; of a partner who is not to know, only that they lie here. @throws Refusal as `demandKnown`
 */
export async function answerStanding(
  deps: { db: Database; clock: Clock; voice: OwnVoice },
  note: string,
): Promise<string> {
  const { db, clock, voice } = deps;
  const now = clock();
  const { partner, message } = await demandKnown(db, note, 'question', now);
  const question = Question.safeParse(message.body);
  if (!question.success) throw turnedAway('malformed');
  const found = await listStandings(db, partner.id, question.data.keys);
  const deliveries = question.data.keys.map((key): Answer['deliveries'][number] => {
    const one = found.find((each) => each.key === key);
    if (one === undefined) return { key, standing: 'unknown' };
    return partner.tells ? { key, ...told(one) } : { key, standing: 'not_told' };
  });
  return voice(db, { kind: 'answer', to: message.from, body: { v: 1, deliveries } satisfies Answer }, now);
}

function told({
  putAside,
  agenda,
  year,
  registeredAt,
  isSecret,
  readAt,
}: Standing): Omit<Answer['deliveries'][number], 'key'> {
  if (registeredAt === null) return { standing: putAside ? 'put_aside' : 'received' };
  // Of a secret letter nobody outside learns more than that it is registered.
  if (isSecret) return { standing: 'registered', registeredAt: unixSeconds(registeredAt) };
  const line = { agenda: `${agenda}/${year}`, registeredAt: unixSeconds(registeredAt) };
  return readAt === null
    ? { standing: 'registered', ...line }
    : { standing: 'read', ...line, readAt: unixSeconds(readAt) };
}

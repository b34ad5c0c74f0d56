import { z } from 'zod';
import type { Database } from '../../postgres/database.ts';
import { writeCounters, writeIssued, writeStatuses } from './issued-store.ts';
import { writeLetters, writeReadings } from './letters-store.ts';
import {
  dropPlan,
  type Extent,
  makePlan,
  pastTriggers,
  planLetters,
  planTemplates,
  signatoriesQuery,
} from './plan-store.ts';
import { writeDeliveries } from './sent-store.ts';
import { letterTemplates } from './templates.ts';

const AT_ONCE = 20_000;
/** At desks, in drawers and on the way round, whether the office wrote ten thousand letters before or a million. */
const MOST_LIVE = 3_600;

/**
 * Fills an office of the bench with letters of four years, past every trigger: `superuser` is a connection to a database that
 * the bench made itself. Numbers, decisions, hashes and commitments are consistent; seals and signed files are not real.
 */
export async function generateLetters(
  superuser: Database,
  { letters, host, told }: { letters: number; host: string; told(done: number): void },
): Promise<void> {
  const extent: Extent = { letters, live: Math.min(MOST_LIVE, Math.floor(letters / 5)) };
  const heads = await superuser.many(z.object({ id: z.number() }), signatoriesQuery);
  const templates = await letterTemplates(
    superuser,
    heads.map(({ id }) => id),
  );
  await makePlan(superuser);
  await planTemplates(superuser, templates);
  for (let from = 1; from <= letters; from += AT_ONCE) {
    const until = Math.min(letters, from + AT_ONCE - 1);
    await superuser.transaction(async (tx) => {
      await pastTriggers(tx);
      await planLetters(tx, extent, from, until);
      await writeLetters(tx);
      await writeIssued(tx, host);
      await writeStatuses(tx);
      await writeReadings(tx);
      await writeDeliveries(tx);
    });
    told(until);
  }
  await superuser.transaction(async (tx) => {
    await pastTriggers(tx);
    await writeCounters(tx);
  });
  await dropPlan(superuser);
}

import type { Database } from '../../postgres/database.ts';
import { planHolders, planIncoming, writeSenders } from './incoming-plan-store.ts';
import { countMade, writeAgendaCounters, writeIncoming } from './incoming-store.ts';
import { writeCounters } from './issued-store.ts';
import { countPosts, dropPlan, makePlan, pastTriggers } from './plan-store.ts';

const AT_ONCE = 20_000;
/** In somebody's hands, by the posts that there are, whether the office registered ten thousand letters before or a million. */
const OPEN_PER_POST = 1.5;
const FEWEST_SENDERS = 500;

/**
 * Fills an office of the bench with incoming letters of four years, past every trigger like its letters: agendas without a gap,
 * trees as the acts leave them. Broken off and begun again it goes on behind its last batch.
 */
export async function generateIncoming(
  superuser: Database,
  { letters, told }: { letters: number; told(done: number): void },
): Promise<void> {
  await makePlan(superuser);
  await planHolders(superuser);
  const live = Math.min(Math.round(OPEN_PER_POST * (await countPosts(superuser))), Math.floor(letters / 10));
  const senders = FEWEST_SENDERS + Math.floor(letters / 100);
  await writeSenders(superuser, senders);
  for (let from = (await countMade(superuser)) + 1; from <= letters; from += AT_ONCE) {
    const until = Math.min(letters, from + AT_ONCE - 1);
    await superuser.transaction(async (tx) => {
      await pastTriggers(tx);
      await planIncoming(tx, { letters, live, senders }, from, until);
      await writeIncoming(tx);
    });
    told(until);
  }
  await superuser.transaction(async (tx) => {
    await pastTriggers(tx);
    await writeAgendaCounters(tx);
    await writeCounters(tx);
  });
  await dropPlan(superuser);
}

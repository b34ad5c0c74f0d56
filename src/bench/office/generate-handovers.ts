import type { Database } from '../../postgres/database.ts';
import { writeHandoverLines, writeWhereabouts } from './handover-store.ts';
import { countMade } from './incoming-store.ts';
import { pastTriggers } from './plan-store.ts';

const AT_ONCE = 20_000;

/** Gives the front desks of an office of the bench the books of their papers, whole or not at all. */
export async function generateHandovers(superuser: Database, told: (done: number) => void): Promise<void> {
  await superuser.transaction(async (tx) => {
    await pastTriggers(tx);
    await writeHandoverLines(tx);
    const last = 1_000 + (await countMade(tx));
    for (let from = 1_001; from <= last; from += AT_ONCE) {
      await writeWhereabouts(tx, from, from + AT_ONCE - 1);
      told(Math.min(from + AT_ONCE - 1_001, last));
    }
  });
}

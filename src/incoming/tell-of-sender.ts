import type { StatusCode } from '../letters/letter-status.ts';
import { officeTimeZone } from '../people/office-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { findIncomingOfIntake, lockIncoming } from './incoming-store.ts';
import { listHoldings } from './tree/holdings-store.ts';
import { tellHolder } from './tree/tell-holder.ts';

/**
 * The sender of something that came over the desk says what became of it since. Every post that has or had it hears, also after
 * the letter is closed: what was done on it may have to be undone. Before it is registered the desk's own page says it.
 * The letter is locked here, before anything is written beside what came: every act on it locks in this order, and a class
 * that rises meanwhile is known before its subject is told. What is given tells.
 */
export async function tellOfSender(
  tx: Transaction,
  { appOrigin }: { appOrigin: string },
  { intakeId }: { intakeId: number },
): Promise<(code: StatusCode, at: Date) => Promise<void>> {
  const found = await findIncomingOfIntake(tx, intakeId);
  const incoming = found && (await lockIncoming(tx, found.id));
  return async (code, at) => {
    // Registered in this very moment: what was written beside it meanwhile waited for that, and finds it.
    const letter = incoming ?? (await findIncomingOfIntake(tx, intakeId));
    // It may have been struck while its turn was waited for: nobody has it then.
    if (letter === undefined || letter.state === 'void') return;
    const places = { appOrigin, timeZone: await officeTimeZone(tx) };
    const posts = new Map<number, string>();
    for (const { state, positionId, positionName } of await listHoldings(tx, letter.id))
      if (state !== 'cancelled') posts.set(positionId, positionName);
    for (const [positionId, positionName] of posts)
      await tellHolder(tx, places, { letter, positionId, positionName, news: code }, at);
  };
}

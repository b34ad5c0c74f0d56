import type { StatusCode } from '../letters/letter-status.ts';
import { officeTimeZone } from '../people/office-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { findIdOfDelivery, findIncomingOfIntake, type Incoming, lockIncoming } from './incoming-store.ts';
import { insertPaperTold, listPapersOf } from './papers-store.ts';
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
    if (letter !== undefined) await tellPosts(tx, appOrigin, letter, code, at);
  };
}

/**
 * The same of a letter that was sent within the office: whoever got it by disposition has no delivery of their own, and would go on
 * working on a letter that has no effect any more. The caller tells of each change once.
 */
export async function tellOfOwn(
  tx: Transaction,
  { appOrigin }: { appOrigin: string },
  { deliveryId, code }: { deliveryId: number; code: StatusCode },
  at: Date,
): Promise<void> {
  const id = await findIdOfDelivery(tx, deliveryId);
  if (id !== undefined) await tellPosts(tx, appOrigin, await lockIncoming(tx, id), code, at);
}

/**
 * The same of a letter of ours that came back on paper and was linked by its QR. Here it is told once, however often it is asked; a
 * change from before the paper was linked, its clerk saw.
 */
export async function tellOfPapers(
  tx: Transaction,
  { appOrigin }: { appOrigin: string },
  { letterId, statusId, code, since }: { letterId: number; statusId: number; code: StatusCode; since: Date },
  at: Date,
): Promise<void> {
  for (const incomingId of await listPapersOf(tx, letterId, since)) {
    const paper = await lockIncoming(tx, incomingId);
    // The link may have been taken away while its turn was waited for.
    if (paper.letterId !== letterId || !(await insertPaperTold(tx, { incomingId, statusId }, at))) continue;
    await tellPosts(tx, appOrigin, paper, code, at);
  }
}

async function tellPosts(
  tx: Transaction,
  appOrigin: string,
  letter: Incoming,
  code: StatusCode,
  at: Date,
): Promise<void> {
  // It may have been struck while its turn was waited for: nobody has it then.
  if (letter.state === 'void') return;
  const places = { appOrigin, timeZone: await officeTimeZone(tx) };
  const posts = new Map<number, string>();
  for (const { state, positionId, positionName } of await listHoldings(tx, letter.id))
    if (state !== 'cancelled') posts.set(positionId, positionName);
  for (const [positionId, positionName] of posts)
    await tellHolder(tx, places, { letter, positionId, positionName, news: code }, at);
}

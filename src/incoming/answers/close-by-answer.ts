import type { Transaction } from '../../postgres/database.ts';
import { addIncomingEvent } from '../events-store.ts';
import { lockIncoming, storeIncomingState } from '../incoming-store.ts';
import { listHoldings, storeHoldingState } from '../tree/holdings-store.ts';
import { endAll } from '../tree/tree.ts';
import { findAnsweredId } from './replies-store.ts';
import { numberToTell } from './tell-of-answer.ts';

/**
 * The answer is there: the letter it answers is done for everybody who has it. The same answer again, or a second one to a
 * letter that is closed, changes nothing but the timeline, and the former not even that, although the letter was opened again;
 * a struck line stays struck.
 */
export async function closeByAnswer(
  tx: Transaction,
  { letterId, at }: { letterId: number; at: Date },
): Promise<{ closed: boolean }> {
  const incomingId = await findAnsweredId(tx, letterId);
  if (incomingId === undefined) return { closed: false };
  const incoming = await lockIncoming(tx, incomingId);
  if (incoming.state === 'void' || incoming.answeredBy === letterId) return { closed: false };
  await addIncomingEvent(tx, {
    incomingId,
    kind: 'answered',
    note: await numberToTell(tx, letterId),
    at,
  });
  const closed = incoming.state === 'open';
  const tree = { state: incoming.state, holdings: await listHoldings(tx, incomingId) };
  for (const { holdingId, state } of closed ? endAll(tree).changes : [])
    await storeHoldingState(tx, holdingId, state, at);
  if (closed || incoming.answeredBy === null) {
    await storeIncomingState(tx, incomingId, {
      state: 'closed',
      at: closed ? at : incoming.stateSince,
      answeredBy: letterId,
    });
  }
  if (closed) await addIncomingEvent(tx, { incomingId, kind: 'closed', at });
  return { closed };
}

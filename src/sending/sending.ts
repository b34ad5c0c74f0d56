import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { noteReading, readArrivals } from './arrivals.ts';
import { dispatchSheet, type SheetDeps } from './dispatch-sheet.ts';
import { type ExpeditionDeps, openExpedition } from './expedition.ts';
import { followLetter, handOver, readReceipt, sendAgain, toldOnPaper } from './follow.ts';
import { listPolicies, removePolicy, type SendingPolicy, storePolicy } from './policy-store.ts';
import { proposeSending, type SendDeps, sendLetter } from './send-letter.ts';
import { listToDo } from './to-do-store.ts';

/** The room's acts and readings with their dependencies filled in. */
export function openSending(deps: SendDeps & SheetDeps & ExpeditionDeps) {
  const { db } = deps;
  return {
    propose: (actor: Actor, letterId: number) => proposeSending(deps, actor, letterId),
    send: (actor: Actor, input: Parameters<typeof sendLetter>[2]) => sendLetter(deps, actor, input),
    follow: (actor: Actor, letterId: number) => followLetter(deps, actor, letterId),
    sendAgain: (actor: Actor, input: Parameters<typeof sendAgain>[2]) => sendAgain(deps, actor, input),
    handOver: (actor: Actor, input: Parameters<typeof handOver>[2]) => handOver(deps, actor, input),
    toldOnPaper: (actor: Actor, input: Parameters<typeof toldOnPaper>[2]) => toldOnPaper(deps, actor, input),
    receipt: (actor: Actor, input: Parameters<typeof readReceipt>[2]) => readReceipt(deps, actor, input),
    sheet: (actor: Actor, letterId: number, ordinal?: number) => dispatchSheet(deps, actor, letterId, ordinal),
    arrivals: (actor: Actor) => readArrivals(deps, actor),
    noteReading: (actor: Actor, letterId: number) => noteReading(deps, actor, letterId),
    /** What is left to do with issued letters, for whose work it is. */
    toDo: (actor: Actor) =>
      listToDo(
        db,
        {
          personId: actor.personId,
          registryUnitIds: actor.duties.filter(({ duty }) => duty === 'registry').map(({ unitId }) => unitId),
        },
        deps.clock(),
      ),
    expedition: openExpedition(deps),

    async policies(actor: Actor) {
      demand(actor, 'office.manage');
      return listPolicies(db);
    },
    async setPolicy(actor: Actor, policy: Pick<SendingPolicy, 'kind' | 'unitId' | 'atOnce' | 'attach'>) {
      demand(actor, 'office.manage');
      await db.transaction((tx) => storePolicy(tx, policy));
    },
    async removePolicy(actor: Actor, policyId: number) {
      demand(actor, 'office.manage');
      await db.transaction((tx) => removePolicy(tx, policyId));
    },
  };
}
export type Sending = ReturnType<typeof openSending>;

import { demandReading } from '../letters/letter-subject.ts';
import { getLetter } from '../letters/letters-store.ts';
import type { Actor } from '../people/actor.ts';
import { listTimeline } from './approvals-store.ts';
import { decide, takeBack } from './deciding.ts';
import type { ApprovalsDeps } from './deps.ts';
import { readInbox } from './inbox.ts';
import { proposeChain } from './proposing.ts';
import { submitLetter } from './submitting.ts';
import { findStanding } from './turn-of.ts';

/** The room's acts and readings with their dependencies filled in. */
export function openApprovals(deps: ApprovalsDeps) {
  return {
    proposeChain: (actor: Actor, letterId: number) => proposeChain(deps, actor, letterId),
    submitLetter: (actor: Actor, input: Parameters<typeof submitLetter>[2]) => submitLetter(deps, actor, input),
    decide: (actor: Actor, input: Parameters<typeof decide>[2]) => decide(deps, actor, input),
    takeBack: (actor: Actor, input: Parameters<typeof takeBack>[2]) => takeBack(deps, actor, input),
    readInbox: (actor: Actor) => readInbox(deps.db, actor),
    /** The chain and everything decided so far, for somebody who may read the letter. */
    readProgress: async (actor: Actor, letterId: number) => {
      const letter = await getLetter(deps.db, letterId);
      await demandReading(deps.db, actor, letter);
      return { standing: await findStanding(deps.db, letter), timeline: await listTimeline(deps.db, letterId) };
    },
  };
}
export type Approvals = ReturnType<typeof openApprovals>;

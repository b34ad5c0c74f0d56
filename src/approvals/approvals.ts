import type { Actor } from '../people/actor.ts';
import { endTemplate, saveTemplate } from './change-templates.ts';
import { type CorrectInput, correctLetter, readCorrectable } from './correcting.ts';
import { listCorrectionNews } from './corrections-store.ts';
import { decide } from './deciding.ts';
import type { ApprovalsDeps } from './deps.ts';
import { readInbox } from './inbox.ts';
import { proposeChain } from './proposing.ts';
import { readProgress } from './reading-progress.ts';
import { readTemplate, readTemplates, tryChain } from './reading-templates.ts';
import { submitLetter } from './submitting.ts';
import { releaseLetter, takeBack } from './taking-back.ts';
import { listStuck } from './vacant-posts.ts';

/** The room's acts and readings with their dependencies filled in. */
export function openApprovals(deps: ApprovalsDeps) {
  return {
    proposeChain: (actor: Actor, letterId: number) => proposeChain(deps, actor, letterId),
    submitLetter: (actor: Actor, input: Parameters<typeof submitLetter>[2]) => submitLetter(deps, actor, input),
    decide: (actor: Actor, input: Parameters<typeof decide>[2]) => decide(deps, actor, input),
    takeBack: (actor: Actor, input: Parameters<typeof takeBack>[2]) => takeBack(deps, actor, input),
    readInbox: (actor: Actor) => readInbox(deps.db, actor),
    readProgress: (actor: Actor, letterId: number) => readProgress(deps, actor, letterId),
    readCorrectable: (actor: Actor, letterId: number) => readCorrectable(deps, actor, letterId),
    correctLetter: (actor: Actor, input: CorrectInput) => correctLetter(deps, actor, input),
    /** Corrections of the actor's own drafts that they have not looked at. */
    correctionNews: (actor: Actor) => listCorrectionNews(deps.db, actor.personId),
    releaseLetter: (actor: Actor, letterId: number) => releaseLetter(deps, actor, letterId),
    listStuck: (actor: Actor) => listStuck(deps, actor),
    readTemplates: (actor: Actor) => readTemplates(deps.db, actor),
    readTemplate: (actor: Actor, id: number) => readTemplate(deps.db, actor, id),
    saveTemplate: (actor: Actor, input: Parameters<typeof saveTemplate>[2]) => saveTemplate(deps, actor, input),
    endTemplate: (actor: Actor, input: Parameters<typeof endTemplate>[2]) => endTemplate(deps, actor, input),
    tryChain: (actor: Actor, ask: Parameters<typeof tryChain>[2]) => tryChain(deps.db, actor, ask),
  };
}
export type Approvals = ReturnType<typeof openApprovals>;

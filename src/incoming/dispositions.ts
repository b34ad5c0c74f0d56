import type { Actor } from '../people/actor.ts';
import { readWaitingIncoming } from './deadlines/waiting-incoming.ts';
import { type IncomingPart, type ReadDocumentDeps, readIncomingDocument } from './reading/read-document.ts';
import { readIncoming } from './reading/reading-incoming.ts';
import { type SheetDeps, sheetPdf } from './sheet/disposition-sheet.ts';
import { acceptReport, finishHolding, giveReportBack, reopenIncoming, reportHolding } from './tree/follow-up.ts';
import { cancelHolding, changeSheet, disposeLetter, disposeMany, forwardLetter } from './tree/passing-on.ts';

/** What is done with an incoming letter after it was registered. */
export function openDispositions(deps: SheetDeps & ReadDocumentDeps) {
  return {
    read: (actor: Actor, incomingId: number) => readIncoming(deps, actor, incomingId),
    waiting: (actor: Actor) => readWaitingIncoming(deps.db, actor),
    /** The sheets of the whole tree, PDF/A. */
    sheetPdf: (actor: Actor, incomingId: number) => sheetPdf(deps, actor, incomingId),
    /** The letter itself, an attachment, a file of a report. */
    document: (actor: Actor, incomingId: number, which: IncomingPart) =>
      readIncomingDocument(deps, actor, incomingId, which),
    forward: (actor: Actor, input: Parameters<typeof forwardLetter>[2]) => forwardLetter(deps, actor, input),
    dispose: (actor: Actor, input: Parameters<typeof disposeLetter>[2]) => disposeLetter(deps, actor, input),
    disposeMany: (actor: Actor, input: Parameters<typeof disposeMany>[2]) => disposeMany(deps, actor, input),
    change: (actor: Actor, input: Parameters<typeof changeSheet>[2]) => changeSheet(deps, actor, input),
    cancel: (actor: Actor, input: Parameters<typeof cancelHolding>[2]) => cancelHolding(deps, actor, input),
    report: (actor: Actor, input: Parameters<typeof reportHolding>[2]) => reportHolding(deps, actor, input),
    accept: (actor: Actor, input: Parameters<typeof acceptReport>[2]) => acceptReport(deps, actor, input),
    giveBack: (actor: Actor, input: Parameters<typeof giveReportBack>[2]) => giveReportBack(deps, actor, input),
    finish: (actor: Actor, input: Parameters<typeof finishHolding>[2]) => finishHolding(deps, actor, input),
    reopen: (actor: Actor, input: Parameters<typeof reopenIncoming>[2]) => reopenIncoming(deps, actor, input),
  };
}
export type Dispositions = ReturnType<typeof openDispositions>;

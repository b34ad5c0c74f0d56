import { checkRemark } from '../../approvals/remark.ts';
import { Refusal, type Words } from '../../errors.ts';
import { tellAnswerMoved } from '../../letters/answer-moved.ts';
import { letterSubject } from '../../letters/letter-subject.ts';
import { findLetter } from '../../letters/letters-store.ts';
import { type Actor, disposingFor } from '../../people/actor.ts';
import { may } from '../../people/permissions.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import type { TreeDeps } from '../deps.ts';
import { addIncomingEvent, type EventKind } from '../events-store.ts';
import { getIncoming, refuseUnknownIncoming, storeIncomingState } from '../incoming-store.ts';
import type { Acting } from './act-on.ts';
import { carryOut } from './carry-out.ts';
import { listHoldings, storeTimeAnew } from './holdings-store.ts';
import { placesToReopen } from './may-do.ts';
import { actOnHolding, type OnHolding } from './passing-on.ts';
import { insertReport, linkAnswer } from './reports-store.ts';
import { tellHolder } from './tell-holder.ts';
import { accept, finish, giveBack, type Plan, reopen, report } from './tree.ts';

export interface ReportInput extends OnHolding {
  text: string;
  /** PDFs in the document store, looked into before. */
  files: readonly { name: string; sha256: Buffer; pages: number }[];
  /** One's own outgoing letter that answers. */
  replyId?: number | undefined;
  /** Although those below still have it. */
  evenOpen?: boolean | undefined;
}

/**
 * Tells the disposer what was done.
 * @throws Refusal those of `actOn` and the tree's rules, `remark-required`, `reply-unknown`, `reply-answers-another`
 */
export async function reportHolding(deps: TreeDeps, actor: Actor, input: ReportInput): Promise<{ reportId: number }> {
  const text = checkRemark(input.text, input.replyId === undefined ? NOTHING_REPORTED : undefined);
  const { replyId } = input;
  if (replyId !== undefined && !(await takesPartIn(deps.db, actor, replyId))) {
    throw onReply('reply-unknown', REPLY_UNKNOWN);
  }
  return deps.db.transaction(async (tx) => {
    const acting = await actOnHolding(tx, deps, actor, input, 'holder');
    const plan = report(acting.tree, input.holdingId, { evenOpen: input.evenOpen });
    const { incoming, by, now } = acting;
    if (replyId !== undefined && !(await linkAnswer(tx, replyId, incoming.id))) {
      throw onReply('reply-answers-another', REPLY_OF_ANOTHER);
    }
    // It may have been sent before anybody said what it answers.
    if (replyId !== undefined) await tellAnswerMoved(tx, replyId, now);
    const reportId = await insertReport(tx, {
      ...{ holdingId: input.holdingId, text, replyId: replyId ?? null, files: input.files, at: now },
      ...{
        personId: by.personId,
        appointmentId: acting.appointment.id,
        mandateId: by.mandateId,
        capacity: by.capacity,
      },
    });
    await addIncomingEvent(tx, {
      ...{ incomingId: incoming.id, holdingId: input.holdingId, reportId },
      kind: 'reported',
      by,
      at: now,
    });
    await carryOut(tx, deps, acting, plan);
    return { reportId };
  });
}

/** Whoever merely received a letter does not make an answer of it: the link is for good, and sending it closes what it answers. */
async function takesPartIn(db: Sql, actor: Actor, letterId: number): Promise<boolean> {
  const letter = await findLetter(db, letterId);
  return letter !== undefined && may(actor, 'letter.read-course', await letterSubject(db, letter));
}

interface RemarkInput extends OnHolding {
  remark: string;
}

/** The disposer takes a report. @throws Refusal those of `actOn`, `not-reported`, `holding-done` (conflict) */
export function acceptReport(deps: TreeDeps, actor: Actor, { remark, ...on }: RemarkInput): Promise<void> {
  const note = checkRemark(remark, undefined);
  return deps.db.transaction((tx) =>
    act(tx, deps, actor, { ...on, as: 'giver', kind: 'accepted', note }, ({ tree }) => accept(tree, on.holdingId)),
  );
}

/** The disposer wants more, and says what. @throws Refusal as `acceptReport`, `remark-required` */
export function giveReportBack(deps: TreeDeps, actor: Actor, { remark, ...on }: RemarkInput): Promise<void> {
  const note = checkRemark(remark, WHAT_IS_MISSING);
  return deps.db.transaction((tx) =>
    act(tx, deps, actor, { ...on, as: 'giver', kind: 'returned', note }, ({ tree }) => giveBack(tree, on.holdingId)),
  );
}

/** Done without anything further, with a reason unless it came only to be known. @throws Refusal those of `actOn` and the tree's rules, `remark-required` */
export function finishHolding(
  deps: TreeDeps,
  actor: Actor,
  { remark, evenOpen, ...on }: RemarkInput & { evenOpen?: boolean | undefined },
): Promise<void> {
  const note = checkRemark(remark, undefined);
  return deps.db.transaction((tx) =>
    act(tx, deps, actor, { ...on, as: 'holder', kind: 'done', note }, ({ tree, holding }) => {
      checkRemark(note, holding.forInformation ? undefined : WHY_FINISHED);
      return finish(tree, on.holdingId, { evenOpen });
    }),
  );
}

/**
 * Takes a closed letter up again at the post it was addressed to, or came to first, with the time that its urgency gives.
 * @throws Refusal as for an unknown letter, those of `actOn`, `incoming-open`, `incoming-void`, `remark-required`
 */
export async function reopenIncoming(
  deps: TreeDeps,
  actor: Actor,
  { incomingId, remark }: { incomingId: number; remark: string },
): Promise<void> {
  const note = checkRemark(remark, WHY_REOPENED);
  await deps.db.transaction(async (tx) => {
    const incoming = await getIncoming(tx, incomingId);
    const places = placesToReopen(incoming, await listHoldings(tx, incomingId));
    const own = places.find(({ positionId }) => disposingFor(actor, positionId, incoming.security) !== undefined);
    // Of nobody's: the act itself says why not.
    const holdingId = (own ?? places[0])?.id;
    if (holdingId === undefined) refuseUnknownIncoming();
    await act(tx, deps, actor, { holdingId, incomingId, as: 'holder', kind: 'reopened', note }, ({ tree }) =>
      reopen(tree, holdingId),
    );
    const at = deps.clock();
    await storeTimeAnew(tx, holdingId, at);
    await storeIncomingState(tx, incomingId, { state: 'open', at });
  });
}

/** One act on one holding: the event, then what it does to the tree. */
async function act(
  tx: Transaction,
  deps: TreeDeps,
  actor: Actor,
  { as, kind, note, ...on }: OnHolding & { as: 'holder' | 'giver'; kind: EventKind; note: string },
  planned: (acting: Acting) => Plan,
): Promise<void> {
  const { holdingId } = on;
  const acting = await actOnHolding(tx, deps, actor, on, as);
  const plan = planned(acting);
  const { incoming, by, now } = acting;
  await addIncomingEvent(tx, { incomingId: incoming.id, holdingId, kind, by, note, at: now });
  await carryOut(tx, deps, acting, plan);
  if (kind !== 'returned') return;
  const { positionId, positionName } = acting.holding;
  const to = { letter: incoming, positionId, positionName, news: 'return' as const };
  await tellHolder(tx, { appOrigin: deps.appOrigin, timeZone: acting.timeZone }, to, now);
}

function onReply(code: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { replyId: words });
}

const REPLY_UNKNOWN: Words = {
  id: 'Surat jawaban itu tidak ada, atau Anda tidak ikut menyusunnya.',
  en: 'There is no such answering letter, or you took no part in it.',
};
const REPLY_OF_ANOTHER: Words = {
  id: 'Surat itu sudah menjadi jawaban atas surat masuk lain. Pilih surat jawaban lain.',
  en: 'That letter answers another incoming letter already. Choose another one.',
};
const NOTHING_REPORTED: Words = {
  id: 'Tulis apa yang sudah dikerjakan, supaya pemberi disposisi dapat menilainya.',
  en: 'Write what was done, so that whoever disposed can judge it.',
};
const WHAT_IS_MISSING: Words = {
  id: 'Tulis apa yang masih kurang, supaya penerima tahu apa yang harus dikerjakan.',
  en: 'Write what is missing, so that the recipient knows what to do.',
};
const WHY_FINISHED: Words = {
  id: 'Tulis mengapa surat ini selesai, misalnya: cukup diketahui dan diarsipkan.',
  en: 'Write why this letter is finished, for example: noted and filed.',
};
const WHY_REOPENED: Words = {
  id: 'Tulis mengapa surat ini dibuka kembali.',
  en: 'Write why this letter is opened again.',
};

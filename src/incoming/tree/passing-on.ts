import { checkRemark } from '../../approvals/remark.ts';
import { readWaitingRules } from '../../approvals/waiting-rules.ts';
import { Fault, isRefusal, Refusal } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { fullName } from '../../people/full-name.ts';
import { findPerson } from '../../people/persons-store.ts';
import type { Transaction } from '../../postgres/database.ts';
import type { TreeDeps } from '../deps.ts';
import { addIncomingEvent } from '../events-store.ts';
import { refuseUnknownIncoming } from '../incoming-store.ts';
import { listAllInstructions } from '../sheet/instructions-store.ts';
import { checkAsked, checkDue } from '../sheet/sheet-input.ts';
import { insertSheet, type Sheet } from '../sheet/sheets-store.ts';
import { type Acting, actOn } from './act-on.ts';
import { carryOut } from './carry-out.ts';
import { findHoldingOfSheet, findLetterOfHolding } from './holdings-store.ts';
import { readRecipientPosts } from './recipient-posts.ts';
import type { Posts, Recipient } from './recipient-rules.ts';
import { cancel, change, dispose, forward, type Plan } from './tree.ts';
import { ofAnotherLetter } from './tree-refusals.ts';

/** What an act is done to. */
export interface OnHolding {
  holdingId: number;
  /** The letter on whose page it was asked for: a holding of another one is refused. */
  incomingId?: number | undefined;
}

export interface ForwardInput extends OnHolding {
  positionId: number;
  remark: string;
  /** `YYYY-MM-DD`; by the letter's urgency where it is not set. */
  dueOn?: string | undefined;
}

/** Passed upward, a letter asks for nothing on the list. */
const PLAIN = { instructions: [], forInformation: false };

/** What a disposition says, whatever letter it is about. */
export interface Disposition {
  recipients: readonly Recipient[];
  /** Codes. */
  instructions: readonly string[];
  remark: string;
  dueOn?: string | undefined;
}

export interface DisposeInput extends Disposition, OnHolding {
  /** Besides those to whom this post disposed it before. */
  further?: boolean | undefined;
}

/** Upward, or to another post that should have it. @throws Refusal those of `actOn`, of the tree's rules, `due-…`, `remark-invalid` */
export async function forwardLetter(deps: TreeDeps, actor: Actor, input: ForwardInput): Promise<void> {
  const remark = checkRemark(input.remark, undefined);
  await deps.db.transaction(async (tx) => {
    const acting = await actOnHolding(tx, deps, actor, input, 'holder');
    const posts = await readRecipientPosts(tx, acting, [input.positionId]);
    const plan = forward(acting.tree, input.holdingId, input.positionId, posts);
    await give(tx, deps, acting, { plan, posts, kind: 'forward', ...PLAIN, remark, dueOn: input.dueOn });
  });
}

/** Downward, on one sheet. @throws Refusal as `forwardLetter`, `instruction-unknown`, `nothing-asked` */
export async function disposeLetter(deps: TreeDeps, actor: Actor, input: DisposeInput): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const acting = await actOnHolding(tx, deps, actor, input, 'holder');
    const asked = checkAsked(await listAllInstructions(tx), input);
    const posts = await readRecipientPosts(tx, acting, idsOf(input.recipients));
    const plan = dispose(acting.tree, input.holdingId, input.recipients, posts, { further: input.further });
    await give(tx, deps, acting, { plan, posts, kind: 'disposition', ...asked, dueOn: input.dueOn });
  });
}

/** Each is a transaction of its own while the person waits. */
export const MOST_AT_ONCE = 50;

export interface DisposedMany {
  done: number[];
  /** What was refused changed nothing, and did not hold up the others. */
  refused: { holdingId: number; refusal: Refusal }[];
}

/** The same sheet for many letters, each an act of its own. @throws Refusal `too-many-at-once` */
export async function disposeMany(
  deps: TreeDeps,
  actor: Actor,
  { holdingIds, ...disposition }: Disposition & { holdingIds: readonly number[] },
): Promise<DisposedMany> {
  const result: DisposedMany = { done: [], refused: [] };
  const asked = new Set(holdingIds);
  if (asked.size > MOST_AT_ONCE) throw tooMany();
  for (const holdingId of asked) {
    try {
      await disposeLetter(deps, actor, { ...disposition, holdingId });
      result.done.push(holdingId);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      result.refused.push({ holdingId, refusal: error });
    }
  }
  return result;
}

function tooMany(): Refusal {
  return new Refusal('invalid-input', 'too-many-at-once', {
    id: `Sekali kirim paling banyak ${MOST_AT_ONCE} surat. Belum ada yang didisposisikan; kurangi pilihan Anda.`,
    en: `At most ${MOST_AT_ONCE} letters at a time. None was disposed of; choose fewer.`,
  });
}

/** A sheet written anew while nobody has read it. @throws Refusal as `disposeLetter`, `sheet-replaced`, `already-read` (conflict) */
export async function changeSheet(
  deps: TreeDeps,
  actor: Actor,
  { sheetId, incomingId, ...input }: Disposition & { sheetId: number; incomingId?: number | undefined },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const acting = await actOnHolding(
      tx,
      deps,
      actor,
      { holdingId: await findHoldingOfSheet(tx, sheetId), incomingId },
      'giver',
    );
    const forwards = acting.holding.via === 'forward';
    const asked = forwards
      ? { ...PLAIN, remark: checkRemark(input.remark, undefined) }
      : checkAsked(await listAllInstructions(tx), input);
    const posts = await readRecipientPosts(tx, acting, idsOf(input.recipients));
    const plan = change(acting.tree, sheetId, input.recipients, posts);
    const kind = forwards ? 'forward' : 'disposition';
    await give(tx, deps, acting, { plan, posts, kind, ...asked, dueOn: input.dueOn, replacesId: sheetId });
  });
}

/** Takes one unread holding back. @throws Refusal those of `actOn`, `already-read`, `holding-cancelled` (conflict), `responsible-stays` */
export async function cancelHolding(deps: TreeDeps, actor: Actor, on: OnHolding): Promise<void> {
  const { holdingId } = on;
  await deps.db.transaction(async (tx) => {
    const acting = await actOnHolding(tx, deps, actor, on, 'giver');
    const plan = cancel(acting.tree, holdingId);
    await addIncomingEvent(tx, {
      ...{ incomingId: acting.incoming.id, holdingId, kind: 'cancelled', by: acting.by, at: acting.now },
      ...(acting.holding.sheetId === null ? {} : { sheetId: acting.holding.sheetId }),
    });
    await carryOut(tx, deps, acting, plan);
  });
}

/** @throws Refusal those of `actOn`, `holding-elsewhere` (conflict) */
export async function actOnHolding(
  tx: Transaction,
  { clock }: Pick<TreeDeps, 'clock'>,
  actor: Actor,
  { holdingId, incomingId: asked }: { holdingId: number | undefined; incomingId?: number | undefined },
  as: 'holder' | 'giver',
): Promise<Acting> {
  const incomingId = holdingId === undefined ? undefined : await findLetterOfHolding(tx, holdingId);
  // One answer for a holding of another letter and one that is not there: neither says what else exists.
  if (asked !== undefined && asked !== incomingId) throw ofAnotherLetter();
  if (holdingId === undefined || incomingId === undefined) refuseUnknownIncoming();
  return actOn(tx, actor, { incomingId, holdingId, as, now: clock() });
}

function idsOf(recipients: readonly Recipient[]): number[] {
  return recipients.map(({ positionId }) => positionId);
}

/** Writes the sheet and gives the letter to those on it. */
async function give(
  tx: Transaction,
  deps: TreeDeps,
  acting: Acting,
  {
    plan,
    posts,
    kind,
    replacesId,
    ...sheet
  }: Pick<Sheet, 'kind' | 'instructions' | 'remark' | 'forInformation'> & {
    plan: Plan;
    posts: Posts;
    dueOn: string | undefined;
    replacesId?: number;
  },
): Promise<void> {
  const { incoming, from, by, now } = acting;
  const dueAt = checkDue(await readWaitingRules(tx), incoming, sheet.dueOn, now);
  const person = await findPerson(tx, by.personId);
  if (person === undefined) throw new Fault(`person ${by.personId} who disposes does not exist`);
  const sheetId = await insertSheet(tx, {
    ...{ incomingId: incoming.id, fromHoldingId: from.id, kind, dueAt, at: now },
    ...{ instructions: sheet.instructions, remark: sheet.remark, forInformation: sheet.forInformation },
    replacesId: replacesId ?? null,
    ...{ personId: person.id, personName: fullName(person), personRank: person.rank, personNip: person.nip },
    ...{ appointmentId: acting.appointment.id, mandateId: by.mandateId, capacity: by.capacity },
  });
  const event = replacesId !== undefined ? 'changed' : kind === 'forward' ? 'forwarded' : 'disposed';
  await addIncomingEvent(tx, {
    ...{ incomingId: incoming.id, holdingId: from.id, sheetId, kind: event, by, at: now },
  });
  await carryOut(tx, deps, acting, plan, { sheetId, dueAt, posts });
}

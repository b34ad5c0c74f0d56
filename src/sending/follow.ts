import { Refusal } from '../errors.ts';
import { withoutPosition } from '../letters/drafting.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { checkLine } from '../letters/letter-text.ts';
import { getLetter, type Letter, lockLetter } from '../letters/letters-store.ts';
import { type Actor, loadActor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { listPositions } from '../people/positions-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { type Channel, mayTakeWay, possibleChannels } from './channel.ts';
import {
  type Delivery,
  type DeliveryEvent,
  findDelivery,
  findDeliveryOfMail,
  listDeliveries,
  listEvents,
  moveDelivery,
} from './delivery-store.ts';
import { setOut } from './dispatch.ts';
import { hasOpenLine } from './expedition-store.ts';
import { type GivenUp, givenUpFor } from './given-up.ts';
import { readIssued } from './letter-facts.ts';
import { tellSent } from './letter-sent.ts';
import { partnersFor } from './partner-ways.ts';
import {
  type FollowedExchange,
  findReceipt,
  listExchanges,
  type PartnerOffice,
  stopExchange,
} from './partner-ways-store.ts';
import { changedMeanwhile, notInForce, notIssued, unknownDelivery } from './refusals.ts';
import { type Choice, checkChoice, isInForce, policyFor, type SendDeps } from './send-letter.ts';
import { listChangesToTell, markTold, type ToldChange } from './telling-store.ts';

export interface FollowedDelivery extends Delivery {
  events: DeliveryEvent[];
  /** Ways that it may take instead; empty where there is nothing to do. */
  channels: Channel[];
  /** With a partner office, where it takes or took that way. */
  exchange: FollowedExchange | undefined;
  mayHandOver: boolean;
  /** Changes of the letter's status that this recipient is to be told on paper, or partner offices were told on line. */
  changes: ToldChange[];
}

export interface Followed {
  deliveries: FollowedDelivery[];
  /** Offices with an installation of their own to which it may go. */
  partners: PartnerOffice[];
  /** What Layang should have done by itself and could not. */
  givenUp: GivenUp[];
  /** Whether the reader may send the letter, which nobody has done yet. */
  maySend: boolean;
  /** Whether the reader may do something with a delivery. */
  mayAct: boolean;
}

/** How the letter stands with each recipient, for those on the sender's side; undefined for everybody else. */
export async function followLetter(deps: SendDeps, actor: Actor, letterId: number): Promise<Followed | undefined> {
  const { db } = deps;
  const letter = await getLetter(db, letterId);
  await demandReading(db, actor, letter);
  const subject = await letterSubject(db, letter);
  if (letter.state !== 'issued' || !may(actor, 'letter.follow', subject)) return undefined;
  const mayAct = may(actor, 'letter.send', subject);
  const deliveries = await listDeliveries(db, letterId);
  const inForce = await isInForce(db, letterId);
  const [events, changes] = [await listEvents(db, letterId), await listChangesToTell(db, letterId)];
  const open = await openPositions(db);
  const issued = await readIssued(db, letter);
  const recipients = issued?.recipients ?? [];
  const partners = issued === undefined ? [] : await partnersFor(db, issued);
  const exchanges = await listExchanges(db, letterId);
  return {
    mayAct,
    givenUp: await givenUpFor(db, letterId),
    partners,
    maySend: mayAct && inForce && deliveries.length === 0 && recipients.length > 0,
    deliveries: deliveries.map((each) => ({
      ...each,
      exchange: each.channel === 'exchange' ? exchanges.find(({ deliveryId }) => deliveryId === each.id) : undefined,
      events: events.filter(({ deliveryId }) => deliveryId === each.id),
      channels: mayAct && inForce ? waysFor(each, open, partners, exchanges) : [],
      mayHandOver: mayAct && inForce && each.state === 'queued' && each.channel === 'print',
      changes: changes.filter(({ deliveryId }) => deliveryId === each.id),
    })),
  };
}

/**
 * Another way for a delivery that failed or still waits on paper, or the same way once more.
 * @throws Refusal `delivery-changed` (conflict), `letter-not-in-force`, `delivery-unknown`, `sending-invalid`
 */
export async function sendAgain(
  deps: SendDeps,
  actor: Actor,
  input: { letterId: number; deliveryId: number } & Choice,
): Promise<void> {
  await onDelivery(deps, actor, input, async (tx, { letter, delivery, personId, at }) => {
    if (!(await isInForce(tx, letter.id))) throw notInForce();
    const issued = await readIssued(tx, letter);
    if (issued === undefined) throw notIssued();
    const partners = await partnersFor(tx, issued);
    const channels = waysFor(delivery, await openPositions(tx), partners, await listExchanges(tx, letter.id));
    if (channels.length === 0) throw changedMeanwhile();
    if (await hasOpenLine(tx, delivery.id)) throw changedMeanwhile();
    const { channel, email, partner } = checkChoice({ ...delivery, channels }, input, partners);
    if (channel !== 'exchange') await stopExchange(tx, delivery.id);
    await moveDelivery(tx, { deliveryId: delivery.id, channel, email, state: 'queued', personId, note: '' }, at);
    const { attach } = await policyFor(tx, letter);
    await setOut(
      tx,
      issued,
      delivery,
      { channel, email, partner },
      { personId, attach, appOrigin: deps.appOrigin, at },
    );
    await tellSent(tx, letter.id, at);
  });
}

/** A print that the sender handed over: to whom stands in the note. Refuses `delivery-changed`, and `note` left empty. */
export async function handOver(
  deps: SendDeps,
  actor: Actor,
  input: { letterId: number; deliveryId: number; note: string },
): Promise<void> {
  const note = checkNote(input.note);
  await onDelivery(deps, actor, input, async (tx, { delivery, personId, at }) => {
    if (delivery.state !== 'queued' || delivery.channel !== 'print') throw changedMeanwhile();
    await moveDelivery(tx, { deliveryId: delivery.id, channel: 'print', state: 'handed_over', personId, note }, at);
  });
}

/** A change of the letter's status was told to this recipient on paper. */
export async function toldOnPaper(
  deps: SendDeps,
  actor: Actor,
  input: { letterId: number; deliveryId: number; statusId: number },
): Promise<void> {
  await onDelivery(deps, actor, input, async (tx, { delivery, personId, at }) => {
    if (!(await markTold(tx, { deliveryId: delivery.id, statusId: input.statusId, personId, at })))
      throw changedMeanwhile();
  });
}

/** The partner office's signed receipt for a delivery. @throws Refusal `delivery-unknown`, `not-allowed` */
export async function readReceipt(
  deps: SendDeps,
  actor: Actor,
  { letterId, deliveryId }: { letterId: number; deliveryId: number },
): Promise<string> {
  const letter = await getLetter(deps.db, letterId);
  await demandReading(deps.db, actor, letter);
  demand(actor, 'letter.follow', await letterSubject(deps.db, letter));
  const receipt = await findReceipt(deps.db, letterId, deliveryId);
  if (receipt === undefined) throw unknownDelivery();
  return receipt;
}

/** How a mail that carried a letter fared, in the transaction that writes it down. */
export async function noteMail(
  tx: Transaction,
  mail: { id: number; state: 'waiting' | 'sent' | 'failed' | 'given_up' },
  at: Date,
): Promise<void> {
  if (mail.state === 'waiting') return;
  const delivery = await findDeliveryOfMail(tx, mail.id);
  if (delivery === undefined || delivery.channel !== 'email' || delivery.state !== 'queued') return;
  const state = mail.state === 'sent' ? 'sent' : 'failed';
  await moveDelivery(
    tx,
    { deliveryId: delivery.id, channel: 'email', state, personId: null, note: MAIL_NOTES[mail.state] },
    at,
  );
}

const MAIL_NOTES = {
  sent: '',
  failed: 'Server surel menolak alamat ini',
  given_up: 'Server surel tidak menerimanya selama dua hari',
} as const;

function waysFor(
  delivery: Delivery,
  open: ReadonlySet<number>,
  partners: readonly PartnerOffice[],
  exchanges: readonly FollowedExchange[],
): Channel[] {
  const positionOpen = delivery.positionId !== null && open.has(delivery.positionId);
  const partner = partners.length === 0 ? 'none' : 'some';
  const held = exchanges.some(
    ({ deliveryId, state, problem }) => deliveryId === delivery.id && state === 'waiting' && problem !== '',
  );
  return possibleChannels({ ...delivery, positionOpen, partner }).filter((channel) =>
    mayTakeWay({ ...delivery, held }, channel),
  );
}

async function openPositions(db: Parameters<typeof listPositions>[0]): Promise<Set<number>> {
  return new Set((await listPositions(db)).filter(({ closedAt }) => closedAt === null).map(({ id }) => id));
}

interface OnDelivery {
  letter: Letter;
  delivery: Delivery;
  personId: number;
  at: Date;
}

async function onDelivery(
  deps: SendDeps,
  actor: Actor,
  { letterId, deliveryId }: { letterId: number; deliveryId: number },
  act: (tx: Transaction, parts: OnDelivery) => Promise<void>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const letter = await lockLetter(tx, letterId);
    const present = await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    await demandReading(tx, present, letter);
    demand(present, 'letter.send', await letterSubject(tx, letter));
    const delivery = await findDelivery(tx, deliveryId);
    if (delivery === undefined || delivery.letterId !== letterId) throw unknownDelivery();
    await act(tx, { letter, delivery, personId: present.personId, at });
  });
}

function checkNote(typed: string): string {
  const note = checkLine(typed, 200);
  if ('text' in note && note.text !== '') return note.text;
  const words =
    'problem' in note ? note.problem : { id: 'Tulis siapa yang menerimanya.', en: 'Write who received it.' };
  throw new Refusal('invalid-input', 'sending-invalid', words, { note: words });
}

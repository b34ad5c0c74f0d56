import type { Clock } from '../clock.ts';
import { withoutPosition } from '../letters/drafting.ts';
import { standingOf } from '../letters/letter-status.ts';
import { findLastStatus } from '../letters/letter-status-store.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { getLetter, type Letter, lockLetter } from '../letters/letters-store.ts';
import { type Actor, loadActor } from '../people/actor.ts';
import { isEmailAddress } from '../people/email-address.ts';
import { demand } from '../people/permissions.ts';
import { listPositions } from '../people/positions-store.ts';
import type { Database, Sql, Transaction } from '../postgres/database.ts';
import { type Channel, possibleChannels, proposedChannel } from './channel.ts';
import { listDeliveries } from './delivery-store.ts';
import { dispatchNew } from './dispatch.ts';
import { type IssuedFacts, type NumberedRecipient, readIssued } from './letter-facts.ts';
import { tellSent } from './letter-sent.ts';
import { partnerChoice, partnerOf, partnersFor, readPartnerChoice } from './partner-ways.ts';
import type { PartnerOffice, PartnerWay } from './partner-ways-store.ts';
import { findPolicy } from './policy-store.ts';
import { listPresentHolders } from './present-holders.ts';
import { alreadySent, nobodyToSendTo, notInForce, notIssued, wrongEmail, wrongPartner, wrongWay } from './refusals.ts';
import { addUnsent, removeUnsent } from './to-do-store.ts';

export interface SendDeps {
  db: Database;
  clock: Clock;
  /** Where officials sign in: links in their notices. */
  appOrigin: string;
}

/** One recipient with the ways in which the letter can reach them. */
export interface ProposedWay extends NumberedRecipient {
  channels: Channel[];
  proposed: Channel;
  /** Where their last letter went, as `partnerChoice` writes it; empty: nowhere yet. */
  partnerChoice: string;
  /** A post of this office: whether it still exists and somebody holds it today. */
  post: 'held' | 'vacant' | 'closed' | undefined;
}

export interface ProposedSending {
  security: IssuedFacts['facts']['security'];
  ways: ProposedWay[];
  /** Offices with an installation of their own to which it may go. */
  partners: PartnerOffice[];
  /** Whether an open letter goes as a file. */
  attach: boolean;
}

/** What the page offers before a letter is sent. Refuses as `sendLetter`. */
export async function proposeSending(deps: SendDeps, actor: Actor, letterId: number): Promise<ProposedSending> {
  const letter = await getLetter(deps.db, letterId);
  const issued = await demandSendable(deps.db, actor, letter);
  const policy = await policyFor(deps.db, letter);
  const partners = await partnersFor(deps.db, issued);
  const ways = await waysOf(deps.db, issued, partners, deps.clock());
  return { security: issued.facts.security, ways, partners, attach: policy.attach };
}

/**
 * Sends an issued letter to everybody it is addressed and copied to, each on the way chosen: one transaction under the lock of
 * the letter, so that a second click finds it sent.
 * @throws Refusal `letter-already-sent` (conflict), `letter-not-issued`, `letter-not-in-force`, `letter-without-recipients`
 *   (wrong-state), `not-allowed`, as for an unknown letter, and `sending-invalid` on `channel.N`, `email.N` or `partner.N`
 */
export async function sendLetter(
  deps: SendDeps,
  actor: Actor,
  input: { letterId: number; choices: ReadonlyMap<number, Choice> },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const letter = await lockLetter(tx, input.letterId);
    const present = await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    const issued = await demandSendable(tx, present, letter);
    const { attach } = await policyFor(tx, letter);
    await removeUnsent(tx, letter.id);
    const partners = await partnersFor(tx, issued);
    for (const way of await waysOf(tx, issued, partners, at)) {
      const chosen = checkChoice(way, input.choices.get(way.ordinal), partners);
      const sender = { personId: present.personId, attach, appOrigin: deps.appOrigin, at };
      await dispatchNew(tx, issued, way, { ...chosen, note: '' }, sender);
    }
    await tellSent(tx, letter.id, at);
  });
}

/**
 * What a job does after every issue: sends the letter where the office has such letters set out by themselves, and otherwise
 * notes that it waits for its sender. It can run twice: the second time the letter is found sent. True when it was sent now.
 */
export async function sendByPolicy(deps: SendDeps, letterId: number): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const letter = await lockLetter(tx, letterId);
    const policy = await policyFor(tx, letter);
    const issued = await readIssued(tx, letter);
    if (issued === undefined || issued.recipients.length === 0) return false;
    if ((await listDeliveries(tx, letterId)).length > 0) return false;
    if (!policy.atOnce || !(await isInForce(tx, letterId))) {
      await addUnsent(tx, letterId, issued.issued.issuedAt);
      return false;
    }
    const partners = await partnersFor(tx, issued);
    for (const way of await waysOf(tx, issued, partners, at)) {
      const note = way.post === 'closed' ? 'Jabatan penerima sudah ditutup' : '';
      const sender = { personId: null, attach: policy.attach, appOrigin: deps.appOrigin, at };
      const partner = readPartnerChoice(partners, way.partnerChoice);
      await dispatchNew(tx, issued, way, { channel: way.proposed, email: way.email, partner, note }, sender);
    }
    await tellSent(tx, letterId, at);
    return true;
  });
}

/** As issued, corrected or restored: what is void does not set out any more. */
export async function isInForce(db: Sql, letterId: number): Promise<boolean> {
  const standing = standingOf((await findLastStatus(db, letterId))?.code);
  return standing === undefined || standing === 'corrected';
}

export async function policyFor(db: Sql, letter: Letter): Promise<{ atOnce: boolean; attach: boolean }> {
  const { signingUnitId } = await letterSubject(db, letter);
  return (await findPolicy(db, { kind: letter.kind, unitId: signingUnitId })) ?? { atOnce: false, attach: true };
}

async function demandSendable(db: Sql, actor: Actor, letter: Letter): Promise<IssuedFacts> {
  await demandReading(db, actor, letter);
  const issued = await readIssued(db, letter);
  if (issued === undefined) throw notIssued();
  demand(actor, 'letter.send', await letterSubject(db, letter));
  if ((await listDeliveries(db, letter.id)).length > 0) throw alreadySent();
  if (!(await isInForce(db, letter.id))) throw notInForce();
  if (issued.recipients.length === 0) throw nobodyToSendTo();
  return issued;
}

async function waysOf(
  db: Sql | Transaction,
  issued: IssuedFacts,
  partners: readonly PartnerOffice[],
  now: Date,
): Promise<ProposedWay[]> {
  const open = new Set((await listPositions(db)).filter(({ closedAt }) => closedAt === null).map(({ id }) => id));
  const ways: ProposedWay[] = [];
  for (const one of issued.recipients) {
    const positionOpen = one.positionId !== null && open.has(one.positionId);
    const { partner, usual } = await partnerOf(db, one, partners);
    const addressed = { ...one, positionOpen, partner };
    ways.push({
      ...one,
      channels: possibleChannels(addressed),
      proposed: proposedChannel(addressed, issued.facts.security),
      partnerChoice: usual === undefined ? '' : partnerChoice(usual),
      post: await postOf(db, one.positionId, positionOpen, { now, timeZone: issued.timeZone }),
    });
  }
  return ways;
}

async function postOf(
  db: Sql,
  positionId: number | null,
  isOpen: boolean,
  when: { now: Date; timeZone: string },
): Promise<ProposedWay['post']> {
  if (positionId === null) return undefined;
  if (!isOpen) return 'closed';
  return (await listPresentHolders(db, positionId, when)).length > 0 ? 'held' : 'vacant';
}

/** As it arrives from a form; `partner` as `partnerChoice` writes it. */
export interface Choice {
  channel: string;
  email: string;
  partner?: string;
}

export function checkChoice(
  way: { ordinal: number; channels: readonly Channel[]; email: string },
  choice: Choice | undefined,
  partners: readonly PartnerOffice[],
): { channel: Channel; email: string; partner: PartnerWay | undefined } {
  const channel = way.channels.find((known) => known === choice?.channel);
  if (channel === undefined) throw wrongWay(`channel.${way.ordinal}`);
  const email = channel === 'email' ? (choice?.email ?? '').trim() : way.email;
  if (channel === 'email' && !isEmailAddress(email)) throw wrongEmail(`email.${way.ordinal}`);
  const partner = channel === 'exchange' ? readPartnerChoice(partners, choice?.partner ?? '') : undefined;
  if (channel === 'exchange' && partner === undefined) throw wrongPartner(`partner.${way.ordinal}`);
  return { channel, email, partner };
}

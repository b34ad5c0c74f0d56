import { Refusal } from '../../errors.ts';
import type { LettersDeps } from '../../letters/deps.ts';
import type { DraftContent } from '../../letters/draft-content.ts';
import { createLetter } from '../../letters/drafting.ts';
import { parseFrozen } from '../../letters/frozen-content.ts';
import { findVersion, getLetter } from '../../letters/letters-store.ts';
import { listReadable } from '../../letters/reading.ts';
import type { Actor } from '../../people/actor.ts';
import { may } from '../../people/permissions.ts';
import { listPositions } from '../../people/positions-store.ts';
import { isSecret } from '../../people/security-class.ts';
import { getIncoming, type Incoming } from '../incoming-store.ts';
import { demandIncomingReading, incomingSubject } from '../incoming-subject.ts';
import { noteIncomingReading } from '../reading/reading-incoming.ts';
import { findAnsweredId, listHands, listReplies, type Reply } from './replies-store.ts';

export interface ReplyRead extends Reply {
  /** Whether this reader may open it; otherwise only that it is under way, and by whom. */
  readable: boolean;
}

export function openReplying(deps: LettersDeps) {
  const { db } = deps;
  return {
    /** The letter, for somebody who may read it; of T, R and SR that is recorded, for its subject is shown. */
    async open(actor: Actor, incomingId: number): Promise<Incoming> {
      const incoming = await getIncoming(db, incomingId);
      const subject = await demandIncomingReading(db, actor, incoming);
      await noteIncomingReading(deps, actor, incoming, subject, 'page');
      return incoming;
    },

    /** Whether the actor may begin an answer: a post of theirs has the letter in hand, or had and passed it on. */
    mayBegin: async (actor: Actor, incomingId: number) => mayReply(deps, actor, await getIncoming(db, incomingId)),

    /**
     * A draft that answers the letter, for good: to its sender, in its class, about its subject. Its id.
     * @throws Refusal as for an unknown letter, `incoming-closed` (wrong-state), `not-allowed`, those of `createLetter`
     */
    async begin(actor: Actor, input: { incomingId: number; kind: string }): Promise<number> {
      const incoming = await getIncoming(db, input.incomingId);
      await demandIncomingReading(db, actor, incoming);
      if (incoming.state !== 'open') throw alreadyClosed();
      if (!(await mayReply(deps, actor, incoming))) throw notInHand();
      const begun = await draftFor(deps, actor, incoming);
      return createLetter(deps, actor, { kind: input.kind, begun, answersId: incoming.id });
    },

    /** The answers of a letter that the actor may read, oldest first. */
    async list(actor: Actor, incomingId: number): Promise<ReplyRead[]> {
      await demandIncomingReading(db, actor, await getIncoming(db, incomingId));
      const replies = await listReplies(db, incomingId);
      const readable = await listReadable(
        deps,
        actor,
        replies.map(({ letterId }) => letterId),
      );
      return replies.map((reply) => ({ ...reply, readable: readable.has(reply.letterId) }));
    },

    /** What an outgoing letter answers, for somebody who may read that; undefined for everybody else and where it answers nothing. */
    async answered(actor: Actor, letterId: number): Promise<Incoming | undefined> {
      const incomingId = await findAnsweredId(db, letterId);
      if (incomingId === undefined) return undefined;
      const incoming = await getIncoming(db, incomingId);
      return may(actor, 'incoming.read', await incomingSubject(db, incoming)) ? incoming : undefined;
    },
  };
}
export type Replying = ReturnType<typeof openReplying>;

async function mayReply({ db }: Pick<LettersDeps, 'db'>, actor: Actor, incoming: Incoming): Promise<boolean> {
  if (incoming.state !== 'open' || !may(actor, 'letter.draft')) return false;
  const { security } = incoming;
  const hands = await listHands(db, incoming.id);
  return hands.some(({ positionId }) => may(actor, 'holding.act', { positionId, security }));
}

const LONGEST_SUBJECT = 300;

async function draftFor(deps: LettersDeps, actor: Actor, incoming: Incoming): Promise<Partial<DraftContent>> {
  const { letterId, senderName: name, senderAddress: address, subject, classification, security, urgency } = incoming;
  // A link that the drafter may not follow would be refused when they save.
  const known = letterId !== null && (await listReadable(deps, actor, [letterId])).has(letterId);
  const named = letterId !== null && (known || incoming.deliveryId !== null || (await sealNamesUnit(deps, letterId)));
  const post = named ? await signingPost(deps, letterId) : undefined;
  return {
    recipients: [post === undefined ? { type: 'outsider', name, address } : { type: 'position', positionId: post }],
    subject: `Jawaban atas ${subject}`.slice(0, LONGEST_SUBJECT),
    classification,
    security,
    urgency,
    replyToId: known ? letterId : null,
  };
}

/** Of a paper known by its QR: that of a secret letter says no more than the office, and may have been copied. */
async function sealNamesUnit({ db }: Pick<LettersDeps, 'db'>, letterId: number): Promise<boolean> {
  const { security } = await getLetter(db, letterId);
  return !isSecret(security);
}

/** Who signed a letter of ours, while the post exists. */
async function signingPost({ db }: Pick<LettersDeps, 'db'>, letterId: number): Promise<number | undefined> {
  const { currentVersionId } = await getLetter(db, letterId);
  const version = currentVersionId === null ? undefined : await findVersion(db, currentVersionId);
  if (version === undefined) return undefined;
  const { positionId } = parseFrozen(version.content).signatory;
  return (await listPositions(db)).find(({ id, closedAt }) => id === positionId && closedAt === null)?.id;
}

function alreadyClosed(): Refusal {
  return new Refusal('wrong-state', 'incoming-closed', {
    id: 'Surat masuk ini sudah selesai. Buka kembali dahulu jika masih perlu dijawab.',
    en: 'This incoming letter is closed. Reopen it first if it still has to be answered.',
  });
}

function notInHand(): Refusal {
  return new Refusal('not-allowed', 'incoming-not-in-hand', {
    id: 'Jawaban disusun oleh jabatan yang sedang memegang surat ini.',
    en: 'An answer is drafted by a post that has this letter in hand.',
  });
}

import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { type Actor, appointmentFor, disposingFor } from '../../people/actor.ts';
import { demand, type IncomingSubject, may } from '../../people/permissions.ts';
import { isSecret } from '../../people/security-class.ts';
import type { EventBy } from '../events-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { hasInHand, type InHand, listInHand } from '../registering/desk-store.ts';
import { type MendDeps, onLine } from '../registering/mend-line.ts';
import { getOpenPost } from '../registering/register.ts';
import { asClerk } from '../registering/register-letter.ts';
import { moveHolding } from './move-holding.ts';
import { choosesPost, takeOutOfVacant } from './out-of-vacant.ts';

/** What the clerk may give to another post: the first holder's while nobody opened it, and whatever lies at a vacant post. */
export function isMovable({ first, state, vacant }: InHand): boolean {
  return vacant || (first && state === 'unread');
}

/**
 * Whether the actor, as the nearest superior of a vacant post, gives to another one what waits there: of a letter that they may
 * read, so of a secret one where it reached them by name.
 */
export function movesAsSuperior(
  actor: Actor,
  subject: IncomingSubject,
  { positionId, vacant }: Pick<InHand, 'positionId' | 'vacant'>,
): boolean {
  const { state, security } = subject;
  const isTheirs = vacant && may(actor, 'holding.move', { positionId, security });
  return isTheirs && state === 'open' && may(actor, 'incoming.read', subject);
}

/**
 * By the clerk of the agenda, or by the superior of the vacant post at which it waits. `positionId` is not asked of a secret letter
 * further down its tree, see `choosesPost`.
 * @throws Refusal `not-allowed`, `not-movable`; on `positionId`: `addressee-unknown`, `addressee-closed`, `has-it-already`; `secret-to-oneself`,
 *   `nobody-above`
 */
export async function moveLetter(
  deps: MendDeps,
  actor: Actor,
  { incomingId, holdingId, positionId }: { incomingId: number; holdingId: number; positionId?: number | undefined },
): Promise<void> {
  await onLine(deps, actor, 'incoming.see-line', incomingId, async (tx, letter, at, clerk, timeZone) => {
    const inHand = await listInHand(tx, letter.id, calendarDate(at, timeZone));
    const moved = inHand.find((each) => each.holdingId === holdingId);
    const subject = await incomingSubject(tx, letter);
    const superior =
      moved !== undefined && movesAsSuperior(clerk, subject, moved) ? superiorOf(clerk, moved) : undefined;
    if (superior === undefined) demand(clerk, 'incoming.move', subject);
    if (moved === undefined || !isMovable(moved)) throw notMovable();
    const by = superior ?? asClerk(clerk);
    const places = { appOrigin: deps.appOrigin, timeZone };
    const reads = may(clerk, 'incoming.read', subject);
    if (!choosesPost(moved, letter, reads)) return takeOutOfVacant(tx, places, { letter, moved, clerk, by }, at);
    const post = await getOpenPost(tx, positionId ?? 0, 'positionId');
    const isOwn = disposingFor(clerk, post.id, letter.security) !== undefined;
    if (isSecret(letter.security) && isOwn && superior === undefined) throw toOneself();
    if (await hasInHand(tx, letter.id, post.id)) throw hasItAlready(post.name);
    const news = moved.state === 'passed_on' ? 'report' : 'letter';
    await moveHolding(tx, places, { letter, holdingId, from: moved.positionName, to: post, by, news }, at);
  });
}

/** In the name of the post above, which the timeline tells. */
function superiorOf(actor: Actor, { positionId }: Pick<InHand, 'positionId'>): EventBy | undefined {
  const vacancy = actor.vacancies.find((each) => each.as === 'superior' && each.positionId === positionId);
  const held = typeof vacancy?.fromPositionId === 'number' ? appointmentFor(actor, vacancy.fromPositionId) : undefined;
  return held && { personId: actor.personId, appointmentId: held.id, capacity: held.capacity };
}

function notMovable(): Refusal {
  return new Refusal('wrong-state', 'not-movable', {
    id: 'Surat ini sudah dibuka oleh pemegangnya, jadi tidak dapat dialihkan. Mintalah pemegangnya meneruskan surat ini.',
    en: 'Whoever has this letter has opened it, so it cannot be given to somebody else. Ask them to pass it on.',
  });
}

/** Rahasia reaches people by name: a clerk does not bring themself into its sight, nor by a mandate of that post. */
function toOneself(): Refusal {
  const words = {
    id: 'Surat rahasia tidak dapat Anda alihkan kepada jabatan Anda sendiri. Mintalah petugas agenda lain.',
    en: 'You cannot give a secret letter to your own post. Ask another registry clerk.',
  };
  return new Refusal('not-allowed', 'secret-to-oneself', words);
}

function hasItAlready(name: string): Refusal {
  const words = {
    id: `${name} sudah memegang surat ini. Pilih jabatan lain.`,
    en: `${name} has this letter in hand already. Choose another post.`,
  };
  return new Refusal('invalid-input', 'has-it-already', words, { positionId: words });
}

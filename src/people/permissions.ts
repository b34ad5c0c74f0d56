import { Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { mandateFor } from './mandate.ts';
import type { LedUnitSubject, LetterSubject, PersonSubject, PostSubject, UnitSubject } from './permission-subjects.ts';
import type { Vacancy } from './vacancies-store.ts';

export type { LetterSubject };

/** Each action with what it is done to. */
export interface Subjects {
  /** Office settings, failed jobs, running the installation. */
  'office.manage': undefined;
  /** Units, positions, persons, appointments, duties, invitations. */
  'people.manage': undefined;
  'letter.draft': undefined;
  'letter.read': LetterSubject;
  /** How it came about: initials, remarks, versions. Whoever only receives it reads the letter, not the office's talk. */
  'letter.read-course': LetterSubject;
  'letter.edit': LetterSubject;
  /** Name colleagues who write in the draft too. */
  'letter.share': LetterSubject;
  'letter.submit': LetterSubject;
  'letter.take-back': LetterSubject;
  'letter.decide': LetterSubject;
  'letter.sign': LetterSubject;
  /** A small correction by whoever decides or signs: a new version in their name. */
  'letter.correct': LetterSubject;
  /** Back to the drafter, when nobody holds the post that it waits for and the drafter does not take it back. */
  'letter.release': LetterSubject;
  /** Withdraw, recall, supersede, correct, restore. */
  'letter.change-status': LetterSubject;
  /** Recall alone: nobody is to use the letter until more is decided. */
  'letter.recall': LetterSubject;
  /** Send an issued letter to its recipients, and follow it. */
  'letter.send': LetterSubject;
  /** See how an issued letter stands with each recipient. */
  'letter.follow': LetterSubject;
  /** Groups of recipients. */
  'group.manage': undefined;
  /** The handover book of a unit. */
  'expedition.keep': UnitSubject;
  'register.read': UnitSubject;
  /** Names of registers, and which unit keeps its own. */
  'register.manage': undefined;
  'number.cancel': UnitSubject;
  /** Give an unsigned letter a number inserted after another. */
  'number.insert': UnitSubject;
  /** Grant that a letter carries an earlier date than that of its signature. */
  'number.backdate': UnitSubject;
  /** Take numbers at once for letters on paper. */
  'number.block': UnitSubject;
  /** Say what became of such a number. */
  'number.account': UnitSubject;
  /** Let others initial for the post, or end that. */
  'post.hand-over': PostSubject;
  /** Let another post sign a.n. or u.b., or end that. */
  'post.authorise': PostSubject;
  /** Remind whoever holds up a letter at the post. */
  'post.remind': PostSubject;
  'absence.record': PersonSubject;
  /** What lies too long in a unit. */
  'overdue.read': LedUnitSubject;
}

export type Action = keyof Subjects;

/** A role is a relation between the actor and the subject. `Actor.appointments` holds only what is valid today. */
const roles = {
  administrator: (actor: Actor) => actor.isAdministrator,
  'holder of any position': (actor: Actor) => actor.appointments.length > 0,
  drafter: (actor: Actor, letter: LetterSubject) => actor.personId === letter.drafterPersonId,
  'co-drafter': (actor: Actor, letter: LetterSubject) => letter.coDrafterPersonIds.includes(actor.personId),
  'holder of a position in the chain': (actor: Actor, letter: LetterSubject) =>
    holdsOneOf(actor, letter.chainPositionIds),
  'holder of the position whose turn it is': (actor: Actor, letter: LetterSubject) =>
    letter.turn !== undefined && holdsOneOf(actor, letter.turn.positionIds),
  // The office stands behind a letter, not whoever held it once: the right goes with the post.
  'holder of the signing position': (actor: Actor, letter: LetterSubject) =>
    letter.signatoryPositionId !== undefined && holdsOneOf(actor, [letter.signatoryPositionId]),
  // Somebody has to be able to stop a letter while its post is vacant; whoever is appointed to it takes the right back.
  'nearest superior of the vacant signing position': (actor: Actor, letter: LetterSubject) =>
    answersFor(actor, letter, 'superior'),
  'registry clerk of the vacant signing position': (actor: Actor, letter: LetterSubject) =>
    answersFor(actor, letter, 'registry'),
  'holder of a receiving position': (actor: Actor, letter: LetterSubject) =>
    holdsOneOf(actor, letter.recipientPositionIds),
  'member of the unit': (actor: Actor, { unitId }: UnitSubject) =>
    actor.appointments.some((appointment) => appointment.unitId === unitId),
  // The person, not the post: a decision stays their own after the mandate ended or the chain was chosen anew.
  'who decided on it': (actor: Actor, letter: LetterSubject) => letter.deciderPersonIds.includes(actor.personId),
  'registry clerk of the unit': (actor: Actor, { unitId }: UnitSubject) =>
    actor.duties.some((held) => held.duty === 'registry' && held.unitId === unitId),
  // Apart from the clerk on purpose: who keeps the numbers does not also choose the dates, unless the office says so.
  'who grants earlier dates in the unit': (actor: Actor, { unitId }: UnitSubject) =>
    actor.duties.some((held) => held.duty === 'backdating' && held.unitId === unitId),
  'registry clerk of the signing unit': (actor: Actor, { signingUnitId }: LetterSubject) =>
    actor.duties.some((held) => held.duty === 'registry' && held.unitId === signingUnitId),
  'registry clerk of any unit': (actor: Actor) => actor.duties.some((held) => held.duty === 'registry'),
  'stand-in for a position in the chain': (actor: Actor, letter: LetterSubject) =>
    letter.chainPositionIds.some((positionId) => mandateFor(actor, positionId, letter) !== undefined),
  // Nobody initials their own draft in another's place: four eyes, or the holder themself.
  'stand-in for the position whose turn it is': (actor: Actor, letter: LetterSubject) =>
    letter.turn !== undefined &&
    actor.personId !== letter.drafterPersonId &&
    !letter.coDrafterPersonIds.includes(actor.personId) &&
    letter.turn.positionIds.some((positionId) => mandateFor(actor, positionId, letter) !== undefined),
  // A Plh. stands in already and hands nothing on.
  'holder of the post': (actor: Actor, { positionId }: PostSubject) =>
    actor.appointments.some((held) => held.positionId === positionId && !held.forms.includes('Plh.')),
  'holder of the superior post': (actor: Actor, { superiorId }: PostSubject) =>
    superiorId !== null && holdsOneOf(actor, [superiorId]),
  'the person themself': (actor: Actor, { personId }: PersonSubject) => actor.personId === personId,
  'head of the unit': (actor: Actor, { headPositionIds }: LedUnitSubject) => holdsOneOf(actor, headPositionIds),
};

type Grant<S> = { role: keyof typeof roles; while?: (subject: S) => boolean };

const isDraft = (letter: LetterSubject) => letter.state === 'draft';
const isUnsigned = (letter: LetterSubject) => letter.state === 'in_approval' || letter.state === 'awaiting_signature';
const isIssued = (letter: LetterSubject) => letter.state === 'issued';
const isOpenToTheUnit = (letter: LetterSubject) => letter.security === 'B' || letter.security === 'T';
const isOpenAndIssued = (letter: LetterSubject) => isOpenToTheUnit(letter) && isIssued(letter);

const takesPart: readonly Grant<LetterSubject>[] = [
  { role: 'drafter' },
  { role: 'co-drafter' },
  { role: 'holder of a position in the chain', while: (letter) => letter.state !== 'draft' },
  // Of a secret letter sight ends with the post or the mandate that gave it: having seen it once is no need to know.
  { role: 'who decided on it', while: (letter) => isOpenToTheUnit(letter) && !isDraft(letter) },
  { role: 'registry clerk of the unit', while: (letter) => isOpenToTheUnit(letter) && !isDraft(letter) },
  // What one unit drafts and another one signs is sent by the clerk of the one that signs.
  { role: 'registry clerk of the signing unit', while: isOpenAndIssued },
  { role: 'stand-in for a position in the chain', while: isUnsigned },
  { role: 'nearest superior of the vacant signing position', while: isOpenAndIssued },
];

/**
 * Who may do what: the whole of it. One grant that holds is enough; what is not granted is refused. Rahasia and sangat
 * rahasia reach people by name only: the drafter, the chain, the recipients.
 */
export const permissions: { [A in Action]: readonly Grant<Subjects[A]>[] } = {
  'office.manage': [{ role: 'administrator' }],
  'people.manage': [{ role: 'administrator' }],
  'letter.draft': [{ role: 'holder of any position' }],
  'letter.read': [
    ...takesPart,
    { role: 'holder of a receiving position', while: (letter) => letter.state === 'issued' },
  ],
  'letter.read-course': takesPart,
  'letter.edit': [
    { role: 'drafter', while: isDraft },
    { role: 'co-drafter', while: isDraft },
  ],
  'letter.share': [{ role: 'drafter', while: isDraft }],
  'letter.submit': [{ role: 'drafter', while: isDraft }],
  'letter.take-back': [{ role: 'drafter', while: isUnsigned }],
  'letter.decide': [
    { role: 'holder of the position whose turn it is', while: isUnsigned },
    {
      role: 'stand-in for the position whose turn it is',
      while: (letter) => letter.state === 'in_approval' && letter.turn?.task === 'initial',
    },
  ],
  'letter.sign': [
    {
      role: 'holder of the position whose turn it is',
      while: (letter) => letter.state === 'awaiting_signature' && letter.turn?.task === 'sign',
    },
  ],
  'letter.correct': [{ role: 'holder of the position whose turn it is', while: isUnsigned }],
  'letter.release': [{ role: 'administrator', while: isUnsigned }],
  // Of a secret letter nobody else learns: there somebody has to be appointed to the post first.
  'letter.change-status': [
    { role: 'holder of the signing position', while: isIssued },
    { role: 'nearest superior of the vacant signing position', while: isOpenAndIssued },
  ],
  'letter.recall': [
    { role: 'holder of the signing position', while: isIssued },
    { role: 'nearest superior of the vacant signing position', while: isOpenAndIssued },
    { role: 'registry clerk of the vacant signing position', while: isOpenAndIssued },
  ],
  // A secret letter is sent by those whose it is: no clerk reads it.
  'letter.send': [
    { role: 'registry clerk of the unit', while: isOpenAndIssued },
    { role: 'registry clerk of the signing unit', while: isOpenAndIssued },
    { role: 'drafter', while: isIssued },
    { role: 'holder of the signing position', while: isIssued },
  ],
  'letter.follow': [
    { role: 'registry clerk of the unit', while: isOpenAndIssued },
    { role: 'registry clerk of the signing unit', while: isOpenAndIssued },
    { role: 'drafter', while: isIssued },
    { role: 'holder of a position in the chain', while: isIssued },
  ],
  'group.manage': [{ role: 'administrator' }, { role: 'registry clerk of any unit' }],
  'expedition.keep': [{ role: 'registry clerk of the unit' }],
  'register.read': [
    { role: 'member of the unit' },
    { role: 'registry clerk of the unit' },
    { role: 'who grants earlier dates in the unit' },
  ],
  'register.manage': [{ role: 'administrator' }],
  'number.cancel': [{ role: 'registry clerk of the unit' }],
  'number.insert': [{ role: 'registry clerk of the unit' }],
  'number.backdate': [{ role: 'who grants earlier dates in the unit' }],
  'number.block': [{ role: 'registry clerk of the unit' }, { role: 'administrator' }],
  'number.account': [{ role: 'registry clerk of the unit' }],
  'post.hand-over': [
    { role: 'holder of the post' },
    { role: 'holder of the superior post' },
    { role: 'administrator' },
  ],
  'post.authorise': [{ role: 'holder of the post' }, { role: 'administrator' }],
  'post.remind': [{ role: 'holder of the superior post' }, { role: 'administrator' }],
  'absence.record': [{ role: 'the person themself' }, { role: 'administrator' }],
  'overdue.read': [{ role: 'head of the unit' }, { role: 'registry clerk of the unit' }, { role: 'administrator' }],
};

type SubjectOf<A extends Action> = Subjects[A] extends undefined ? [] : [subject: Subjects[A]];

/** Whether the table grants it. */
export function may<A extends Action>(actor: Actor, action: A, ...[subject]: SubjectOf<A>): boolean {
  const grants = permissions[action] as readonly Grant<unknown>[];
  return grants.some((grant) => {
    const holds = roles[grant.role] as (actor: Actor, subject: unknown) => boolean;
    return holds(actor, subject) && (grant.while === undefined || grant.while(subject));
  });
}

/** Refuses with `not-allowed` what the table does not grant. */
export function demand<A extends Action>(actor: Actor, action: A, ...subject: SubjectOf<A>): void {
  if (may(actor, action, ...subject)) return;
  throw new Refusal('not-allowed', 'not-allowed', {
    id: 'Anda tidak berwenang melakukan ini. Jika seharusnya berwenang, periksa jabatan aktif Anda di halaman Akun atau hubungi administrator.',
    en: 'You are not allowed to do this. If you should be, check your current position on the account page or ask the administrator.',
  });
}

function holdsOneOf(actor: Actor, positionIds: readonly number[]): boolean {
  return actor.appointments.some(({ positionId }) => positionIds.includes(positionId));
}

function answersFor(actor: Actor, { signatoryPositionId }: LetterSubject, as: Vacancy['as']): boolean {
  return actor.vacancies.some((vacancy) => vacancy.as === as && vacancy.positionId === signatoryPositionId);
}

import { Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { roles } from './permission-roles.ts';
import type {
  HoldingSubject,
  IncomingSubject,
  LedUnitSubject,
  LetterSubject,
  PersonSubject,
  PostSubject,
  UnitSubject,
} from './permission-subjects.ts';
import { isSecret } from './security-class.ts';

export type { HoldingSubject, IncomingSubject, LetterSubject };

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
  /** Take in and register what came to a unit; see what nobody has registered yet. */
  'incoming.register': UnitSubject;
  /** Its line of the agenda: number, sender, dates. Of a secret letter neither subject nor content. */
  'incoming.see-line': IncomingSubject;
  /** Page, document, sheets, timeline. */
  'incoming.read': IncomingSubject;
  /** Mend what was typed at the registration. */
  'incoming.correct': IncomingSubject;
  /** Strike a line that should not have been registered; the number stays with its reason. */
  'incoming.void': IncomingSubject;
  /** Scan it later, or better: what was read before stays with it. */
  'incoming.add-scan': IncomingSubject;
  /** Give it to another first holder while nobody has opened it, or when the post that has it is vacant. */
  'incoming.move': IncomingSubject;
  /** Say into whose hands its paper original went. */
  'incoming.keep-original': IncomingSubject;
  /** Pass upward, dispose, cancel and change one's own sheet, report, accept, return, close: what the post that has it does. */
  'holding.act': HoldingSubject;
  /** Give to another post what waits at a vacant one; only of a letter that the actor may read, which the act asks too. */
  'holding.move': HoldingSubject;
  /** The list of instructions. */
  'instruction.manage': undefined;
}

export type Action = keyof Subjects;

type Grant<S> = { role: keyof typeof roles; while?: (subject: S) => boolean };

const isDraft = (letter: LetterSubject) => letter.state === 'draft';
const isUnsigned = (letter: LetterSubject) => letter.state === 'in_approval' || letter.state === 'awaiting_signature';
const isIssued = (letter: LetterSubject) => letter.state === 'issued';
const isOpenToTheUnit = (letter: LetterSubject) => !isSecret(letter.security);
const isOpenAndIssued = (letter: LetterSubject) => isOpenToTheUnit(letter) && isIssued(letter);

const isPublic = ({ security }: IncomingSubject) => !isSecret(security);
const isOpenAndPublic = (incoming: IncomingSubject) => incoming.state === 'open' && isPublic(incoming);

const readsIncoming: readonly Grant<IncomingSubject>[] = [
  { role: 'registry clerk of the agenda', while: isPublic },
  { role: 'registry clerk of a unit that has it in hand', while: isPublic },
  { role: 'holder of the post addressed' },
  { role: 'holder of a post of its tree' },
  { role: 'delegate of a post that has it in hand' },
];

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
  'letter.read': [...takesPart, { role: 'holder of a receiving position', while: isIssued }],
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
  'incoming.register': [{ role: 'registry clerk of the unit' }],
  'incoming.see-line': [...readsIncoming, { role: 'registry clerk of the agenda' }],
  'incoming.read': readsIncoming,
  'incoming.correct': [
    { role: 'registry clerk of the agenda', while: isOpenAndPublic },
    { role: 'registry clerk who registered it', while: ({ state }) => state === 'open' },
  ],
  // A secret letter comes by name: whoever had its paper in hand when it was registered, or whoever it is addressed to.
  'incoming.add-scan': [
    { role: 'registry clerk of the agenda', while: (letter) => isPublic(letter) && letter.state !== 'void' },
    { role: 'registry clerk who registered it', while: ({ state }) => state === 'open' },
    { role: 'holder of the post addressed', while: ({ state }) => state !== 'void' },
  ],
  'incoming.void': [{ role: 'registry clerk of the agenda', while: ({ state }) => state === 'open' }],
  'incoming.move': [{ role: 'registry clerk of the agenda', while: ({ state }) => state === 'open' }],
  // A secret one goes by name: where it is, is recorded by the desk that gave it out alone.
  'incoming.keep-original': [
    { role: 'registry clerk of the agenda' },
    { role: 'registry clerk of a unit that has it in hand', while: isPublic },
  ],
  'holding.act': [{ role: 'holder of the post that has it' }, { role: 'delegate of the post that has it' }],
  'holding.move': [{ role: 'nearest superior of the vacant post that has it' }],
  'instruction.manage': [{ role: 'administrator' }],
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

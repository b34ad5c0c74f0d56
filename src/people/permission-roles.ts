import type { Actor } from './actor.ts';
import { mandateFor, mandateToDispose } from './mandate.ts';
import type {
  HoldingSubject,
  IncomingSubject,
  LedUnitSubject,
  LetterSubject,
  PersonSubject,
  PostSubject,
  UnitSubject,
} from './permission-subjects.ts';
import type { Vacancy } from './vacancies-store.ts';

/** A role is a relation between the actor and the subject. `Actor.appointments` holds only what is valid today. */
export const roles = {
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
  // An incoming letter: R and SR reach people by name, so the clerk who registered it keeps its line but not its sight. Both end
  // with the duty: whoever kept the agenda once is a stranger to it.
  'registry clerk of the agenda': (actor: Actor, { unitId }: IncomingSubject) => keepsRegistersOf(actor, [unitId]),
  'registry clerk of a unit that has it in hand': (actor: Actor, { holderUnitIds }: IncomingSubject) =>
    keepsRegistersOf(actor, holderUnitIds),
  'registry clerk who registered it': (actor: Actor, { registeredByPersonId, unitId }: IncomingSubject) =>
    actor.personId === registeredByPersonId && keepsRegistersOf(actor, [unitId]),
  'holder of the post addressed': (actor: Actor, { addresseePositionId }: IncomingSubject) =>
    holdsOneOf(actor, [addresseePositionId]),
  'holder of a post of its tree': (actor: Actor, { treePositionIds }: IncomingSubject) =>
    holdsOneOf(actor, treePositionIds),
  'delegate of a post that has it in hand': (actor: Actor, { currentPositionIds, security }: IncomingSubject) =>
    currentPositionIds.some((positionId) => mayDisposeFor(actor, positionId, security)),
  'holder of the post that has it': (actor: Actor, { positionId }: HoldingSubject) => holdsOneOf(actor, [positionId]),
  // As with the signing position: whoever is appointed to the post takes the right back.
  'nearest superior of the vacant post that has it': (actor: Actor, { positionId }: HoldingSubject) =>
    actor.vacancies.some((vacancy) => vacancy.as === 'superior' && vacancy.positionId === positionId),
  'delegate of the post that has it': (actor: Actor, { positionId, security }: HoldingSubject) =>
    mayDisposeFor(actor, positionId, security),
};

function holdsOneOf(actor: Actor, positionIds: readonly number[]): boolean {
  return actor.appointments.some(({ positionId }) => positionIds.includes(positionId));
}

function answersFor(actor: Actor, { signatoryPositionId }: LetterSubject, as: Vacancy['as']): boolean {
  return actor.vacancies.some((vacancy) => vacancy.as === as && vacancy.positionId === signatoryPositionId);
}

function keepsRegistersOf(actor: Actor, unitIds: readonly number[]): boolean {
  return actor.duties.some(({ duty, unitId }) => duty === 'registry' && unitIds.includes(unitId));
}

function mayDisposeFor(actor: Actor, positionId: number, security: IncomingSubject['security']): boolean {
  return mandateToDispose(actor, positionId, security) !== undefined;
}

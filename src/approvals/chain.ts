import { type PositionInTree, superiorsBetween } from '../people/position-tree.ts';

/** A step of the chain as submitted: an initial (paraf), or the signature, which is the last. */
export interface Step {
  id: number;
  ordinal: number;
  positionId: number;
  task: 'initial' | 'sign';
}

export type StepOutcome = 'approved' | 'returned' | 'rejected' | 'signed';
export type Outcome = 'submitted' | 'taken_back' | StepOutcome;

/** A decision on the version at hand; `stepId` is null for the drafter's own acts. */
export interface Decided {
  stepId: number | null;
  outcome: Outcome;
}

/** Who holds the letter now: the drafter, the position of one step, or nobody because it is finished. */
export type Turn =
  | { holder: 'drafter' }
  | { holder: 'step'; step: Step }
  | { holder: 'nobody'; because: 'issued' | 'rejected' };

/** The tiers of paraf below the signature: at most three officials by custom; the drafter may change it. */
export const PROPOSED_INITIALS = 3;
/** A bound against nonsense, not a rule of any office. */
export const MOST_STEPS = 20;

/**
 * Whose turn it is, from the steps of the current version and the decisions on it, oldest first. A version without
 * steps or decisions is with its drafter; a new version starts with no decisions, so earlier initials count no more.
 */
export function whoseTurn(steps: readonly Step[], decisions: readonly Decided[]): Turn {
  const last = decisions.at(-1)?.outcome;
  if (last === undefined || last === 'returned' || last === 'taken_back') return { holder: 'drafter' };
  if (last === 'rejected') return { holder: 'nobody', because: 'rejected' };
  if (last === 'signed') return { holder: 'nobody', because: 'issued' };
  const decided = new Set(decisions.map((decision) => decision.stepId));
  const next = inOrder(steps).find((step) => !decided.has(step.id));
  return next === undefined ? { holder: 'drafter' } : { holder: 'step', step: next };
}

/** What the holder of a step may do with it. The signature itself is an act of its own, never a plain approval. */
export function allowedOutcomes(step: Pick<Step, 'task'>): readonly StepOutcome[] {
  return step.task === 'sign' ? ['signed', 'returned', 'rejected'] : ['approved', 'returned', 'rejected'];
}

/** The drafter may take the letter back while it goes round: nobody has signed, rejected or returned it. */
export function mayTakeBack(steps: readonly Step[], decisions: readonly Decided[]): boolean {
  return whoseTurn(steps, decisions).holder === 'step';
}

export type LetterState = 'draft' | 'in_approval' | 'awaiting_signature' | 'issued' | 'rejected';

/** The letter's state is nothing but whose turn it is. */
export function stateOf(turn: Turn): LetterState {
  if (turn.holder === 'drafter') return 'draft';
  if (turn.holder === 'nobody') return turn.because;
  return turn.step.task === 'sign' ? 'awaiting_signature' : 'in_approval';
}

function inOrder(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => a.ordinal - b.ordinal);
}

/**
 * Who initials by default: the positions between drafter and signatory, nearest to the drafter first, at most the three
 * nearest to the signatory. None when the drafter signs, or drafts from above the signatory.
 */
export function proposedInitials(
  positions: readonly PositionInTree[],
  drafterPositionId: number,
  signatoryPositionId: number,
): number[] {
  if (drafterPositionId === signatoryPositionId) return [];
  return superiorsBetween(positions, drafterPositionId, signatoryPositionId)
    .map(({ id }) => id)
    .slice(-PROPOSED_INITIALS);
}

/** The steps of a new version from the initials in order and the signatory; the signatory does not initial as well. */
export function planSteps(initials: readonly number[], signatoryPositionId: number): Omit<Step, 'id'>[] {
  const positions = [...new Set(initials)].filter((position) => position !== signatoryPositionId);
  return [
    ...positions.map((positionId, i) => ({ ordinal: i + 1, positionId, task: 'initial' as const })),
    { ordinal: positions.length + 1, positionId: signatoryPositionId, task: 'sign' as const },
  ];
}

/** How the posts of one stage decide: everybody, side by side, or whoever is first. */
export type StageMode = 'all-of' | 'one-of';
/** The box of the file copy in which a paraf stands: own line of command, or other units. */
export type ParafKind = 'hierarki' | 'koordinasi';

/** One post's part in the chain as submitted. Steps of one ordinal are one stage; the last is the signature, alone. */
export interface Step {
  id: number;
  /** The stage. */
  ordinal: number;
  positionId: number;
  task: 'initial' | 'sign';
  mode: StageMode;
  paraf: ParafKind;
  /** The decision on an earlier version that still holds after a correction: nothing is asked of this step again. */
  heldId: number | null;
}

export type StepOutcome = 'approved' | 'returned' | 'rejected' | 'signed';
export type Outcome = 'submitted' | 'corrected' | 'taken_back' | StepOutcome;

/** A decision on the version at hand; `stepId` is null where it is on no step (submitted, corrected, taken back). */
export interface Decided {
  stepId: number | null;
  outcome: Outcome;
}

/** Who holds the letter now: the drafter, the posts of one stage that are still to decide, or nobody because it is finished. */
export type Turn<S extends Step = Step> =
  | { holder: 'drafter' }
  | { holder: 'stage'; stage: number; task: Step['task']; steps: readonly S[] }
  | { holder: 'nobody'; because: 'issued' | 'rejected' };

/** A bound against nonsense, not a rule of any office. */
export const MOST_STEPS = 20;

/**
 * Whose turn it is, from the steps of the current version and the decisions on it, oldest first: the first stage that is
 * not decided, with those of it who have yet to decide. A return or rejection ends the stage, and the round, for all. A
 * version without steps or decisions is with its drafter.
 */
export function whoseTurn<S extends Step>(steps: readonly S[], decisions: readonly Decided[]): Turn<S> {
  const last = decisions.at(-1)?.outcome;
  if (last === undefined || last === 'returned' || last === 'taken_back') return { holder: 'drafter' };
  if (last === 'rejected') return { holder: 'nobody', because: 'rejected' };
  if (last === 'signed') return { holder: 'nobody', because: 'issued' };
  const decided = new Set(decisions.map((decision) => decision.stepId));
  for (const stage of stagesOf(steps)) {
    const open = stage.steps.filter((step) => !isHeld(step) && !decided.has(step.id));
    const closed = stage.mode === 'one-of' ? open.length < stage.steps.length : open.length === 0;
    if (!closed) return { holder: 'stage', stage: stage.ordinal, task: stage.task, steps: open };
  }
  return { holder: 'drafter' };
}

export interface Stage<S extends Step = Step> {
  ordinal: number;
  task: Step['task'];
  mode: StageMode;
  steps: readonly S[];
}

/** The steps by stage, in order. */
export function stagesOf<S extends Step>(steps: readonly S[]): Stage<S>[] {
  const byOrdinal = new Map<number, S[]>();
  for (const step of steps) byOrdinal.set(step.ordinal, [...(byOrdinal.get(step.ordinal) ?? []), step]);
  return [...byOrdinal]
    .sort(([a], [b]) => a - b)
    .flatMap(([ordinal, members]) => {
      const [first] = members;
      return first === undefined ? [] : [{ ordinal, task: first.task, mode: first.mode, steps: members }];
    });
}

export function isHeld({ heldId }: Pick<Step, 'heldId'>): boolean {
  return heldId !== null;
}

/** What the holder of a step may do with it. The signature itself is an act of its own, never a plain approval. */
export function allowedOutcomes(step: Pick<Step, 'task'>): readonly StepOutcome[] {
  return step.task === 'sign' ? ['signed', 'returned', 'rejected'] : ['approved', 'returned', 'rejected'];
}

/** The drafter may take the letter back while it goes round: nobody has signed, rejected or returned it. */
export function mayTakeBack(steps: readonly Step[], decisions: readonly Decided[]): boolean {
  return whoseTurn(steps, decisions).holder === 'stage';
}

export type LetterState = 'draft' | 'in_approval' | 'awaiting_signature' | 'issued' | 'rejected';

/** The letter's state is nothing but whose turn it is. */
export function stateOf(turn: Turn): LetterState {
  if (turn.holder === 'drafter') return 'draft';
  if (turn.holder === 'nobody') return turn.because;
  return turn.task === 'sign' ? 'awaiting_signature' : 'in_approval';
}

/** Whether two turns ask the same stage: while one of several decides, the others have waited since the stage began. */
export function sameStage(before: Turn, after: Turn): boolean {
  return before.holder === 'stage' && after.holder === 'stage' && before.stage === after.stage;
}

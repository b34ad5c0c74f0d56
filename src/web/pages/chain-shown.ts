import { isHeld, type Turn, whoseTurn } from '../../approvals/chain.ts';
import type { Correction, Progress as LetterProgress } from '../../approvals/reading-progress.ts';
import type { Standing } from '../../approvals/turn-of.ts';
import type { LetterRead } from '../../letters/reading.ts';

/**
 * Corrections of the round that is under way, each with the initials that were given before it and hold; and what else is new
 * to this reader, unless the corrections tell it already.
 */
export function shownCorrections(
  { corrections, standing }: LetterProgress,
  { letter, changes }: LetterRead,
): { corrections: (Correction & { held: string[] })[]; changes: LetterRead['changes'] } {
  const [first] = corrections;
  if (first === undefined || standing === undefined || letter.state === 'issued') return { corrections: [], changes };
  const told = changes !== undefined && changes.sinceVersion >= first.event.version - 1;
  return {
    changes: told ? undefined : changes,
    corrections: corrections.map((correction) => ({
      ...correction,
      held: standing.steps
        .filter(({ heldVersion }) => heldVersion !== null && heldVersion < correction.event.version)
        .map(({ positionName }) => positionName),
    })),
  };
}

/** `passed`: of a one-of stage, where another was first. */
type Progress = 'done' | 'held' | 'now' | 'passed' | 'later';

export function shownSteps({ steps, decided, turn }: Standing) {
  const open = turn.holder === 'stage' ? turn.steps : [];
  const progress = ({ id, heldId, ordinal, mode }: (typeof steps)[number]): Progress => {
    if (isHeld({ heldId })) return 'held';
    if (decided.some(({ stepId }) => stepId === id)) return 'done';
    if (open.some((each) => each.id === id)) return 'now';
    const another = (each: (typeof steps)[number]) => isHeld(each) || decided.some(({ stepId }) => stepId === each.id);
    if (mode === 'one-of' && steps.some((each) => each.ordinal === ordinal && another(each))) return 'passed';
    return 'later';
  };
  return steps.map((step) => ({
    ...step,
    progress: progress(step),
    /** Beside others in its stage. */
    beside: steps.some(({ id, ordinal }) => ordinal === step.ordinal && id !== step.id),
  }));
}

/** Who holds the letter after this step is approved; empty when nobody does. */
export function holderAfter({ steps, decided }: Standing, stepId: number, or: string): string {
  return holdersOf(whoseTurn(steps, [...decided, { stepId, outcome: 'approved' }]), or);
}

/** The posts that are still asked, as one line: `A, B` side by side, `A atau B` where one will do. */
export function holdersOf(turn: Turn<Standing['steps'][number]> | undefined, or: string): string {
  if (turn?.holder !== 'stage') return '';
  const oneWillDo = turn.steps.some(({ mode }) => mode === 'one-of');
  return turn.steps.map(({ positionName }) => positionName).join(oneWillDo ? ` ${or} ` : ', ');
}

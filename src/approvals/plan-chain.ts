import type { Words } from '../errors.ts';
import { type PositionInTree, superiorsBetween } from '../people/position-tree.ts';
import { type Decided, isHeld, MOST_STEPS, type ParafKind, type StageMode, type Step } from './chain.ts';

/** A stage of initials before it is submitted: its posts, in no order. */
export interface PlannedStage {
  positions: readonly number[];
  mode: StageMode;
  paraf: ParafKind;
}

/** The tiers of paraf below the signature: at most three officials by custom; the drafter may change it. */
export const PROPOSED_INITIALS = 3;

/** One post of the own line alone. */
export function alone(positionId: number): PlannedStage {
  return { positions: [positionId], mode: 'all-of', paraf: 'hierarki' };
}

/** Stages as given, where a bare id is one post of the own line alone. */
export function asStages(stages: readonly (number | PlannedStage)[]): PlannedStage[] {
  return stages.map((stage) => (typeof stage === 'number' ? alone(stage) : stage));
}

/**
 * Who initials by default: the positions between drafter and signatory, nearest to the drafter first, at most the `most`
 * nearest to the signatory. None when the drafter signs, or drafts from above the signatory.
 */
export function proposedInitials(
  positions: readonly PositionInTree[],
  drafterPositionId: number,
  signatoryPositionId: number,
  most: number = PROPOSED_INITIALS,
): number[] {
  if (drafterPositionId === signatoryPositionId) return [];
  return superiorsBetween(positions, drafterPositionId, signatoryPositionId)
    .map(({ id }) => id)
    .slice(-most);
}

/**
 * What is wrong with stages that a person put together; undefined when nothing is. A post stands in a chain once, the
 * signatory only at its end, no stage is empty and there is a bound.
 */
export function stagesProblem(
  stages: readonly PlannedStage[],
  signatoryPositionId: number,
  nameOf: (positionId: number) => string,
): Words | undefined {
  const posts = stages.flatMap(({ positions }) => positions);
  if (posts.length >= MOST_STEPS) {
    return { id: `Paling banyak ${MOST_STEPS - 1} paraf.`, en: `At most ${MOST_STEPS - 1} initials.` };
  }
  if (stages.some(({ positions }) => positions.length === 0)) {
    return { id: 'Satu tahap tidak berisi jabatan.', en: 'A stage holds no position.' };
  }
  if (posts.includes(signatoryPositionId)) {
    const name = nameOf(signatoryPositionId);
    return {
      id: `${name} menandatangani surat ini, jadi tidak ikut memaraf. Hapus dari urutan paraf.`,
      en: `${name} signs this letter and so does not initial it. Take it out of the initials.`,
    };
  }
  const twice = posts.find((post, at) => posts.indexOf(post) !== at);
  if (twice === undefined) return undefined;
  return {
    id: `${nameOf(twice)} tercantum dua kali. Setiap jabatan memaraf satu kali.`,
    en: `${nameOf(twice)} is listed twice. Every position initials once.`,
  };
}

/** The steps of a new version from its stages of initials, in order, and the signatory. */
export function planSteps(stages: readonly PlannedStage[], signatoryPositionId: number): Omit<Step, 'id'>[] {
  return [
    ...stages.flatMap(({ positions, mode, paraf }, at) =>
      positions.map((positionId) => ({
        ordinal: at + 1,
        positionId,
        task: 'initial' as const,
        mode,
        paraf,
        heldId: null,
      })),
    ),
    {
      ordinal: stages.length + 1,
      positionId: signatoryPositionId,
      task: 'sign',
      mode: 'all-of',
      paraf: 'hierarki',
      heldId: null,
    },
  ];
}

/** What a reviewer's correction does to the parafs given before it: they hold, or every stage is asked again. */
export type Corrections = 'hold' | 'again';

/**
 * The steps of the version that a correction makes, from those of the version before it: the same chain. Where parafs hold,
 * a step names the decision by which it was approved on the version where that was given.
 */
export function stepsAfterCorrection(
  steps: readonly Step[],
  decided: readonly (Decided & { id: number })[],
  corrections: Corrections,
): Omit<Step, 'id'>[] {
  return steps.map(({ id, ...step }) => {
    if (corrections === 'again') return { ...step, heldId: null };
    const given = decided.find(({ stepId, outcome }) => stepId === id && outcome === 'approved');
    return isHeld(step) ? step : { ...step, heldId: given?.id ?? null };
  });
}

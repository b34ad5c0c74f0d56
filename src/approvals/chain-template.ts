import { z } from 'zod';
import { MOST_STEPS } from './chain.ts';
import type { Corrections } from './plan-chain.ts';

const paraf = z.enum(['hierarki', 'koordinasi']);
const mode = z.enum(['all-of', 'one-of']);
const row = z.number().int().positive();

/** One rule of a template: which posts initial at this point of the chain. An optional one may be left out by the drafter. */
export const TemplateStage = z.discriminatedUnion('by', [
  /** By level: the superiors from the drafter up to the signatory, each a stage of its own; at most those nearest to the signatory. */
  z.strictObject({
    by: z.literal('superiors'),
    most: z
      .number()
      .int()
      .min(1)
      .max(MOST_STEPS - 1),
    optional: z.boolean(),
  }),
  /** By named post; several side by side, or whichever of them is first. */
  z.strictObject({
    by: z.literal('posts'),
    positions: z
      .array(row)
      .min(1)
      .max(MOST_STEPS - 1),
    mode,
    paraf,
    optional: z.boolean(),
  }),
  /**
   * By role: whose post's name begins with these words, in the unit of the drafter or of the signatory, or in the nearest unit
   * above it that has such a post. Of several in that unit any one.
   */
  z.strictObject({
    by: z.literal('title'),
    title: z.string().min(1).max(80),
    of: z.enum(['drafter', 'signatory']),
    paraf,
    optional: z.boolean(),
  }),
]);
export type TemplateStage = z.infer<typeof TemplateStage>;

export const CORRECTIONS = ['hold', 'again'] as const satisfies readonly Corrections[];

/** How letters go round: where it applies and the rules in order. The signature follows by itself. */
export interface ChainTemplate {
  id: number;
  version: number;
  name: string;
  /** Of the drafter's post, with every unit below; null: the whole office. */
  unitId: number | null;
  /** Codes; empty: every kind. */
  kinds: string[];
  corrections: Corrections;
  stages: TemplateStage[];
}

/**
 * Today's rule where no template fits: the line of command, which the drafter may change freely. After a correction every
 * initial is asked again, because a paraf is on a version.
 */
export const NO_TEMPLATE_CORRECTIONS: Corrections = 'again';

/**
 * The template for a letter of this kind from this unit: the nearest unit wins, then a template that names the kind over one
 * for every kind. Undefined when none fits. `unitLine`: the drafter's unit and those above it, nearest first.
 */
export function fittingTemplate<T extends Pick<ChainTemplate, 'unitId' | 'kinds'>>(
  templates: readonly T[],
  letter: { unitLine: readonly number[]; kind: string },
): T | undefined {
  for (const unitId of [...letter.unitLine, null]) {
    const here = templates.filter((template) => template.unitId === unitId);
    const found = here.find(({ kinds }) => kinds.includes(letter.kind)) ?? here.find(({ kinds }) => kinds.length === 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Two templates that would fit the same letters equally well: then none could be chosen. */
export function collides(
  a: Pick<ChainTemplate, 'unitId' | 'kinds'>,
  b: Pick<ChainTemplate, 'unitId' | 'kinds'>,
): boolean {
  if (a.unitId !== b.unitId) return false;
  if (a.kinds.length === 0 || b.kinds.length === 0) return a.kinds.length === b.kinds.length;
  return a.kinds.some((kind) => b.kinds.includes(kind));
}

/** By which a form says from which template it was made. */
export function templateMark(template: Pick<ChainTemplate, 'id' | 'version'> | undefined): string {
  return template === undefined ? 'none' : `${template.id}.${template.version}`;
}

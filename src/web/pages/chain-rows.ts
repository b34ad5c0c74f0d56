import type { PlannedStage } from '../../approvals/plan-chain.ts';
import type { ProposedChain } from '../../approvals/proposing.ts';
import { type FormState, many, rowId } from '../forms.ts';

/** How a row joins the chain: own line after the one before, coordination after it, or coordination beside it. */
export const HOWS = ['next', 'coordination', 'beside'] as const;
export type How = (typeof HOWS)[number];

export interface ChainRow {
  position: string;
  how: How;
}

type Field = 'initial' | 'before';

/** Rows of a form as sent; `how` stands beside its row, or says nothing. */
export function typedChainRows(values: FormState['values'], field: Field): ChainRow[] {
  const hows = many(values[`${field}.how`]);
  return many(values[field]).map((position, at) => ({
    position,
    how: HOWS.find((known) => known === hows[at]) ?? 'next',
  }));
}

/** The chosen posts as stages, in the order of their rows; empty rows are nothing. */
function stagesOfRows(rows: readonly ChainRow[]): PlannedStage[] {
  const stages: PlannedStage[] = [];
  for (const { position, how } of rows) {
    const id = rowId(position);
    if (id === undefined) continue;
    const last = stages.at(-1);
    if (how === 'beside' && last?.paraf === 'koordinasi') {
      stages[stages.length - 1] = { ...last, positions: [...last.positions, id] };
    } else {
      stages.push({ positions: [id], mode: 'all-of', paraf: how === 'next' ? 'hierarki' : 'koordinasi' });
    }
  }
  return stages;
}

/** Stages that the drafter may change freely, one row a post. */
export function rowsOfStages(stages: ProposedChain['stages']): ChainRow[] {
  return stages.flatMap(({ posts }) => posts.map(({ id }): ChainRow => ({ position: String(id), how: 'next' })));
}

/**
 * The chain as sent: what the template proposes, without the optional stages that were not ticked and those that find no post,
 * between the drafter's own rows before and after.
 */
export function chainAsSent(chain: ProposedChain, values: FormState['values']): PlannedStage[] {
  const kept = many(values.keep);
  const proposed = chain.stages.flatMap(({ posts, mode, paraf, required }, at): PlannedStage[] =>
    posts.length === 0 || (!required && !kept.includes(String(at)))
      ? []
      : [{ positions: posts.map(({ id }) => id), mode, paraf }],
  );
  return [
    ...stagesOfRows(typedChainRows(values, 'before')),
    ...(chain.template === undefined ? [] : proposed),
    ...stagesOfRows(typedChainRows(values, 'initial')),
  ];
}

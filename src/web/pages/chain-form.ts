import type { ChainTemplate, TemplateStage } from '../../approvals/chain-template.ts';
import { type FormState, many, one, rowId } from '../forms.ts';

export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** One rule of a template as its part of the form: what was typed, readable or not. */
export interface StageRow {
  by: TemplateStage['by'];
  most: string;
  positions: string[];
  title: string;
  of: string;
  mode: string;
  paraf: string;
  optional: boolean;
}

const MOST_ROWS = 19;
/** Empty choices after the posts of a rule. */
const SPARE_POSTS = 2;

const FRESH: Omit<StageRow, 'by'> = {
  most: '3',
  positions: [],
  title: '',
  of: 'signatory',
  mode: 'all-of',
  paraf: 'hierarki',
  optional: false,
};

const RULES = ['superiors', 'posts', 'title'] as const;

export function storedRows(template: Pick<ChainTemplate, 'stages'>): StageRow[] {
  return template.stages.map((stage): StageRow => {
    if (stage.by === 'superiors') return { ...FRESH, ...stage, most: String(stage.most) };
    if (stage.by === 'posts') return { ...FRESH, ...stage, positions: stage.positions.map(String) };
    return { ...FRESH, ...stage };
  });
}

/** Rows `stages.0.by`, `stages.0.most` … as sent, in order, as far as they name a rule. */
export function typedRows(values: Typed): StageRow[] {
  const rows: StageRow[] = [];
  for (let n = 0; n < MOST_ROWS; n++) {
    const at = (name: string) => one(values[`stages.${n}.${name}`]);
    const by = RULES.find((rule) => rule === at('by'));
    if (by === undefined) break;
    rows.push({
      by,
      most: at('most'),
      positions: many(values[`stages.${n}.positions`])
        .filter((id) => id !== '')
        .slice(0, MOST_ROWS),
      title: at('title'),
      of: at('of'),
      mode: at('mode'),
      paraf: at('paraf'),
      optional: at('optional') === 'yes',
    });
  }
  return rows;
}

/** A button that changes the rows and stores nothing: `add-posts`, `remove-2`, `up-1`. */
export function pressed(rows: readonly StageRow[], button: string): StageRow[] {
  const [what = '', which = ''] = button.split('-');
  const rule = RULES.find((known) => known === which);
  if (what === 'add' && rule !== undefined && rows.length < MOST_ROWS) return [...rows, { ...FRESH, by: rule }];
  const n = /^[0-9]{1,2}$/.test(which) ? Number(which) : -1;
  if (what === 'remove') return rows.filter((_, at) => at !== n);
  const [above, row] = [rows[n - 1], rows[n]];
  if (what !== 'up' || above === undefined || row === undefined) return [...rows];
  return rows.with(n - 1, row).with(n, above);
}

/** The rows as fields of the form, with empty choices to fill. */
export function rowValues(rows: readonly StageRow[]): FormState['values'] {
  return Object.fromEntries(
    rows.flatMap((row, n) => [
      ...(['most', 'title', 'of', 'mode', 'paraf'] as const).map((name) => [`stages.${n}.${name}`, row[name]]),
      [`stages.${n}.optional`, row.optional ? 'yes' : ''],
    ]),
  );
}

/** What the act is given: ids as numbers, nothing else judged here. */
export function asTemplate(values: Typed): unknown {
  return {
    name: one(values.name),
    unitId: rowId(one(values.unitId)) ?? null,
    kinds: many(values.kinds),
    corrections: one(values.corrections),
    stages: asStages(typedRows(values)),
  };
}

function asStages(rows: readonly StageRow[]): unknown[] {
  return rows.map(({ by, most, positions, title, of, mode, paraf, optional }) => {
    if (by === 'superiors') return { by, most: Number(most), optional };
    if (by === 'posts') return { by, positions: positions.map(Number), mode, paraf, optional };
    return { by, title, of, paraf, optional };
  });
}

/** Places for posts of one rule: those chosen, and room for more. */
export function postChoices({ positions }: StageRow): string[] {
  return [...positions, ...Array(SPARE_POSTS).fill('')].slice(0, MOST_ROWS);
}

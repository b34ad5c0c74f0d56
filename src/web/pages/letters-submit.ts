import { z } from 'zod';
import { MOST_STEPS } from '../../approvals/chain.ts';
import { isRefusal, type Words } from '../../errors.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { type ChainRow, chainAsSent, HOWS, rowsOfStages, typedChainRows } from './chain-rows.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const chosen = z.union([z.string(), z.array(z.string()).max(MOST_STEPS + 5)]).default([]);
const chainForm = z.object({
  revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid'),
  /** Of the chain that was on the page. */
  mark: z.string().max(40).optional(),
  initial: chosen,
  'initial.how': chosen,
  before: chosen,
  'before.how': chosen,
  /** Optional stages of the template, by their place in it. */
  keep: chosen,
});

const EMPTY_ROW: ChainRow = { position: '', how: 'next' };
/** Rows for initials beyond those proposed. */
const SPARE_ROWS = 2;

export function letterSubmitRoutes(
  deps: Pick<WebDeps, 'letters' | 'approvals' | 'people' | 'letterFiles' | 'waiting'>,
): Route[] {
  const { approvals, people, letterFiles } = deps;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const letterId = visit.id('id');
    const chain = await approvals.proposeChain(visit.actor, letterId);
    const positions = (await people.listPositions()).filter(({ closedAt }) => closedAt === null);
    const own = chain.template === undefined ? rowsOfStages(chain.stages) : [];
    const rows = (field: 'initial' | 'before', fresh: ChainRow[], spare: number) => {
      const shown = state === undefined ? fresh : typedChainRows(state.values, field).filter(isFilled);
      return [...shown, ...Array<ChainRow>(spare).fill(EMPTY_ROW)].slice(0, MOST_STEPS - 1);
    };
    visit.render('letters-pages/submit.njk', {
      id: letterId,
      form: state ?? { values: {}, errors: {} },
      // Errors of the letter itself lead back to its form, where the fields are.
      ofTheDraft: Object.keys(state?.errors ?? {}).some((field) => field !== 'initials' && field !== ''),
      chain,
      kept: state === undefined ? chain.stages.map((_, at) => String(at)) : [state.values.keep ?? []].flat(),
      before: chain.template === undefined ? [] : rows('before', [], 1),
      rows: rows('initial', own, SPARE_ROWS),
      hows: HOWS,
      warnings: await deps.waiting.signingWarnings(visit.actor, letterId),
      positions: positions.toSorted((a, b) => a.name.localeCompare(b.name, 'id')),
    });
  }

  async function preview(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    const letter = await deps.letters.getEditable(visit.actor, letterId);
    let pages = 0;
    let problems: string[] = [];
    try {
      pages = await letterFiles.draftPages(visit.actor, letterId);
    } catch (error) {
      if (!isRefusal(error) || error.problem !== 'invalid-input') throw error;
      const words: Words[] = Object.values(error.fields).length > 0 ? Object.values(error.fields) : [error.words];
      problems = words.map(visit.say);
      visit.res.status(422);
    }
    visit.render('letters-pages/preview.njk', { id: letterId, revision: letter.draftRevision, pages, problems });
  }

  return [
    { method: 'GET', path: '/letters/:id/preview', access: 'signed-in', ...ONE_LETTER, handler: preview },
    { method: 'GET', path: '/letters/:id/submit', access: 'signed-in', ...ONE_LETTER, handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/letters/:id/submit',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: chainForm,
          async act({ revision, mark, ...values }) {
            const letterId = visit.id('id');
            const initials = chainAsSent(await approvals.proposeChain(visit.actor, letterId), values);
            const seen = mark === undefined ? {} : { mark };
            await approvals.submitLetter(visit.actor, { letterId, revision: Number(revision), initials, ...seen });
            visit.redirect(`/letters/${letterId}`, 'letter.submitted');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

function isFilled({ position }: ChainRow): boolean {
  return rowId(position) !== undefined;
}

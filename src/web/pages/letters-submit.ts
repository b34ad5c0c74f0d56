import { z } from 'zod';
import { MOST_STEPS } from '../../approvals/chain.ts';
import { isRefusal, type Words } from '../../errors.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const chosen = z.union([z.string(), z.array(z.string()).max(MOST_STEPS + 5)]).default([]);
const chainForm = z.object({ revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid'), initial: chosen });

/** Rows for initials beyond those proposed. */
const SPARE_ROWS = 2;

export function letterSubmitRoutes(deps: Pick<WebDeps, 'letters' | 'approvals' | 'people' | 'letterFiles'>): Route[] {
  const { approvals, people, letterFiles } = deps;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const letterId = visit.id('id');
    const chain = await approvals.proposeChain(visit.actor, letterId);
    const positions = (await people.listPositions()).filter(({ closedAt }) => closedAt === null);
    const rows =
      state === undefined ? chain.initials.map(({ id }) => String(id)) : ids(state.values.initial).map(String);
    visit.render('letters-pages/submit.njk', {
      id: letterId,
      form: state ?? { values: {}, errors: {} },
      // Errors of the letter itself lead back to its form, where the fields are.
      ofTheDraft: Object.keys(state?.errors ?? {}).some((field) => field !== 'initials' && field !== ''),
      chain,
      rows: [...rows, ...Array(SPARE_ROWS).fill('')].slice(0, MOST_STEPS - 1),
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
          async act({ revision, initial }) {
            const letterId = visit.id('id');
            await approvals.submitLetter(visit.actor, { letterId, revision: Number(revision), initials: ids(initial) });
            visit.redirect(`/letters/${letterId}`, 'letter.submitted');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

/** The chosen positions in the order of their rows; empty rows are nothing. */
function ids(value: string | readonly string[] | undefined): number[] {
  const list = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  return list.flatMap((text) => rowId(text) ?? []);
}

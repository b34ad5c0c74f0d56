import { z } from 'zod';
import { STANDINGS } from '../../letters/letter-status.ts';
import { LETTER_STATES, type LetterState } from '../../letters/letters-store.ts';
import { may } from '../../people/permissions.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { kindChoices } from './kind-choices.ts';
import { showLetter } from './letter-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const kindForm = z.object({ kind: z.string('choose').min(1, 'choose').max(64, 'choose') });

export function letterRoutes(
  deps: Pick<WebDeps, 'letters' | 'approvals' | 'registers' | 'sending' | 'replying'>,
): Route[] {
  const { letters, approvals } = deps;

  async function list(visit: OfficialVisit): Promise<void> {
    const text = String(visit.req.query.q ?? '').slice(0, 200);
    const asked = String(visit.req.query.state ?? '');
    const state: LetterState | undefined = LETTER_STATES.find((known) => known === asked);
    const standing = STANDINGS.find((known) => known === asked);
    const page = pageAsked(visit);
    const before = idAsked(visit.req.query.before);
    const found = await letters.searchLetters(visit.actor, { text, state, standing, page, before });
    const query = (n: number, below: number | undefined) =>
      `/letters?${new URLSearchParams({ q: text, state: state ?? standing ?? '', ...(below === undefined ? {} : { before: String(below) }), page: String(n) })}`;
    const below = found.older === undefined ? '' : query(1, found.older);
    visit.render('letters-pages/list.njk', {
      ...found,
      onPaper: page > 1 || before !== undefined ? [] : await deps.registers.searchPaper(visit.actor, text),
      form: freshForm({ q: text, state: state ?? standing ?? '' }),
      states: LETTER_STATES,
      standings: STANDINGS,
      // Above an older stretch lies the newest one.
      previous: found.page > 1 ? query(found.page - 1, before) : before === undefined ? '' : query(1, undefined),
      next: found.page < found.pages ? query(found.page + 1, before) : below,
      mayWrite: may(visit.actor, 'letter.draft'),
    });
  }

  async function showNew(visit: OfficialVisit, form: FormState): Promise<void> {
    visit.render('letters-pages/new.njk', { form, uses: kindChoices(await letters.listKinds(), visit.language) });
  }

  return [
    { method: 'GET', path: '/letters', access: 'signed-in', handler: list },
    { method: 'GET', path: '/letters/new', access: 'signed-in', handler: (visit) => showNew(visit, freshForm()) },
    {
      method: 'POST',
      path: '/letters/new',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: kindForm,
          async act(input) {
            visit.redirect(`/letters/${await letters.createLetter(visit.actor, input)}/edit`);
          },
          again: (form) => showNew(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/letters/:id',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const shown = await showLetter(deps, visit);
        await deps.sending.noteReading(visit.actor, shown.id);
        // A draft that nobody has seen yet is nothing but its form.
        if (shown.pages === 0 && shown.actions.edit) return visit.redirect(`/letters/${shown.id}/edit`);
        visit.render('letters-pages/letter.njk', {
          shown,
          answers: await deps.replying.answered(visit.actor, shown.id),
          granting: await deps.registers.findGranting(visit.actor, shown.id),
          followed: shown.issued === undefined ? undefined : await deps.sending.follow(visit.actor, shown.id),
        });
      },
    },
    {
      method: 'POST',
      path: '/letters/:id/take-back',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const letterId = visit.id('id');
        await approvals.takeBack(visit.actor, { letterId });
        visit.redirect(`/letters/${letterId}`, 'letter.taken-back');
      },
    },
  ];
}

function idAsked(asked: unknown): number | undefined {
  return typeof asked === 'string' && /^[1-9][0-9]{0,14}$/.test(asked) ? Number(asked) : undefined;
}

export function pageAsked(visit: OfficialVisit): number {
  const page = Number(visit.req.query.page ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

import { z } from 'zod';
import { reasonInput } from '../../letters/change-reasons.ts';
import type { KeptReason } from '../../letters/reasons-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, ticked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_REASON = { sample: { id: '3' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const reasonForm = z.object({ ...reasonInput.shape, needsRemark: ticked });
/** What stood in the form when it was opened, beside what is typed. */
const renameForm = z.object({
  ...reasonForm.shape,
  seenName: z.string().max(200),
  seenNameEn: z.string().max(200),
  seenNeedsRemark: z.enum(['yes', 'no']),
});
const moveForm = z.object({ towards: z.enum(['up', 'down']) });
const retireForm = z.object({ retired: z.enum(['yes', 'no']) });

/** The reasons that may be given for withdrawing a letter or changing its status otherwise. */
export function settingsReasonRoutes(deps: Pick<WebDeps, 'reasons'>): Route[] {
  const { reasons } = deps;
  const code = (visit: OfficialVisit) => visit.id('id');

  async function list(visit: OfficialVisit): Promise<void> {
    const all = await reasons.list(visit.actor);
    visit.render('settings/reasons.njk', {
      offered: all.filter(({ retiredAt }) => retiredAt === null),
      retired: all.filter(({ retiredAt }) => retiredAt !== null),
      history: (await reasons.history(visit.actor)).map((change) => ({
        ...change,
        reason: all.find((each) => String(each.code) === change.name) ?? null,
      })),
    });
  }

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const reason = await reasons.get(visit.actor, code(visit));
    visit.render('settings/reason.njk', { reason, form: state ?? freshForm(asForm(reason)) });
  }

  return [
    { method: 'GET', path: '/settings/reasons', access: 'administrator', handler: list },
    {
      method: 'GET',
      path: '/settings/reasons/new',
      access: 'administrator',
      handler: (visit) => visit.render('settings/add-reason.njk', { form: freshForm() }),
    },
    {
      method: 'POST',
      path: '/settings/reasons/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: reasonForm,
          async act(input) {
            await reasons.add(visit.actor, input);
            visit.redirect('/settings/reasons', 'reasons.added');
          },
          again: (form) => visit.render('settings/add-reason.njk', { form }),
        }),
    },
    {
      method: 'GET',
      path: '/settings/reasons/:id',
      access: 'administrator',
      ...ONE_REASON,
      handler: (visit) => show(visit),
    },
    {
      method: 'POST',
      path: '/settings/reasons/:id',
      access: 'administrator',
      ...ONE_REASON,
      handler: (visit) =>
        visit.submit({
          schema: renameForm,
          async act({ seenName, seenNameEn, seenNeedsRemark, ...input }) {
            const seen = { name: seenName, nameEn: seenNameEn, needsRemark: seenNeedsRemark === 'yes' };
            await reasons.rename(visit.actor, code(visit), seen, input);
            visit.redirect('/settings/reasons', 'reasons.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/reasons/:id/move',
      access: 'administrator',
      ...ONE_REASON,
      handler: (visit) =>
        visit.submit({
          schema: moveForm,
          async act({ towards }) {
            await reasons.move(visit.actor, code(visit), towards);
            visit.redirect('/settings/reasons', 'reasons.moved');
          },
          again: () => list(visit),
        }),
    },
    {
      method: 'POST',
      path: '/settings/reasons/:id/retire',
      access: 'administrator',
      ...ONE_REASON,
      handler: (visit) =>
        visit.submit({
          schema: retireForm,
          async act({ retired }) {
            await reasons.retire(visit.actor, code(visit), retired === 'yes');
            visit.redirect('/settings/reasons', retired === 'yes' ? 'reasons.retired' : 'reasons.brought-back');
          },
          again: () => list(visit),
        }),
    },
  ];
}

function asForm({ name, nameEn, needsRemark }: KeptReason): FormState['values'] {
  return { name, nameEn, ...(needsRemark ? { needsRemark: 'yes' } : {}) };
}

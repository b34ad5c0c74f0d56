import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import type { HoldingRead, SheetRead } from '../../incoming/reading/read-types.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, one, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { asTyped, isSearch, sheetFields, sheetForm, sheetOf } from './incoming-sheet-form.ts';
import { type IncomingShown, showIncoming } from './incoming-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const disposeForm = z.object({ ...sheetForm.shape, holding: chosenId });
const changeForm = z.object({ ...sheetForm.shape, sheet: chosenId });
const forwardForm = z.object({
  holding: chosenId,
  recipients: chosenId,
  remark: z.string().max(20_000, 'too-long').default(''),
});

type DisposeDeps = Pick<WebDeps, 'dispositions' | 'originals' | 'recipientChoices' | 'instructions' | 'people'>;

/** A holder gives the letter on: downward on a sheet, upward, or anew while nobody has read the sheet. */
export function incomingDisposeRoutes(deps: DisposeDeps): Route[] {
  const { dispositions, recipientChoices } = deps;
  const letterOf = (visit: OfficialVisit) => `/incoming/${visit.id('id')}` as const;

  async function showDispose(visit: OfficialVisit, form: FormState): Promise<void> {
    const shown = await showIncoming(deps, visit);
    const able = [...shown.actions.dispose, ...shown.actions.disposeFurther];
    const holding = chosen(able, one(form.values.holding) || one(visit.req.query.holding as string | undefined));
    if (holding === undefined) return notHere(visit, shown, form);
    const about = { positionId: holding.positionId, without: shown.holders };
    visit.render('incoming/dispose.njk', {
      shown,
      holding,
      form,
      sheet: null,
      fields: await sheetFields(deps, visit, form, about),
    });
  }

  async function showChange(visit: OfficialVisit, state?: FormState): Promise<void> {
    const shown = await showIncoming(deps, visit);
    const asked = one(state?.values.sheet) || one(visit.req.query.sheet as string | undefined);
    const sheet = shown.actions.change.find(({ id }) => String(id) === asked);
    const holding = shown.holdings.find(({ id }) => id === sheet?.fromHoldingId);
    if (sheet === undefined || holding === undefined) return notHere(visit, shown, state ?? freshForm());
    const timeZone = await deps.people.timeZone();
    const form = state ?? freshForm(asForm(sheet, timeZone));
    // Those on it now would no longer have it.
    const released = new Set(standingOn(sheet).map(({ positionId }) => positionId));
    const without = shown.holders.filter((id) => !released.has(id));
    if (sheet.kind === 'forward') {
      const left = { search: one(form.values.search), without: [...without, ...shown.passedUp] };
      const posts = await recipientChoices.above(holding.positionId, left);
      return visit.render('incoming/forward.njk', { shown, holding, form, sheet, posts });
    }
    const fields = await sheetFields(deps, visit, form, { positionId: holding.positionId, without });
    visit.render('incoming/dispose.njk', { shown, holding, form, sheet, fields });
  }

  async function showForward(visit: OfficialVisit, form: FormState): Promise<void> {
    const shown = await showIncoming(deps, visit);
    const asked = one(form.values.holding) || one(visit.req.query.holding as string | undefined);
    const holding = chosen(shown.actions.forward, asked);
    if (holding === undefined) return notHere(visit, shown, form);
    const without = [...shown.holders, ...shown.passedUp];
    const posts = await recipientChoices.above(holding.positionId, { search: one(form.values.search), without });
    visit.render('incoming/forward.njk', { shown, holding, form, sheet: null, posts });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/:id/dispose',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showDispose(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/dispose',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        if (isSearch(visit)) return showDispose(visit, asTyped(visit));
        await visit.submit({
          schema: disposeForm,
          async act({ holding, ...sheet }) {
            const further = one((visit.req.body as FormState['values']).further) === 'yes';
            await dispositions.dispose(visit.actor, { ...on(visit, holding), ...sheetOf(visit, sheet), further });
            visit.redirect('/', 'held.disposed');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showDispose(visit, form),
        });
      },
    },
    {
      method: 'GET',
      path: '/incoming/:id/change',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showChange(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/change',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        if (isSearch(visit)) return showChange(visit, asTyped(visit));
        await visit.submit({
          schema: changeForm,
          async act({ sheet, ...rest }) {
            await dispositions.change(visit.actor, {
              sheetId: sheet,
              incomingId: visit.id('id'),
              ...sheetOf(visit, rest),
            });
            visit.redirect(letterOf(visit), 'held.changed');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showChange(visit, form),
        });
      },
    },
    {
      method: 'POST',
      path: '/incoming/:id/cancel',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: z.object({ holding: chosenId }),
          async act({ holding }) {
            await dispositions.cancel(visit.actor, on(visit, holding));
            visit.redirect(letterOf(visit), 'held.cancelled');
          },
          again: () => visit.redirect(letterOf(visit)),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/forward',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showForward(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/forward',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        if (isSearch(visit)) return showForward(visit, asTyped(visit));
        await visit.submit({
          schema: forwardForm,
          async act({ holding, recipients, remark }) {
            await dispositions.forward(visit.actor, { ...on(visit, holding), positionId: recipients, remark });
            visit.redirect('/', 'held.forwarded');
          },
          beside: BY_SOMEBODY_ELSE,
          again: (form) => showForward(visit, form),
        });
      },
    },
  ];
}

/** Somebody was faster: said above what was typed, so that it can be copied. */
export const BY_SOMEBODY_ELSE = {
  'already-passed-on': '',
  'already-read': '',
  'sheet-replaced': '',
  'holding-elsewhere': '',
  'holding-cancelled': '',
  'holding-done': '',
  'holding-reported': '',
  'not-reported': '',
  'incoming-closed': '',
} as const;

/** What an act is done to: a holding of the letter of this page, and of no other. */
export function on(visit: OfficialVisit, holdingId: number): { holdingId: number; incomingId: number } {
  return { holdingId, incomingId: visit.id('id') };
}

/** The one asked for; otherwise the first that can. */
export function chosen(able: readonly HoldingRead[], asked: string): HoldingRead | undefined {
  const id = rowId(asked);
  return id === undefined ? able[0] : able.find((held) => held.id === id);
}

/** What is asked here is not, or no longer, this reader's to do: shown is where the letter stands, with what they typed. */
export function notHere(visit: OfficialVisit, shown: IncomingShown, form: FormState): void {
  if (Object.keys(form.errors).length > 0) {
    visit.render('incoming/too-late.njk', { shown, form });
    return;
  }
  visit.redirect(`/incoming/${shown.id}`, 'held.nothing-asked');
}

/** From whom it was taken back is not asked again because the rest of the sheet is changed. */
function standingOn({ recipients }: SheetRead): SheetRead['recipients'] {
  return recipients.filter(({ state }) => state !== 'cancelled');
}

function asForm(sheet: SheetRead, timeZone: string): FormState['values'] {
  const { id, instructions, remark, dueAt } = sheet;
  const standing = standingOn(sheet);
  const responsible = standing.find((each) => each.responsible);
  return {
    sheet: String(id),
    recipients: standing.map(({ positionId }) => String(positionId)),
    responsible: String(responsible?.positionId ?? ''),
    instructions: instructions.map(({ code }) => code),
    remark,
    ...(dueAt === null ? {} : { due: 'other', dueOn: calendarDate(dueAt, timeZone) }),
  };
}

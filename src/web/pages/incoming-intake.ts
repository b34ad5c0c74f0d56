import type { IntakeItem } from '../../intake/intake-item.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { beginAt, type IncomingForms, incomingForms, registrationForm } from './incoming-form.ts';
import { openRegistering } from './incoming-registering.ts';
import { showScanItem } from './incoming-scan.ts';

export const ONE_ITEM = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

type IntakeDeps = Pick<WebDeps, 'incoming' | 'intake' | 'people' | 'settings'>;

/** Something at the desk: its pages, what was found about it, and the form that registers it. */
export function incomingIntakeRoutes(deps: IntakeDeps): Route[] {
  const { incoming, intake } = deps;
  const forms = incomingForms(deps);
  const registering = openRegistering(deps);

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const item = await intake.get(visit.actor, visit.id('id'));
    if (item.state === 'put_aside' || item.state === 'registered')
      return visit.render('incoming/intake-over.njk', { item });
    if (item.forIncomingId !== undefined) return showScanItem(deps, visit, item);
    const choices = await forms.choices(visit);
    const own = await incoming.recognise(visit.actor, item.id);
    const values = async () => ({
      ...(await valuesOf(forms, visit, item, choices.labelOf)),
      ...(own === undefined ? {} : ownValues(own, choices.labelOf)),
    });
    const form = state ?? freshForm(await values());
    const twin = await registering.duplicates(visit, form, item.id);
    // Before anything is typed, only the same file or the letter's own QR says that it was here before.
    const duplicates =
      form.errors.differentFrom === undefined ? twin.lines.filter(({ why }) => why !== 'number') : twin.lines;
    const begin = beginAt(form);
    const isDoubtful = duplicates.length > 0 || item.remarks.some(({ tone }) => tone === 'bad');
    visit.render('incoming/intake.njk', {
      ...choices,
      ...twin,
      item,
      form,
      // Further down, what speaks against the letter would be out of sight.
      begin: isDoubtful && begin !== '' ? 'senderName' : begin,
      nextItem: await registering.nextItem(visit, item.unitId, item.id),
      recognised: own !== undefined,
      duplicates,
      reason: item.reason && visit.say(item.reason),
      remarks: item.remarks.map(({ tone, words }) => ({ tone, text: visit.say(words) })),
      files: item.files.map(({ problem, ...file }) => ({ ...file, problem: problem && visit.say(problem.words) })),
      done: await registering.done(visit),
      kept: registering.kept(visit),
    });
  }

  return [
    { method: 'GET', path: '/incoming/intake/:id', access: 'signed-in', ...ONE_ITEM, handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/incoming/intake/:id',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) =>
        visit.submit({
          schema: registrationForm,
          beside: { 'intake-not-ready': '' },
          async act(typed) {
            visit.redirect((await registering.register(visit, typed, visit.id('id'))).next);
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/register',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) => registering.registerKept(visit, visit.id('id')),
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/state.json',
      access: 'signed-in',
      ...ONE_ITEM,
      async handler(visit) {
        const { id, percent, state } = await intake.get(visit.actor, visit.id('id'));
        visit.res.json({ files: [{ id, percent }], working: state === 'waiting' });
      },
    },
  ];
}

/** What the clerk confirms by saving, or takes away, of a letter of ours known by its QR. */
function ownValues(
  { addresseePositionId }: { addresseePositionId: number | undefined },
  labelOf: (positionId: number) => string,
): FormState['values'] {
  const addressee = addresseePositionId === undefined ? '' : labelOf(addresseePositionId);
  return { ownLetter: 'yes', ...(addressee === '' ? {} : { addresseePositionId: addressee }) };
}

/** What is known of the letter already, in the fields where it belongs: a claim that the clerk compares with the paper. */
async function valuesOf(
  forms: IncomingForms,
  visit: OfficialVisit,
  item: IntakeItem,
  labelOf: (positionId: number) => string,
): Promise<FormState['values']> {
  const fresh = await forms.fresh(visit, item.unitId, item.putInAt);
  const { found } = item;
  if (found === undefined) return fresh;
  const addressee = found.addressee === undefined ? undefined : await forms.findPost(visit, found.addressee);
  return {
    ...fresh,
    senderName: found.senderName ?? '',
    senderAddress: found.senderAddress ?? '',
    senderEmail: found.email ?? '',
    number: found.number ?? '',
    letterDate: found.letterDate ?? '',
    subject: found.subject ?? '',
    classification: found.classification ?? '',
    security: found.security ?? 'B',
    urgency: found.urgency ?? 'BIASA',
    addresseePositionId: addressee === undefined ? '' : labelOf(addressee),
  };
}

import { Refusal } from '../../errors.ts';
import { MOST_COPIES, MOST_RECIPIENTS } from '../../letters/draft-content.ts';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, one } from '../forms.ts';
import { keptDraftKey } from '../kept-draft-key.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { draftForms, revisionOf, typedDraft, typedRows } from './letters-draft-form.ts';
import { partyRows, positionLabels, withSpareRows } from './letters-parties.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** Which button was pressed: every one of them saves first, so that nothing typed is lost on the way. */
const AFTERWARDS = ['preview', 'submit'] as const;

export function letterEditRoutes(deps: Pick<WebDeps, 'letters' | 'people' | 'groups' | 'settings'>): Route[] {
  const { letters } = deps;
  const forms = draftForms(deps);

  async function show(visit: OfficialVisit, state?: FormState, changed = false): Promise<void> {
    const letter = await letters.getEditable(visit.actor, visit.id('id'));
    const [kind, known] = [await letters.getKindOf(letter), await forms.known()];
    const form = state ?? freshForm(await forms.values(visit, letter));
    const rows = (field: 'recipients' | 'copies') => {
      const stored = partyRows(letter.draft[field], known);
      const shown = state === undefined ? stored : typedRows(state.values, field);
      return withSpareRows(shown).slice(0, field === 'recipients' ? MOST_RECIPIENTS : MOST_COPIES);
    };
    const labels = [...positionLabels(known.positions).values(), ...known.groups.map(({ name }) => name)];
    visit.render('letters-pages/edit.njk', {
      form,
      letter,
      kind,
      kindName: visit.language === 'id' ? kind.name : kind.nameEn,
      changed,
      revision: letter.draftRevision,
      recipients: rows('recipients'),
      copies: rows('copies'),
      labels: labels.sort((a, b) => a.localeCompare(b, 'id')),
      positions: known.positions.toSorted((a, b) => a.name.localeCompare(b.name, 'id')),
      security: SECURITY,
      urgency: URGENCY,
      personId: visit.actor.personId,
      isDrafter: letter.drafterPersonId === visit.actor.personId,
      keptKey: keptDraftKey(deps.settings.secret, visit.actor.personId, letter.id),
    });
  }

  async function save(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    let changed = false;
    await visit.submit({
      schema: typedDraft,
      async act(values) {
        const letter = await letters.getEditable(visit.actor, letterId);
        const draft = await forms.read(visit, letter, values);
        try {
          await letters.saveDraft(visit.actor, { letterId, revision: revisionOf(values), draft });
        } catch (error) {
          changed = error instanceof Refusal && error.code === 'letter-changed';
          throw error;
        }
        const next = one(values.then);
        const page = AFTERWARDS.find((known) => known === next);
        if (page !== undefined) return visit.redirect(`/letters/${letterId}/${page}`);
        if (next === 'recipients' || next === 'copies') return visit.redirect(`/letters/${letterId}/edit#${next}`);
        visit.redirect(`/letters/${letterId}/edit`, 'letter.saved');
      },
      again: (form) => show(visit, form, changed),
    });
  }

  return [
    { method: 'GET', path: '/letters/:id/edit', access: 'signed-in', ...ONE_LETTER, handler: (visit) => show(visit) },
    { method: 'POST', path: '/letters/:id/edit', access: 'signed-in', ...ONE_LETTER, handler: save },
  ];
}

import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { MOST_COPIES, MOST_RECIPIENTS } from '../../letters/draft-content.ts';
import { SECURITY, URGENCY } from '../../letters/letter-kind.ts';
import type { Letter } from '../../letters/letters-store.ts';
import type { Position } from '../../people/positions-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { pairRows, partyRows, positionLabels, readParties, withSpareRows } from './letters-parties.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** Anything a form may send, bounded by the request's size: `parseDraft` says what is wrong, a field at a time. */
const typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
type Typed = z.infer<typeof typed>;

/** Which button was pressed: every one of them saves first, so that nothing typed is lost on the way. */
const AFTERWARDS = ['preview', 'submit'] as const;

export function letterEditRoutes(deps: Pick<WebDeps, 'letters' | 'people' | 'groups'>): Route[] {
  const { letters, people, groups } = deps;

  const openPositions = async (): Promise<Position[]> =>
    (await people.listPositions()).filter(({ closedAt }) => closedAt === null);

  async function show(visit: OfficialVisit, state?: FormState, changed = false): Promise<void> {
    const letter = await letters.getEditable(visit.actor, visit.id('id'));
    const [kind, positions] = [await letters.getKindOf(letter), await openPositions()];
    const known = { positions, groups: await groups.list() };
    const form = state ?? freshForm(await storedValues(visit, letter));
    const rows = (field: 'recipients' | 'copies') => {
      const stored = partyRows(letter.draft[field], known);
      const shown = state === undefined ? stored : typedRows(state.values, field);
      return withSpareRows(shown).slice(0, field === 'recipients' ? MOST_RECIPIENTS : MOST_COPIES);
    };
    visit.render('letters-pages/edit.njk', {
      form,
      letter,
      kind,
      kindName: visit.language === 'id' ? kind.name : kind.nameEn,
      changed,
      revision: letter.draftRevision,
      recipients: rows('recipients'),
      copies: rows('copies'),
      labels: [...positionLabels(positions).values(), ...known.groups.map(({ name }) => name)].sort((a, b) => a.localeCompare(b, 'id')),
      positions: positions.toSorted((a, b) => a.name.localeCompare(b.name, 'id')),
      security: SECURITY,
      urgency: URGENCY,
    });
  }

  async function storedValues(visit: OfficialVisit, { draft }: Letter): Promise<FormState['values']> {
    const replyTo = draft.replyToId === null ? undefined : await letters.findNumberText(visit.actor, draft.replyToId);
    return {
      signatoryId: String(draft.signatoryId ?? ''),
      authority: draft.authority,
      subject: draft.subject,
      classification: draft.classification,
      security: draft.security,
      urgency: draft.urgency,
      attachment: draft.attachment,
      replyToId: replyTo ?? '',
      ...Object.fromEntries(Object.entries(draft.sections).map(([key, text]) => [`sections.${key}`, text])),
    };
  }

  /** The form as a draft; what it cannot be is left to `parseDraft`, which answers a field at a time. */
  async function asDraft(visit: OfficialVisit, values: Typed) {
    const known = { positions: await openPositions(), groups: await groups.list() };
    const replyTo = one(values.replyToId).trim();
    const replyToId = replyTo === '' ? null : await letters.findByNumber(visit.actor, replyTo);
    if (replyToId === undefined) {
      const words = { id: visit.t('write.reply-to.unknown'), en: visit.t('write.reply-to.unknown') };
      throw new Refusal('invalid-input', 'draft-invalid', words, { replyToId: words });
    }
    return {
      signatoryId: rowId(one(values.signatoryId)) ?? null,
      authority: one(values.authority) || 'own',
      recipients: readParties(typedRows(values, 'recipients'), known),
      copies: readParties(typedRows(values, 'copies'), known),
      subject: one(values.subject),
      classification: one(values.classification),
      security: one(values.security) || 'B',
      urgency: one(values.urgency) || 'BIASA',
      attachment: one(values.attachment),
      replyToId,
      sections: Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          name.startsWith('sections.') ? [[name.slice('sections.'.length), one(value)]] : [],
        ),
      ),
    };
  }

  async function save(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    let changed = false;
    await visit.submit({
      schema: typed,
      async act(values) {
        // Hidden in our own form: whatever is no number is a revision that is not the stored one.
        const revision = /^[0-9]{1,9}$/.test(one(values.revision)) ? Number(one(values.revision)) : 0;
        try {
          await letters.saveDraft(visit.actor, { letterId, revision, draft: await asDraft(visit, values) });
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

function one(value: string | readonly string[] | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (value[0] ?? '');
}

function many(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function typedRows(values: FormState['values'], field: 'recipients' | 'copies') {
  return pairRows(many(values[`${field}.name`]), many(values[`${field}.address`]), many(values[`${field}.email`]));
}

import { z } from 'zod';
import { isRefusal, Refusal } from '../../errors.ts';
import type { Letter } from '../../letters/letters-store.ts';
import type { Position } from '../../people/positions-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, many, one, rowId } from '../forms.ts';
import type { OfficialVisit } from '../visit.ts';
import { type Known, pairRows, partyRows, readParties } from './letters-parties.ts';

/** Anything a form may send, bounded by the request's size: `parseDraft` says what is wrong, a field at a time. */
export const typedDraft = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type TypedDraft = z.infer<typeof typedDraft>;

const PARTY_FIELDS = ['recipients', 'copies'] as const;
type PartyField = (typeof PARTY_FIELDS)[number];

/** Between a stored draft and the form that shows it, for the page and for what the page sends while somebody types. */
export function draftForms({ letters, people, groups }: Pick<WebDeps, 'letters' | 'people' | 'groups'>) {
  async function openPositions(): Promise<Position[]> {
    return (await people.listPositions()).filter(({ closedAt }) => closedAt === null);
  }

  async function known(): Promise<Known & { positions: Position[] }> {
    return { positions: await openPositions(), groups: await groups.list() };
  }

  /** The number of the letter that this one replies to; undefined when this reader may not read that one. */
  async function replyTo(visit: OfficialVisit, { draft }: Letter): Promise<string | undefined> {
    if (draft.replyToId === null) return '';
    try {
      return (await letters.findNumberText(visit.actor, draft.replyToId)) ?? '';
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  return {
    known,
    /** The fields with one value each. One that this reader may not see is left out, and what is left out stays as it is stored. */
    async values(visit: OfficialVisit, letter: Letter): Promise<Record<string, string>> {
      const { draft } = letter;
      const number = await replyTo(visit, letter);
      return {
        signatoryId: String(draft.signatoryId ?? ''),
        authority: draft.authority,
        subject: draft.subject,
        classification: draft.classification,
        security: draft.security,
        urgency: draft.urgency,
        attachment: draft.attachment,
        ...(number === undefined ? {} : { replyToId: number }),
        ...Object.fromEntries(Object.entries(draft.sections).map(([key, text]) => [`sections.${key}`, text])),
      };
    },
    /** The form as a draft; what it cannot be is left to `parseDraft`, which answers a field at a time. */
    async read(visit: OfficialVisit, letter: Letter, values: TypedDraft) {
      const book = await known();
      const typed = one(values.replyToId).trim();
      const found = typed === '' ? null : await letters.findByNumber(visit.actor, typed);
      const replyToId = values.replyToId === undefined ? letter.draft.replyToId : found;
      if (replyToId === undefined) {
        const words = { id: visit.t('write.reply-to.unknown'), en: visit.t('write.reply-to.unknown') };
        throw new Refusal('invalid-input', 'draft-invalid', words, { replyToId: words });
      }
      return {
        signatoryId: rowId(one(values.signatoryId)) ?? null,
        authority: one(values.authority) || 'own',
        recipients: readParties(typedRows(values, 'recipients'), book),
        copies: readParties(typedRows(values, 'copies'), book),
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
    },
    /** The whole form by the names of its fields, as the browser compares it with what was typed there. */
    async whole(visit: OfficialVisit, letter: Letter): Promise<Record<string, string[]>> {
      const book = await known();
      const values = await this.values(visit, letter);
      const parties = PARTY_FIELDS.flatMap((field) => {
        const rows = partyRows(letter.draft[field], book);
        return (['name', 'address', 'email'] as const).map((part): [string, string[]] => [
          `${field}.${part}`,
          rows.map((row) => row[part]),
        ]);
      });
      const single = Object.entries(values).map(([name, value]): [string, string[]] => [name, [value]]);
      return Object.fromEntries([...single, ...parties]);
    },
  };
}

/** The revision that a form was read at; whatever is no number is not the stored one. */
export function revisionOf(values: TypedDraft): number {
  return /^[0-9]{1,9}$/.test(one(values.revision)) ? Number(one(values.revision)) : 0;
}

export function typedRows(values: FormState['values'], field: PartyField) {
  return pairRows(many(values[`${field}.name`]), many(values[`${field}.address`]), many(values[`${field}.email`]));
}

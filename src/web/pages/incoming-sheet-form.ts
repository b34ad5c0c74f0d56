import { z } from 'zod';
import { addDays, calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import type { PostChoice } from '../../incoming/tree/recipient-choices.ts';
import { calendarDay } from '../../people/input.ts';
import { longDate } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, many, one, rowId } from '../forms.ts';
import type { OfficialVisit } from '../visit.ts';
import type { Language, Translate, WordKey } from '../words.ts';

/** Of the date that is typed instead of chosen. */
const OTHER = 'other';
/** No day of its own: the office's table for the letter's urgency. */
const BY_URGENCY = 'urgency';
const MOST_TICKS = 200;

const manyOf = (element: z.ZodString) =>
  z.union([element.transform((value) => [value]), z.array(element).max(MOST_TICKS)], 'invalid').default([]);
const ids = manyOf(z.string().regex(/^[1-9][0-9]{0,9}$/, 'invalid'));

/** What the form of a disposition sheet sends. What of it is allowed is the act's to say. */
export const sheetForm = z.object({
  recipients: ids,
  responsible: z.string().max(12).default(''),
  instructions: manyOf(z.string().regex(/^[A-Z0-9_]{2,40}$/, 'invalid')),
  remark: z.string().max(20_000, 'too-long').default(''),
  due: z.string().max(12).default(BY_URGENCY),
  dueOn: z.string().trim().max(40, 'date').default(''),
  /** The day that the page brought along where "another day" was chosen. */
  dueWas: z.string().max(40).default(''),
});

/**
 * As the act takes it: whoever is named, else the first ticked, answers for it.
 * @throws Refusal on `dueOn`: `due-both`, where a day was typed and another deadline chosen
 */
export function sheetOf({ t, language }: OfficialVisit, typed: z.infer<typeof sheetForm>) {
  const { recipients, responsible, instructions, remark, due, dueOn, dueWas } = typed;
  // A day that the page brought is out of sight beside another choice: nobody typed it.
  if (due !== OTHER && !['', due, dueWas].includes(dueOn)) throw bothDays(t, language, { due, dueOn });
  const named = recipients.includes(responsible) ? responsible : recipients[0];
  // A day was wanted and none typed: the act says what a date looks like.
  const day = due === OTHER ? dueOn || '-' : due;
  return {
    recipients: recipients.map((id) => ({ positionId: Number(id), responsible: id === named })),
    instructions,
    remark,
    dueOn: day === BY_URGENCY ? undefined : day,
  };
}

function bothDays(t: Translate, language: Language, { due, dueOn }: { due: string; dueOn: string }): Refusal {
  const shown = (day: string) => (calendarDay.safeParse(day).success ? longDate(day, 'UTC', language) : day);
  const chosen = due === BY_URGENCY ? t('dispose.due.default') : shown(due);
  const say = t('dispose.due.both', { chosen, day: shown(dueOn) });
  const words = { id: say, en: say };
  return new Refusal('invalid-input', 'due-both', words, { dueOn: words });
}

/** Whether the form was sent to look for more posts, not to give the letter away. */
export function isSearch(visit: OfficialVisit): boolean {
  return one((visit.req.body as FormState['values']).act) === 'search';
}

/** What was typed, as it stands, without a judgement. */
export function asTyped(visit: OfficialVisit): FormState {
  const body = (visit.req.body ?? {}) as FormState['values'];
  return { values: Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('_'))), errors: {} };
}

/** What the fields of a sheet offer: whom, what, by when. */
export async function sheetFields(
  deps: Pick<WebDeps, 'recipientChoices' | 'instructions' | 'people'>,
  visit: OfficialVisit,
  form: FormState,
  about: { positionId: number; without: readonly number[] },
) {
  const ticked = many(form.values.recipients).flatMap((id) => rowId(id) ?? []);
  const search = one(form.values.search);
  const posts = await deps.recipientChoices.below(about.positionId, { ticked, search, without: about.without });
  const usual = (await deps.instructions.offered(visit.actor)).map(({ code, name, nameEn, forInformation }) => ({
    ...{ code, forInformation },
    name: visit.language === 'en' && nameEn !== '' ? nameEn : name,
    ticked: many(form.values.instructions).includes(code),
  }));
  const ticks = (list: readonly PostChoice[], heading = '') =>
    list.map((post, at) => ({ ...post, ticked: ticked.includes(post.id), heading: at === 0 ? heading : '' }));
  const timeZone = await deps.people.timeZone();
  const today = calendarDate(visit.now, timeZone);
  const after = (days: number, key: WordKey) => {
    const value = addDays(today, days);
    return { value, text: visit.t(key, { date: longDate(value, timeZone, visit.language) }) };
  };
  return {
    ticks: [...ticks(posts.near), ...ticks(posts.chosen), ...ticks(posts.found, visit.t('dispose.found'))],
    search,
    most: posts.most,
    searched: searchedWords(visit, search, posts),
    usual: usual.slice(0, USUAL),
    rarer: usual.slice(USUAL),
    /** One of those folded away is ticked: shown open. */
    rarerTicked: usual.slice(USUAL).some((one) => one.ticked),
    days: [
      { value: BY_URGENCY, text: visit.t('dispose.due.default') },
      after(1, 'dispose.due.tomorrow'),
      after(3, 'dispose.due.three'),
      after(7, 'dispose.due.week'),
      { value: OTHER, text: visit.t('dispose.due.other') },
    ],
    dueChosen: ![undefined, BY_URGENCY].includes(form.values.due as string | undefined),
    today,
  };
}

/** As many instructions as a telephone shows at once. */
const USUAL = 6;

/** What a search without a new post says: nothing fits, or what fits stands above already. */
function searchedWords(
  visit: OfficialVisit,
  search: string,
  posts: { found: unknown[]; listedAlready: boolean },
): string {
  if (search === '' || posts.found.length > 0) return '';
  return visit.t(posts.listedAlready ? 'dispose.search.listed' : 'dispose.search.none', { search });
}

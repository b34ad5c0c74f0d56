import { clockTime } from '../../clock.ts';
import { isRefusal, type Refusal } from '../../errors.ts';
import type { Letter } from '../../letters/letters-store.ts';
import { csrfToken } from '../csrf.ts';
import type { WebDeps } from '../deps.ts';
import { one } from '../forms.ts';
import { statusOf } from '../problems.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { draftForms, revisionOf, type TypedDraft, typedDraft } from './letters-draft-form.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const TAB = /^[a-z0-9-]{8,40}$/;

/** Pictures of pages that one question may ask for. */
const MOST_SHOWN = 6;

/**
 * What the open edit page asks while somebody types. Answers are JSON; whoever is no longer signed in gets the sign-in page like
 * anywhere else, by which the page knows.
 */
export function letterAutosaveRoutes(deps: Pick<WebDeps, 'letters' | 'letterFiles' | 'people' | 'groups'>): Route[] {
  const { letters, letterFiles } = deps;
  const forms = draftForms(deps);

  /** The draft as stored, who else has it open, and a token for the session as it is now. */
  async function look(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    const tab = String(visit.req.query.tab ?? '');
    const { letter, others } = TAB.test(tab)
      ? await letters.lookInDraft(visit.actor, { letterId, tab })
      : { letter: await letters.getEditable(visit.actor, letterId), others: [] };
    const known = Number(visit.req.query.revision ?? -1);
    visit.res.json({
      person: visit.actor.personId,
      csrf: csrfToken(visit.req),
      revision: letter.draftRevision,
      others,
      ...(known === letter.draftRevision ? {} : { form: await forms.whole(visit, letter) }),
    });
  }

  async function save(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    const values: TypedDraft = typedDraft.parse(visit.req.body ?? {});
    // Somebody else has signed in in this browser since the page was opened: not in their name.
    if (one(values.person) !== String(visit.actor.personId)) {
      return void visit.res.status(403).json({ problem: 'other-person' });
    }
    const letter = await letters.getEditable(visit.actor, letterId);
    try {
      const draft = await forms.read(visit, letter, values);
      const revision = await letters.saveDraft(visit.actor, { letterId, revision: revisionOf(values), draft });
      visit.res.json({ revision, at: clockTime(visit.now, await zone()) });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await refuse(visit, letter, error);
    }
  }

  async function refuse(visit: OfficialVisit, letter: Letter, refusal: Refusal): Promise<void> {
    const stored = refusal.code === 'letter-changed' ? await letters.getEditable(visit.actor, letter.id) : undefined;
    const fields = Object.entries(refusal.fields).map(([field, words]) => [field, visit.say(words)]);
    visit.res.status(statusOf[refusal.problem]).json({
      problem: refusal.code,
      message: visit.say(refusal.words),
      fields: Object.fromEntries(fields),
      ...(stored === undefined ? {} : { revision: stored.draftRevision, form: await forms.whole(visit, stored) }),
    });
  }

  /** How many pages the stored draft has, and by hash the pictures of those that are looked at. */
  async function pages(visit: OfficialVisit): Promise<void> {
    const shown = String(visit.req.query.show ?? '1')
      .split(',', MOST_SHOWN)
      .map(Number)
      .filter((page) => Number.isSafeInteger(page) && page > 0);
    try {
      visit.res.json(await letterFiles.draftPictures(visit.actor, visit.id('id'), shown));
    } catch (error) {
      if (!isRefusal(error) || (error.problem !== 'invalid-input' && error.problem !== 'unavailable')) throw error;
      const fields = Object.entries(error.fields).map(([field, words]) => [field, visit.say(words)]);
      visit.res.status(422).json({ message: visit.say(error.words), fields: Object.fromEntries(fields) });
    }
  }

  async function leave(visit: OfficialVisit): Promise<void> {
    const tab = String(visit.req.body?.tab ?? '');
    await letters.leaveDraft(visit.actor, { letterId: visit.id('id'), tab });
    visit.res.status(204).end();
  }

  async function zone(): Promise<string> {
    return await deps.people.timeZone();
  }

  return [
    { method: 'GET', path: '/letters/:id/draft', access: 'signed-in', ...ONE_LETTER, handler: look },
    { method: 'POST', path: '/letters/:id/draft', access: 'signed-in', ...ONE_LETTER, handler: save },
    { method: 'GET', path: '/letters/:id/draft/pages', access: 'signed-in', ...ONE_LETTER, handler: pages },
    { method: 'POST', path: '/letters/:id/draft/left', access: 'signed-in', ...ONE_LETTER, handler: leave },
  ];
}

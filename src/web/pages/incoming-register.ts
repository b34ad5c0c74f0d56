import { isRefusal, type Refusal } from '../../errors.ts';
import type { IncomingLine } from '../../incoming/incoming.ts';
import { csrfToken } from '../csrf.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, rowId } from '../forms.ts';
import { keptDraftKey } from '../kept-draft-key.ts';
import { statusOf } from '../problems.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { incomingForms, registrationForm, type TypedRegistration, typedDuplicateAsk } from './incoming-form.ts';

/** Not a letter's id: the key is that of the person's desk as a whole. */
const THE_DESK = 0;

/** A letter registered by hand, and what the open page asks while it is typed. */
export function incomingRegisterRoutes(deps: Pick<WebDeps, 'incoming' | 'people' | 'settings'>): Route[] {
  const { incoming } = deps;
  const forms = incomingForms(deps);

  async function show(visit: OfficialVisit, state?: FormState, duplicates: IncomingLine[] = []): Promise<void> {
    const desks = await incoming.desks(visit.actor);
    const asked = rowId(visit.req.query.unit);
    const unit = desks.find(({ id }) => id === asked) ?? desks[0];
    visit.render('incoming/new.njk', {
      desks,
      form: state ?? freshForm(unit === undefined ? {} : await forms.fresh(visit, unit.id)),
      duplicates,
      done: await lineDone(visit),
      ...(await forms.choices(visit)),
      kept: keptFor(visit),
    });
  }

  /** The line that the form before this one became. */
  async function lineDone(visit: OfficialVisit): Promise<IncomingLine | undefined> {
    const id = rowId(visit.req.query.done);
    if (id === undefined) return undefined;
    return incoming.line(visit.actor, id).then(
      ({ line }) => line,
      () => undefined,
    );
  }

  const keptFor = (visit: OfficialVisit) => ({
    person: visit.actor.personId,
    key: keptDraftKey(deps.settings.secret, visit.actor.personId, THE_DESK),
  });

  const duplicatesOf = async (visit: OfficialVisit, form: FormState) =>
    (await incoming.findDuplicates(visit.actor, typedDuplicateAsk(form))).lines;

  async function register(visit: OfficialVisit): Promise<void> {
    await visit.submit({
      schema: registrationForm,
      async act(typed) {
        const { incomingId } = await incoming.register(visit.actor, await forms.readRegistration(visit, typed));
        visit.redirect(afterwards(typed, incomingId));
      },
      again: async (form) =>
        show(visit, form, form.errors.differentFrom === undefined ? [] : await duplicatesOf(visit, form)),
    });
  }

  /** The same for the page that stays open and sends what it kept: once only, by its key. */
  async function registerKept(visit: OfficialVisit): Promise<void> {
    const read = registrationForm.safeParse(visit.req.body);
    if (!read.success) return void visit.res.status(422).json({ problem: 'form', message: '', fields: {} });
    // Somebody else has signed in in this browser since it was typed: not in their name.
    if (String(visit.req.body?.person) !== String(visit.actor.personId)) {
      return void visit.res.status(403).json({ problem: 'other-person' });
    }
    try {
      const registered = await incoming.register(visit.actor, await forms.readRegistration(visit, read.data));
      const { incomingId, agenda, year } = registered;
      visit.res.json({ agenda: `${agenda}/${year}`, next: afterwards(read.data, incomingId), id: incomingId });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refuse(visit, error);
    }
  }

  function refuse(visit: OfficialVisit, refusal: Refusal): void {
    const fields = Object.entries(refusal.fields).map(([field, words]) => [field, visit.say(words)]);
    visit.res.status(statusOf[refusal.problem]).json({
      problem: refusal.code,
      message: visit.say(refusal.words),
      fields: Object.fromEntries(fields),
    });
  }

  return [
    { method: 'GET', path: '/incoming/new', access: 'signed-in', handler: (visit) => show(visit) },
    { method: 'POST', path: '/incoming/new', access: 'signed-in', handler: register },
    { method: 'POST', path: '/incoming/register', access: 'signed-in', handler: registerKept },
    {
      method: 'GET',
      path: '/incoming/senders',
      access: 'signed-in',
      async handler(visit) {
        const senders = await incoming.suggestSenders(visit.actor, String(visit.req.query.q ?? ''));
        visit.res.json({ senders: senders.map(({ name, address, email }) => ({ name, address, email })) });
      },
    },
    {
      method: 'GET',
      path: '/incoming/posts',
      access: 'signed-in',
      async handler(visit) {
        const { labelOf } = await forms.choices(visit);
        const posts = await incoming.findPosts(visit.actor, String(visit.req.query.q ?? ''));
        visit.res.json({ posts: posts.map(({ id, name }) => labelOf(id) || name) });
      },
    },
    {
      method: 'GET',
      path: '/incoming/desk.json',
      access: 'signed-in',
      handler: (visit) => void visit.res.json({ person: visit.actor.personId, csrf: csrfToken(visit.req) }),
    },
  ];
}

/** The next form with the agenda and the channel of this one, or the line. */
export function afterwards({ after, unitId, channel }: TypedRegistration, incomingId: number): `/${string}` {
  if (after === 'open') return `/incoming/${incomingId}/line`;
  return `/incoming/new?${new URLSearchParams({ done: String(incomingId), unit: unitId, channel })}`;
}

import type { IncomingLine } from '../../incoming/incoming.ts';
import { lineInput } from '../../incoming/registering/registration-input.ts';
import { MOST_FILES } from '../../intake/intake-words.ts';
import { MOST_SCAN_BYTES } from '../../uploads/upload-words.ts';
import { csrfToken } from '../csrf.ts';
import { longDate } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { giveDeskMark } from '../desk-mark.ts';
import { type FormState, freshForm, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { beginAt, incomingForms, registrationForm } from './incoming-form.ts';
import { offlineRegistration } from './incoming-offline.ts';
import { FILES, openRegistering } from './incoming-registering.ts';

const sameAsked = lineInput.pick({ senderName: true, number: true });
const receives = { field: FILES, most: MOST_FILES, maxBytes: MOST_SCAN_BYTES } as const;

/** A letter registered from what is typed, with its files or without; and what the open page asks while one is typed. */
export function incomingRegisterRoutes(deps: Pick<WebDeps, 'incoming' | 'intake' | 'people' | 'settings'>): Route[] {
  const { incoming } = deps;
  const forms = incomingForms(deps);
  const registering = openRegistering(deps);
  const offline = offlineRegistration(deps);

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const desks = await incoming.desks(visit.actor);
    const asked = rowId(visit.req.query.unit);
    const unit = desks.find(({ id }) => id === asked) ?? desks[0];
    const duplicates: IncomingLine[] =
      state?.errors.differentFrom === undefined ? [] : (await registering.duplicates(visit, state)).lines;
    // What a field of files held is nowhere shown again.
    const chooseAgain = state !== undefined && state.errors[FILES] === undefined && visit.files().length > 0;
    const form = state ?? freshForm(unit === undefined ? {} : await forms.fresh(visit, unit.id));
    if (unit !== undefined) giveDeskMark(visit, deps.settings);
    visit.render('incoming/new.njk', {
      desks,
      form,
      begin: beginAt(form),
      chooseAgain,
      duplicates,
      done: await registering.done(visit),
      kept: registering.kept(visit),
      offline: offline.address(visit),
      ...(await forms.choices(visit)),
    });
  }

  /** Of lines that may be the letter being typed where each stands and since when, nothing of what it says. */
  async function sayWhatIsThere({ actor, req, res, t, language }: OfficialVisit): Promise<void> {
    const asked = sameAsked.safeParse(req.query);
    const isWhole = asked.success && asked.data.number !== '';
    const { lines } = isWhole ? await incoming.findDuplicates(actor, asked.data) : { lines: [] };
    const zone = await deps.people.timeZone();
    res.json({
      title: t('enter.duplicates'),
      different: t('enter.different'),
      lines: lines.map(({ id, agenda, year, receivedAt, why }) => ({
        id,
        href: `/incoming/${id}/line`,
        title: t('line.agenda', { agenda: `${agenda}/${year}` }),
        about: `${t(`enter.duplicate.${why}`)} · ${t('line.received', { date: longDate(receivedAt, zone, language) })}`,
      })),
    });
  }

  return [
    ...offline.routes,
    { method: 'GET', path: '/incoming/new', access: 'signed-in', handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/incoming/new',
      access: 'signed-in',
      receives,
      handler: (visit) =>
        visit.submit({
          schema: registrationForm,
          async act(typed) {
            visit.redirect((await registering.register(visit, typed)).next);
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/register',
      access: 'signed-in',
      receives,
      handler: (visit) => registering.registerKept(visit),
    },
    {
      method: 'GET',
      path: '/incoming/senders.json',
      access: 'signed-in',
      async handler(visit) {
        const senders = await incoming.suggestSenders(visit.actor, String(visit.req.query.q ?? ''));
        visit.res.json({ senders: senders.map(({ name, address, email }) => ({ name, address, email })) });
      },
    },
    {
      method: 'GET',
      path: '/incoming/posts.json',
      access: 'signed-in',
      async handler(visit) {
        const { labelOf } = await forms.choices(visit);
        const posts = await incoming.findPosts(visit.actor, String(visit.req.query.q ?? ''));
        visit.res.json({ posts: posts.map(({ id, name }) => labelOf(id) || name) });
      },
    },
    {
      method: 'GET',
      path: '/incoming/same.json',
      access: 'signed-in',
      handler: sayWhatIsThere,
    },
    {
      method: 'GET',
      path: '/incoming/desk.json',
      access: 'signed-in',
      handler: (visit) => void visit.res.json({ person: visit.actor.personId, csrf: csrfToken(visit.req) }),
    },
  ];
}

import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, readForm } from '../forms.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { sweepExpired } from '../session-store.ts';
import { beginSession, endSession } from '../sign-in-session.ts';
import { ownPath, type Visit } from '../visit.ts';

const form = z.object({
  username: z.string().max(200),
  password: z.string().max(1024),
  next: z.string().max(500).optional(),
});

export function signInRoutes(deps: Pick<WebDeps, 'settings' | 'db'>, door: Officials): Route[] {
  function show(visit: Visit, state: FormState, next: unknown, status?: number) {
    visit.render('people/sign-in.njk', { form: state, next: ownPath(next) ?? '' }, status);
  }

  async function signIn(visit: Visit): Promise<void> {
    const { req, res, now, t } = visit;
    const sent = readForm(form, req.body, visit.language);
    const again = (text: string, status: number) =>
      show(visit, { values: sent.state.values, errors: { username: text } }, sent.state.values.next, status);
    if (!sent.ok) return again(t('sign-in.no-match'), 422);
    const outcome = await door.check(req, res);
    if (outcome.kind === 'put-off') return again(t('sign-in.put-off', { minutes: outcome.minutes }), 429);
    if (outcome.kind === 'no-match') return again(t('sign-in.no-match'), 422);
    const { personId } = outcome.actor;
    await beginSession({ req, res, settings: deps.settings, now }, { personId, username: sent.value.username });
    await sweepExpired(deps.db, now);
    visit.redirect((ownPath(sent.value.next) ?? '/') as `/${string}`);
  }

  return [
    {
      method: 'GET',
      path: '/sign-in',
      access: 'public',
      handler: (visit) => (visit.req.user ? visit.redirect('/') : show(visit, freshForm(), visit.req.query.next)),
    },
    { method: 'POST', path: '/sign-in', access: 'public', handler: signIn },
    {
      method: 'POST',
      path: '/sign-out',
      access: 'signed-in',
      async handler(visit) {
        await endSession(visit.req);
        visit.redirect('/sign-in');
      },
    },
  ];
}

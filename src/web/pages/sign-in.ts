import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, readForm } from '../forms.ts';
import { type KeptForm, readKeptForm } from '../kept-form.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { securityLog } from '../security-log.ts';
import { sweepExpired } from '../session-store.ts';
import { beginSession, endSession, forgetPages } from '../sign-in-session.ts';
import { ownPath, type Visit } from '../visit.ts';

const form = z.object({
  username: z.string().max(200),
  password: z.string().max(1024),
  next: z.string().max(500).optional(),
  kept: z.string().max(600_000).optional(),
});

/** The page to sign in; `kept` is a form that came too late and is offered again afterwards. */
export function showSignIn(
  visit: Visit,
  parts: { state?: FormState; next?: unknown; kept?: KeptForm | undefined; status?: number },
): void {
  const kept = parts.kept === undefined ? '' : JSON.stringify(parts.kept);
  const data = { form: parts.state ?? freshForm(), next: ownPath(parts.next) ?? '', kept };
  visit.render('people/sign-in.njk', data, parts.status);
}

export function signInRoutes(deps: Pick<WebDeps, 'settings' | 'db' | 'log'>, door: Officials): Route[] {
  const note = securityLog(deps);

  async function signIn(visit: Visit): Promise<void> {
    const { req, res, now, t } = visit;
    const sent = readForm(form, req.body, visit.language);
    const { next, kept: keptText } = sent.state.values;
    const kept = readKeptForm(keptText);
    const again = (text: string, status: number) =>
      showSignIn(visit, { state: { values: sent.state.values, errors: { username: text } }, next, kept, status });
    if (!sent.ok) return again(t('sign-in.no-match'), 422);
    const outcome = await door.check(req, res);
    if (outcome.kind === 'put-off') return again(t('sign-in.put-off', { minutes: outcome.minutes }), 429);
    if (outcome.kind === 'no-match') return again(t('sign-in.no-match'), 422);
    const { personId } = outcome.actor;
    await beginSession(
      { req, res, settings: deps.settings, db: deps.db, now },
      { personId, username: sent.value.username },
    );
    await sweepExpired(deps.db, now);
    if (kept !== undefined) return visit.render('people/continue.njk', { kept });
    visit.redirect((ownPath(next) ?? '/') as `/${string}`);
  }

  return [
    {
      method: 'GET',
      path: '/sign-in',
      access: 'public',
      handler: (visit) => (visit.req.user ? visit.redirect('/') : showSignIn(visit, { next: visit.req.query.next })),
    },
    { method: 'POST', path: '/sign-in', access: 'public', handler: signIn },
    {
      method: 'POST',
      path: '/sign-out',
      access: 'signed-in',
      async handler(visit) {
        note(visit.req, 'signed-out');
        await endSession(visit.req, visit.res);
        visit.res.set(forgetPages);
        visit.redirect('/sign-in');
      },
    },
  ];
}

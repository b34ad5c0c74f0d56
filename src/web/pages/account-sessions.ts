import { rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import { securityLog } from '../security-log.ts';
import { sessionKey } from '../session-keeper.ts';
import { endSessionOf, endSessionsOf } from '../session-store.ts';
import { endSession, forgetPages } from '../sign-in-session.ts';
import type { AccountDeps } from './account-page.ts';

/** Where a person is signed in, and the end of it. */
export function accountSessionRoutes(deps: AccountDeps): Route[] {
  const { db, notifications } = deps;
  const note = securityLog(deps);

  return [
    {
      method: 'POST',
      path: '/account/sessions/:id/end',
      access: 'signed-in',
      sample: { id: '1' },
      matches: { id: /^[1-9][0-9]{0,14}$/ },
      async handler(visit) {
        const id = rowId(visit.params.id);
        // One that has ended meanwhile, or is of somebody else, is not there: what was asked for is so.
        if (id !== undefined) await endSessionOf(db, visit.actor.personId, id);
        note(visit.req, 'sessions-ended');
        visit.redirect('/account', 'account.session.ended');
      },
    },
    {
      method: 'POST',
      path: '/account/sessions/end-others',
      access: 'signed-in',
      async handler(visit) {
        await endSessionsOf(db, visit.actor.personId, sessionKey(visit.req.sessionID));
        note(visit.req, 'sessions-ended');
        visit.redirect('/account', 'account.sessions.ended');
      },
    },
    {
      method: 'POST',
      path: '/account/sign-out-everywhere',
      access: 'signed-in',
      async handler(visit) {
        await notifications.silence(visit.actor, visit.actor.personId);
        await endSessionsOf(db, visit.actor.personId);
        note(visit.req, 'sessions-ended');
        await endSession(visit.req, visit.res);
        visit.res.set(forgetPages);
        visit.redirect('/sign-in');
      },
    },
  ];
}

import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { chosenId, freshForm, typedSecret } from '../forms.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { sessionKey } from '../session-keeper.ts';
import { endSessionsOf } from '../session-store.ts';
import { renewSession } from '../sign-in-session.ts';
import { accountKeyRoutes } from './account-keys.ts';
import { accountNoticeRoutes } from './account-notices.ts';
import { type AccountDeps, accountPage } from './account-page.ts';
import { accountSessionRoutes } from './account-sessions.ts';
import { emailForm } from './person.ts';

const passwordForm = z
  .object({ current: typedSecret, password: typedSecret, passwordAgain: z.string() })
  .refine((sent) => sent.password === sent.passwordAgain, { path: ['passwordAgain'], message: 'different' });

export function accountRoutes(deps: AccountDeps, door: Officials): Route[] {
  const show = accountPage(deps);

  return [
    { method: 'GET', path: '/account', access: 'signed-in', handler: (visit) => show(visit, freshForm()) },
    {
      method: 'POST',
      path: '/account/position',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ appointment: chosenId }),
          async act({ appointment }) {
            if (!visit.actor.appointments.some(({ id }) => id === appointment)) throw notHeld();
            visit.req.session.actingAppointmentId = appointment;
            visit.redirect('/account', 'account.position.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/language',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ language: z.enum(['id', 'en'], 'choose') }),
          async act({ language }) {
            await deps.people.chooseLanguage(visit.actor, language);
            visit.redirect('/account', 'account.language.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/email',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: emailForm,
          async act({ email }) {
            await deps.people.changeEmail(visit.actor, visit.actor.personId, email);
            visit.redirect('/account', 'account.email.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/password',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: passwordForm,
          async act({ current, password }) {
            await door.confirm(visit, current, 'current');
            await deps.people.changePassword(visit.actor, { current, password });
            await endSessionsOf(deps.db, visit.actor.personId, sessionKey(visit.req.sessionID));
            await renewSession(visit.req, visit.now);
            visit.redirect('/account', 'account.password.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    ...accountKeyRoutes(deps, door),
    {
      method: 'POST',
      path: '/account/history/read',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ upTo: chosenId }),
          async act({ upTo }) {
            await deps.people.markNoticesRead(visit.actor, upTo);
            visit.redirect('/');
          },
          again: (form) => show(visit, form),
        }),
    },
    ...accountNoticeRoutes(deps),
    ...accountSessionRoutes(deps),
  ];
}

/** Also of an appointment that ended while the page lay open: nothing is said to have changed. */
function notHeld(): Refusal {
  const words = { id: 'Anda tidak (lagi) memegang jabatan itu.', en: 'You do not hold that position (any longer).' };
  return new Refusal('invalid-input', 'position-not-held', words, { appointment: words });
}

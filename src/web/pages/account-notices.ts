import { z } from 'zod';
import { MAILS } from '../../notifications/day-notices-store.ts';
import type { WebDeps } from '../deps.ts';
import { deviceName } from '../device-name.ts';
import type { Route } from '../routes.ts';
import { type AccountDeps, accountPage } from './account-page.ts';
import { workerRoute } from './worker-route.ts';

const sent = z.string().max(1_000);
const subscriptionForm = z.object({ endpoint: sent, p256dh: sent, auth: sent });

/** How the account's owner wants to be told. Where push is not set up, its routes are not there. */
export function accountNoticeRoutes(deps: AccountDeps): Route[] {
  const { notifications } = deps;
  const show = accountPage(deps);
  const mails: Route = {
    method: 'POST',
    path: '/account/mails',
    access: 'signed-in',
    handler: (visit) =>
      visit.submit({
        schema: z.object({ mails: z.enum(MAILS, 'choose') }),
        async act(form) {
          await notifications.chooseMails(visit.actor, form.mails);
          visit.redirect('/account', 'account.mails.changed');
        },
        again: (form) => show(visit, form),
      }),
  };
  return notifications.pushKey === undefined ? [mails] : [mails, ...pushRoutes(deps)];
}

function pushRoutes(deps: AccountDeps & Pick<WebDeps, 'settings'>): Route[] {
  const { notifications } = deps;
  const show = accountPage(deps);
  return [
    // At the root: it can show notices, and open pages, only for the paths below its own.
    workerRoute('/service-worker.js', 'service-worker.js', deps),
    {
      method: 'POST',
      path: '/account/push',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: subscriptionForm,
          async act(form) {
            const device = deviceName(visit.req.get('user-agent'));
            await notifications.subscribe(visit.actor, { ...form, device });
            visit.redirect('/account', 'account.push.made');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/push/:id/end',
      access: 'signed-in',
      sample: { id: '1' },
      matches: { id: /^[1-9][0-9]{0,14}$/ },
      async handler(visit) {
        await notifications.unsubscribe(visit.actor, visit.id('id'));
        visit.redirect('/account', 'account.push.ended');
      },
    },
  ];
}

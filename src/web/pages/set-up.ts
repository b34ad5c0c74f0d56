import { z } from 'zod';
import { line, username } from '../../people/input.ts';
import { officeInput, timeZones } from '../../people/office.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, typedSecret } from '../forms.ts';
import type { Route } from '../routes.ts';
import { beginSession } from '../sign-in-session.ts';
import type { Visit } from '../visit.ts';

const form = z
  .object({
    ...officeInput.shape,
    personName: line(100),
    username,
    password: typedSecret,
    passwordAgain: z.string(),
  })
  .refine((sent) => sent.password === sent.passwordAgain, { path: ['passwordAgain'], message: 'different' });

/** The first administrator, on an empty database: the link stands in the server's own output. */
export function setUpRoutes(deps: Pick<WebDeps, 'settings' | 'db' | 'people'>): Route[] {
  async function show(visit: Visit, state: FormState): Promise<void> {
    await deps.people.demandFirstInvitation(visit.params.token ?? '');
    visit.render('people/set-up.njk', { form: state, timeZones });
  }

  return [
    {
      method: 'GET',
      path: '/setup/:token',
      access: 'invited',
      handler: (visit) => show(visit, freshForm({ timeZone: 'Asia/Jakarta' })),
    },
    {
      method: 'POST',
      path: '/setup/:token',
      access: 'invited',
      handler: (visit) =>
        visit.submit({
          schema: form,
          async act(sent) {
            const token = visit.params.token ?? '';
            const personId = await deps.people.setUpOffice({ ...sent, token });
            const { req, res, now } = visit;
            await beginSession(
              { req, res, settings: deps.settings, db: deps.db, now },
              { personId, username: sent.username },
            );
            visit.redirect('/units', 'setup.done');
          },
          again: (state) => show(visit, state),
        }),
    },
  ];
}

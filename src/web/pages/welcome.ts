import { z } from 'zod';
import { isRefusal } from '../../errors.ts';
import { fullName } from '../../people/full-name.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, typedSecret } from '../forms.ts';
import type { Route } from '../routes.ts';
import { securityLog } from '../security-log.ts';
import { endSessionsOf } from '../session-store.ts';
import { beginSession } from '../sign-in-session.ts';
import type { Visit } from '../visit.ts';

const passwords = z
  .object({ password: typedSecret, passwordAgain: z.string() })
  .refine((sent) => sent.password === sent.passwordAgain, { path: ['passwordAgain'], message: 'different' });

const passwordsAndPassphrase = z
  .object({ password: typedSecret, passwordAgain: z.string(), passphrase: typedSecret, passphraseAgain: z.string() })
  .refine((sent) => sent.password === sent.passwordAgain, { path: ['passwordAgain'], message: 'different' })
  .refine((sent) => sent.passphrase === sent.passphraseAgain, { path: ['passphraseAgain'], message: 'different' })
  .refine((sent) => sent.passphrase !== sent.password, { path: ['passphrase'], message: 'same-secret' });

/** First entry through a one-time link: the official chooses both secrets, and the keys are made. */
export function welcomeRoutes(deps: Pick<WebDeps, 'settings' | 'db' | 'people' | 'enrolment' | 'log'>): Route[] {
  const note = securityLog(deps);

  async function show(visit: Visit, form: FormState): Promise<void> {
    const person = await deps.people.getInvited(visit.params.token ?? '');
    const hasKeys = await deps.enrolment.hasKeys(person.id);
    visit.render('people/welcome.njk', { form, hasKeys, name: fullName(person), username: person.username });
  }

  return [
    {
      method: 'GET',
      path: '/welcome/:token',
      access: 'invited',
      // Whoever has just come in by the link and meets it again is where they wanted to be.
      handler: (visit) =>
        show(visit, freshForm()).catch((error: unknown) => {
          if (visit.req.user === undefined || !isRefusal(error)) throw error;
          visit.redirect('/');
        }),
    },
    {
      method: 'POST',
      path: '/welcome/:token',
      access: 'invited',
      async handler(visit) {
        const token = visit.params.token ?? '';
        const person = await deps.people.getInvited(token);
        const hasKeys = await deps.enrolment.hasKeys(person.id);
        await visit.submit({
          schema: hasKeys ? passwords : passwordsAndPassphrase,
          async act(sent) {
            const passphrase =
              'passphrase' in sent && typeof sent.passphrase === 'string' ? sent.passphrase : undefined;
            await deps.enrolment.enrol({ token, password: sent.password, passphrase });
            // A link is also asked for when somebody else knows the password: their sessions end with it.
            await endSessionsOf(deps.db, person.id);
            const { req, res, now } = visit;
            note(req, 'link-used', { person: person.id });
            await beginSession(
              { req, res, settings: deps.settings, db: deps.db, now },
              { personId: person.id, username: person.username },
            );
            visit.redirect('/', 'welcome.done');
          },
          again: (form) => show(visit, form),
        });
      },
    },
  ];
}

import { z } from 'zod';
import { freshForm, typedSecret } from '../forms.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { type AccountDeps, accountPage, withReadableKid } from './account-page.ts';
import { pageAsked } from './letters.ts';

const sameTwice = <T extends { passphrase: string; passphraseAgain: string }>(sent: T) =>
  sent.passphrase === sent.passphraseAgain;
const different = { path: ['passphraseAgain'], message: 'different' };

const changeForm = z
  .object({ oldPassphrase: typedSecret, passphrase: typedSecret, passphraseAgain: z.string() })
  .refine(sameTwice, different);

const firstForm = z
  .object({ passphrase: typedSecret, passphraseAgain: z.string(), currentPassword: typedSecret })
  .refine(sameTwice, different)
  .refine((sent) => sent.passphrase !== sent.currentPassword, { path: ['passphrase'], message: 'same-secret' });

/** The official's own keys: made, the passphrase changed, the certificate renewed, every use looked up. */
export function accountKeyRoutes(deps: AccountDeps, door: Officials): Route[] {
  const { enrolment, ownSeals } = deps;
  const show = accountPage(deps);

  async function showSeals(visit: OfficialVisit): Promise<void> {
    const { personId } = visit.actor;
    const [keys, { seals, page, pages }] = await Promise.all([
      ownSeals.keys(personId),
      ownSeals.page(personId, pageAsked(visit)),
    ]);
    visit.render('people/seals.njk', {
      form: freshForm(),
      sealKeys: keys.map(withReadableKid),
      seals: seals.map(withReadableKid),
      page,
      pages,
      previous: page > 1 ? `/account/seals?page=${page - 1}` : '',
      next: page < pages ? `/account/seals?page=${page + 1}` : '',
    });
  }

  return [
    { method: 'GET', path: '/account/seals', access: 'signed-in', handler: showSeals },
    {
      method: 'POST',
      path: '/account/keys',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: firstForm,
          async act({ passphrase, currentPassword }) {
            await door.confirm(visit, currentPassword, 'currentPassword');
            await enrolment.enrolOfficial({ personId: visit.actor.personId, passphrase });
            visit.redirect('/account', 'account.keys.made');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/passphrase',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: changeForm,
          async act({ oldPassphrase, passphrase }) {
            await enrolment.replacePassphrase({ personId: visit.actor.personId, old: oldPassphrase, passphrase });
            visit.redirect('/account', 'account.passphrase.changed');
          },
          beside: { 'wrong-passphrase': 'oldPassphrase', 'try-again-later': 'oldPassphrase' },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/account/certificate',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ certificatePassphrase: typedSecret }),
          async act({ certificatePassphrase }) {
            const { personId } = visit.actor;
            await enrolment.renewCertificate({ personId, passphrase: certificatePassphrase });
            visit.redirect('/account', 'account.certificate.renewed');
          },
          beside: { 'wrong-passphrase': 'certificatePassphrase', 'try-again-later': 'certificatePassphrase' },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, typedSecret } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { type LetterShown, showLetter } from './letter-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** The version that was on the page; a form that names another one is told so. */
const version = z.string('required').regex(/^[0-9a-f]{64}$/, 'invalid');
const decideForm = z.object({
  version,
  outcome: z.enum(['approved', 'returned', 'rejected'], 'choose'),
  remark: z.string().max(20_000, 'too-long').default(''),
});
/** The letter date that was on the page where it is not the day of the signature; empty where it is. */
const shownDate = z.union([z.literal('').transform(() => undefined), z.iso.date('invalid')]).optional();
const signForm = z.object({ version, date: shownDate, passphrase: typedSecret });

/** Reviewer and signatory: the letter itself, and one question about it. */
export function decideRoutes(
  deps: Pick<WebDeps, 'letters' | 'approvals' | 'registers' | 'signLetter' | 'people' | 'waiting'>,
): Route[] {
  const { approvals } = deps;

  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const shown = await showLetter(deps, visit);
    if (!shown.actions.decide) throw notYourTurn(shown);
    visit.render('decide/decide.njk', { shown, form });
  }

  async function showSign(visit: OfficialVisit, form: FormState): Promise<void> {
    const shown = await showLetter(deps, visit);
    if (!shown.actions.sign) throw notYourTurn(shown);
    const held = visit.actor.appointments.find(({ positionId }) => positionId === shown.positionId);
    visit.render('decide/sign.njk', {
      shown,
      form,
      capacity: held?.capacity ?? '',
      office: (await deps.people.getOffice()).name,
      warnings: await deps.waiting.signingWarnings(visit.actor, shown.id),
    });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/decide',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => show(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/letters/:id/decide',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: decideForm,
          async act({ version: sha256, outcome, remark }) {
            const letterId = visit.id('id');
            const versionSha256 = Buffer.from(sha256, 'hex');
            await approvals.decide(visit.actor, { letterId, versionSha256, outcome, remark });
            visit.redirect('/', `letter.${outcome}`);
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/letters/:id/sign',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showSign(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/letters/:id/sign',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: signForm,
          async act({ version: sha256, date, passphrase }) {
            const letterId = visit.id('id');
            await deps.signLetter({
              actor: visit.actor,
              letterId,
              versionSha256: Buffer.from(sha256, 'hex'),
              letterDate: date,
              passphrase,
            });
            visit.redirect(`/letters/${letterId}`, 'letter.signed');
          },
          beside: { 'wrong-passphrase': 'passphrase', 'try-again-later': 'passphrase' },
          again: (form) => showSign(visit, form),
        }),
    },
  ];
}

/** A page that asks nothing of this reader is not shown: the letter's own page says where it is. */
function notYourTurn({ holder, state }: LetterShown): Refusal {
  if (state === 'issued' || state === 'rejected') {
    return new Refusal('wrong-state', 'letter-finished', {
      id: 'Surat ini sudah selesai: sudah terbit atau ditolak.',
      en: 'This letter is finished: issued or rejected.',
    });
  }
  return new Refusal('not-allowed', 'not-your-turn', {
    id: holder === '' ? 'Surat ini sedang berada pada konseptor.' : `Surat ini sekarang menunggu ${holder}.`,
    en: holder === '' ? 'This letter is with its drafter at the moment.' : `This letter now waits for ${holder}.`,
  });
}

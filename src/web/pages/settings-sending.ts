import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { chosenIdOrNone, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_ROW = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const policyForm = z.object({
  kind: z.string().max(64).default(''),
  unitId: chosenIdOrNone,
  when: z.enum(['clerk', 'at-once'], 'choose'),
  mail: z.enum(['file', 'link'], 'choose'),
});

/** How letters set out, and the mail that has not left. */
export function settingsSendingRoutes(deps: Pick<WebDeps, 'sending' | 'mail' | 'letters' | 'people'>): Route[] {
  const { sending, mail, letters, people } = deps;

  async function showPolicies(visit: OfficialVisit, form: FormState): Promise<void> {
    const [policies, kinds, units] = [
      await sending.policies(visit.actor),
      await letters.listKinds(),
      await people.listUnits(),
    ];
    const nameOf = (code: string | null) => {
      const kind = kinds.find((each) => each.code === code);
      return kind === undefined ? code : visit.language === 'id' ? kind.name : kind.nameEn;
    };
    visit.render('sending/policy.njk', {
      form,
      kinds: kinds.map(({ code }) => ({ value: code, text: nameOf(code) })),
      units: units.map(({ id, name }) => ({ value: String(id), text: name })),
      policies: policies.map((policy) => ({
        ...policy,
        kindName: policy.kind === null ? null : nameOf(policy.kind),
        unitName: units.find(({ id }) => id === policy.unitId)?.name ?? null,
      })),
    });
  }

  return [
    {
      method: 'GET',
      path: '/settings/sending',
      access: 'administrator',
      handler: (visit) => showPolicies(visit, freshForm({ when: 'clerk', mail: 'file' })),
    },
    {
      method: 'POST',
      path: '/settings/sending',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: policyForm,
          async act({ kind, unitId, when, mail: how }) {
            const known = kind === '' ? null : (await letters.getKind(kind)).code;
            const rule = { kind: known, unitId, atOnce: when === 'at-once', attach: how === 'file' };
            await sending.setPolicy(visit.actor, rule);
            visit.redirect('/settings/sending', 'policy.saved');
          },
          again: (form) => showPolicies(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/sending/:id/remove',
      access: 'administrator',
      ...ONE_ROW,
      async handler(visit) {
        await sending.removePolicy(visit.actor, visit.id('id'));
        visit.redirect('/settings/sending', 'policy.removed');
      },
    },
    {
      method: 'GET',
      path: '/settings/mail',
      access: 'administrator',
      async handler(visit) {
        visit.render('sending/mail.njk', { isSet: mail.isSet, unsent: await mail.listUnsent(visit.actor) });
      },
    },
    {
      method: 'POST',
      path: '/settings/mail/:id/again',
      access: 'administrator',
      ...ONE_ROW,
      async handler(visit) {
        await mail.tryAgain(visit.actor, visit.id('id'));
        visit.redirect('/settings/mail', 'mail.again.done');
      },
    },
  ];
}

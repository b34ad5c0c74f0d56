import { z } from 'zod';
import type { HealthState } from '../../monitoring/health-check.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { systemWords } from '../words/system.ts';
import type { WordKey } from '../words.ts';

const ONE_ROW = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** What the buttons of this page are refused with is told on it, beside what it is about. */
const told = Object.fromEntries(
  ['mail-not-set', 'no-email-address', 'mail-refused', 'mail-silent', 'signing-under-way', 'job-not-given-up'].map(
    (code) => [code, ''],
  ),
);

const worstFirst: Record<HealthState, number> = { broken: 0, attention: 1, ok: 2 };

/** Whether all is well, and what an administrator can do about what is not. */
export function systemRoutes(deps: Pick<WebDeps, 'monitoring' | 'mail'>): Route[] {
  const { system, jobs } = deps.monitoring;

  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const { actor, req } = visit;
    const forwarded = req.headers['x-forwarded-for'];
    const arrival = {
      protocol: req.protocol,
      forwardedFor: Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    };
    // Side by side: what the database is asked here may hang as well as what is looked at.
    const [checks, stuck, failed] = await Promise.all([
      system.look(actor, arrival),
      system.listStuck(actor),
      jobs.listUnfinished(actor),
    ]);
    const count = (state: HealthState) => checks.filter((each) => each.state === state).length;
    visit.render('settings/system.njk', {
      form,
      checks: checks.toSorted((a, b) => worstFirst[a.state] - worstFirst[b.state]),
      broken: count('broken'),
      attention: count('attention'),
      stuck,
      failed: failed.map((job) => ({ ...job, told: nameOf(visit, job.name) })),
      mailIsSet: deps.mail.isSet,
    });
  }

  const button = (path: `/${string}`, act: (visit: OfficialVisit) => Promise<WordKey>): Route => ({
    method: 'POST',
    path,
    access: 'administrator',
    ...(path.includes(':id') ? ONE_ROW : {}),
    handler: (visit) =>
      visit.submit({
        schema: z.object({}),
        beside: told,
        act: async () => visit.redirect('/settings/system', await act(visit)),
        again: (form) => show(visit, form),
      }),
  });

  return [
    {
      method: 'GET',
      path: '/settings/system',
      access: 'administrator',
      handler: (visit) => show(visit, freshForm()),
    },
    button('/settings/system/mail', async ({ actor }) => {
      await system.sendTrialMail(actor);
      return 'system.mail.tried';
    }),
    button('/settings/system/letters/:id/finish', async (visit) => {
      const outcome = await system.finishStuck(visit.actor, visit.id('id'));
      return `system.stuck.${outcome}`;
    }),
    button('/settings/system/jobs/:id/again', async (visit) => {
      await jobs.tryAgain(visit.actor, visit.id('id'));
      return 'system.jobs.again.done';
    }),
  ];
}

function nameOf({ t }: OfficialVisit, name: string): string {
  const key = `system.job.${name}`;
  return key in systemWords ? t(key as WordKey) : t('system.job.other', { name });
}

import { z } from 'zod';
import type { Correctable } from '../../approvals/correcting.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, one } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import type { Typed } from './chain-form.ts';
import { showLetter } from './letter-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const correctForm = z
  .object({ version: z.string('required').regex(/^[0-9a-f]{64}$/, 'invalid') })
  .catchall(z.union([z.string(), z.array(z.string())]));

/** Whoever decides or signs corrects small things themself: subject and texts, nothing else. */
export function correctRoutes(deps: Pick<WebDeps, 'letters' | 'approvals' | 'registers'>): Route[] {
  const { approvals } = deps;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const correctable = await approvals.readCorrectable(visit.actor, visit.id('id'));
    visit.render('decide/correct.njk', {
      shown: await showLetter(deps, visit),
      correctable,
      form: state ?? freshForm(storedValues(correctable)),
      // A letter that somebody else corrected meanwhile is told, and what was typed here stays.
      version: correctable.versionSha256.toString('hex'),
    });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/correct',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => show(visit),
    },
    {
      method: 'POST',
      path: '/letters/:id/correct',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: correctForm,
          async act({ version, ...values }) {
            const letterId = visit.id('id');
            const { mine } = await approvals.correctLetter(visit.actor, {
              letterId,
              versionSha256: Buffer.from(version, 'hex'),
              subject: one(values.subject),
              sections: typedSections(values),
              remark: one(values.remark),
            });
            if (!mine) return visit.redirect('/', 'letter.corrected.again');
            visit.redirect(`/letters/${letterId}`, 'letter.corrected');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

function storedValues({ content }: Correctable): FormState['values'] {
  const sections = content.sections.map(({ key, text }) => [`sections.${key}`, text]);
  return { subject: content.subject, ...Object.fromEntries(sections) };
}

function typedSections(values: Typed): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('sections.') ? [[name.slice('sections.'.length), one(value)]] : [],
    ),
  );
}

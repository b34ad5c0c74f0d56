import { z } from 'zod';
import type { ChainTemplate } from '../../approvals/chain-template.ts';
import type { TriedChain } from '../../approvals/reading-templates.ts';
import { unitsInOrder } from '../../people/unit-tree.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, one, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { asTemplate, postChoices, pressed, rowValues, storedRows, type Typed, typedRows } from './chain-form.ts';

const ONE_TEMPLATE = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const typed = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const versionForm = z.object({ version: z.string().regex(/^[0-9]{1,9}$/, 'invalid') });

type Deps = Pick<WebDeps, 'approvals' | 'letters' | 'people'>;

/** How letters go round, for an administrator: the templates, their history, and a chain tried before it counts. */
export function chainTemplateRoutes(deps: Deps): Route[] {
  const { approvals, letters, people } = deps;

  async function book() {
    const positions = (await people.listPositions()).toSorted((a, b) => a.name.localeCompare(b.name, 'id'));
    return { positions, units: unitsInOrder(await people.listUnits()), kinds: await letters.listKinds() };
  }

  async function list(visit: OfficialVisit, errors: FormState['errors'] = {}): Promise<void> {
    const asked = (name: string) => String(visit.req.query[name] ?? '').slice(0, 64);
    const values = { kind: asked('kind'), drafter: asked('drafter'), signatory: asked('signatory') };
    const ends = { drafterPositionId: rowId(values.drafter), signatoryPositionId: rowId(values.signatory) };
    const { drafterPositionId, signatoryPositionId } = ends;
    const tried =
      drafterPositionId === undefined || signatoryPositionId === undefined
        ? undefined
        : await approvals.tryChain(visit.actor, {
            drafterPositionId,
            signatoryPositionId,
            by: { kind: values.kind },
          });
    visit.render('chains/chains.njk', {
      ...(await book()),
      templates: await approvals.readTemplates(visit.actor),
      stuck: await approvals.listStuck(visit.actor),
      form: { values, errors },
      tried,
    });
  }

  /** The form of a template: stored, or as typed, which a button may have changed. */
  async function show(visit: OfficialVisit, state?: FormState, tried?: TriedChain): Promise<void> {
    const id = visit.params.id === undefined ? undefined : visit.id('id');
    const versions = id === undefined ? [] : await approvals.readTemplate(visit.actor, id);
    const [stored] = versions;
    const rows = state === undefined ? storedRows(stored ?? { stages: [] }) : typedRows(state.values);
    visit.render('chains/template.njk', {
      ...(await book()),
      id,
      stored,
      versions,
      form: {
        values: { ...(state?.values ?? storedValues(stored)), ...rowValues(rows) },
        errors: state?.errors ?? {},
      },
      rows: rows.map((row) => ({ ...row, choices: postChoices(row) })),
      tried,
    });
  }

  async function change(visit: OfficialVisit): Promise<void> {
    const id = visit.params.id === undefined ? undefined : visit.id('id');
    await visit.submit({
      schema: typed,
      async act(values) {
        const button = one(values.press);
        if (button === 'save') {
          // Hidden in our own form: whatever is no number is a version that is not the stored one.
          const version = /^[0-9]{1,9}$/.test(one(values.version)) ? Number(one(values.version)) : -1;
          const saved = await approvals.saveTemplate(visit.actor, { id, version, template: asTemplate(values) });
          return visit.redirect(`/settings/chains/${saved}`, 'chains.saved');
        }
        const shown = { values: withRows(values, button), errors: {} };
        await show(visit, shown, button === 'try' ? await tryTyped(visit, values) : undefined);
      },
      again: (form) => show(visit, form),
    });
  }

  const tryTyped = (visit: OfficialVisit, values: Typed): Promise<TriedChain> =>
    approvals.tryChain(visit.actor, {
      drafterPositionId: rowId(one(values['try.drafter'])) ?? 0,
      signatoryPositionId: rowId(one(values['try.signatory'])) ?? 0,
      by: { template: asTemplate(values) },
    });

  return [
    { method: 'GET', path: '/settings/chains', access: 'administrator', handler: (visit) => list(visit) },
    { method: 'GET', path: '/settings/chains/new', access: 'administrator', handler: (visit) => show(visit) },
    { method: 'POST', path: '/settings/chains/new', access: 'administrator', handler: change },
    {
      method: 'POST',
      path: '/settings/chains/release',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: z.object({ letter: chosenId }),
          async act({ letter }) {
            await approvals.releaseLetter(visit.actor, letter);
            visit.redirect('/settings/chains', 'chains.released');
          },
          again: ({ errors }) => list(visit, errors),
        }),
    },
    {
      method: 'GET',
      path: '/settings/chains/:id',
      access: 'administrator',
      ...ONE_TEMPLATE,
      handler: (visit) => show(visit),
    },
    { method: 'POST', path: '/settings/chains/:id', access: 'administrator', ...ONE_TEMPLATE, handler: change },
    {
      method: 'POST',
      path: '/settings/chains/:id/end',
      access: 'administrator',
      ...ONE_TEMPLATE,
      handler: (visit) =>
        visit.submit({
          schema: versionForm,
          async act({ version }) {
            await approvals.endTemplate(visit.actor, { id: visit.id('id'), version: Number(version) });
            visit.redirect('/settings/chains', 'chains.ended');
          },
          again: ({ errors }) => show(visit, { ...freshForm(), errors }),
        }),
    },
  ];
}

function storedValues(stored: ChainTemplate | undefined): FormState['values'] {
  if (stored === undefined) return { corrections: 'again' };
  const { name, unitId, kinds, corrections } = stored;
  return { name, unitId: unitId === null ? '' : String(unitId), kinds, corrections };
}

/** What was typed, with the rows as the button leaves them. */
function withRows(values: Typed, button: string): FormState['values'] {
  const kept = Object.entries(values).filter(([name]) => !name.startsWith('stages.'));
  const rows = pressed(typedRows(values), button);
  const positions = rows.flatMap(({ by, positions: chosen }, n) => [
    [`stages.${n}.by`, by],
    [`stages.${n}.positions`, chosen],
  ]);
  return { ...Object.fromEntries([...kept, ...positions]), ...rowValues(rows) };
}

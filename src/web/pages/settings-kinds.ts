import { z } from 'zod';
import { KIND_FIELDS, kindChanges } from '../../letters/kind-changes.ts';
import type { KindDefinition } from '../../letters/letter-kind.ts';
import type { KindVersion } from '../../letters/letter-kind-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { sendPicture } from './send-picture.ts';

export const ONE_KIND = { sample: { code: 'surat-dinas' }, matches: { code: /^[a-z][a-z0-9-]{0,31}$/ } } as const;
const ONE_VERSION = {
  sample: { ...ONE_KIND.sample, version: '1' },
  matches: { ...ONE_KIND.matches, version: /^[1-9][0-9]{0,8}$/ },
} as const;
const ONE_PICTURE = {
  sample: { ...ONE_VERSION.sample, page: '1' },
  matches: { ...ONE_VERSION.matches, page: /^[1-9]$/ },
} as const;

const newForm = z.object({
  from: z.string('choose').min(1, 'choose').max(40),
  name: z.string().max(200).default(''),
  nameEn: z.string().max(200).default(''),
});
const retireForm = z.object({ retired: z.enum(['yes', 'no']) });
const againForm = z.object({ seen: z.coerce.number().int().positive() });

/** The kinds of letters: which there are, what each says, and everything each ever said. */
export function settingsKindRoutes(deps: Pick<WebDeps, 'kinds' | 'kindPreviews'>): Route[] {
  const { kinds, kindPreviews } = deps;
  const codeOf = ({ params }: OfficialVisit) => params.code ?? '';

  async function showNew(visit: OfficialVisit, form: FormState): Promise<void> {
    visit.render('settings/add-kind.njk', { form, kinds: await kinds.list(visit.actor) });
  }

  async function show(visit: OfficialVisit): Promise<void> {
    const code = codeOf(visit);
    const kind = await kinds.get(visit.actor, code);
    visit.render('settings/kind.njk', {
      kind,
      fields: KIND_FIELDS.map(({ what, said }) => ({ what, said: said(kind) })),
      versions: withNews(await kinds.versions(visit.actor, code)),
      draft: (await kinds.findDraft(visit.actor, code)) ?? null,
    });
  }

  async function versionInPath(visit: OfficialVisit) {
    const { version: present } = await kinds.get(visit.actor, codeOf(visit));
    const versions = await kinds.versions(visit.actor, codeOf(visit));
    const shown = versions.find(({ version }) => version === visit.id('version'));
    return { present, versions, shown };
  }

  async function showVersion(visit: OfficialVisit, problem = ''): Promise<void> {
    const { present, versions, shown } = await versionInPath(visit);
    if (shown === undefined) return visit.redirect(`/settings/kinds/${codeOf(visit)}`);
    const asked = Number(visit.req.query.with ?? 0);
    const other = versions.find(({ version }) => version === asked) ?? before(versions, shown);
    visit.render('settings/kind-version.njk', {
      code: codeOf(visit),
      present,
      shown,
      problem,
      others: versions.filter(({ version }) => version !== shown.version),
      form: freshForm({ with: String(other?.version ?? '') }),
      other: other ?? null,
      changes: other === undefined ? [] : kindChanges(other.definition, shown.definition),
    });
  }

  return [
    {
      method: 'GET',
      path: '/settings/kinds',
      access: 'administrator',
      async handler(visit) {
        visit.render('settings/kinds.njk', { kinds: await kinds.list(visit.actor) });
      },
    },
    {
      method: 'GET',
      path: '/settings/kinds/new',
      access: 'administrator',
      handler: (visit) => showNew(visit, freshForm({ from: String(visit.req.query.from ?? '').slice(0, 40) })),
    },
    {
      method: 'POST',
      path: '/settings/kinds/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: newForm,
          async act(input) {
            const code = await kinds.add(visit.actor, input);
            visit.redirect(`/settings/kinds/${code}/edit`, 'kinds.added');
          },
          again: (form) => showNew(visit, form),
        }),
    },
    { method: 'GET', path: '/settings/kinds/:code', access: 'administrator', ...ONE_KIND, handler: show },
    {
      method: 'POST',
      path: '/settings/kinds/:code/retire',
      access: 'administrator',
      ...ONE_KIND,
      handler: (visit) =>
        visit.submit({
          schema: retireForm,
          async act({ retired }) {
            await kinds.retire(visit.actor, codeOf(visit), retired === 'yes');
            visit.redirect(`/settings/kinds/${codeOf(visit)}`, retired === 'yes' ? 'kinds.retired' : 'kinds.offered');
          },
          again: ({ errors }) => {
            const [problem = ''] = Object.values(errors);
            return visit.render('settings/kind-refused.njk', { code: codeOf(visit), problem });
          },
        }),
    },
    {
      method: 'GET',
      path: '/settings/kinds/:code/versions/:version',
      access: 'administrator',
      ...ONE_VERSION,
      handler: (visit) => showVersion(visit),
    },
    {
      method: 'POST',
      path: '/settings/kinds/:code/versions/:version/again',
      access: 'administrator',
      ...ONE_VERSION,
      handler: (visit) =>
        visit.submit({
          schema: againForm,
          // Somebody saved in between: the page shows the versions as they are now.
          beside: { 'kind-changed': '' },
          async act({ seen }) {
            const version = await kinds.useAgain(visit.actor, {
              code: codeOf(visit),
              seen,
              version: visit.id('version'),
            });
            const flash = version === undefined ? 'kinds.nothing-changed' : 'kinds.saved';
            visit.redirect(`/settings/kinds/${codeOf(visit)}`, flash);
          },
          again: ({ errors }) => showVersion(visit, Object.values(errors)[0]),
        }),
    },
    {
      method: 'GET',
      path: '/settings/kinds/:code/versions/:version/:page.png',
      access: 'administrator',
      ...ONE_PICTURE,
      async handler(visit) {
        const { shown } = await versionInPath(visit);
        sendPicture(visit, shown && (await kindPreviews.picture(visit.actor, shown.definition, visit.id('page'))));
      },
    },
  ];
}

function before(versions: readonly KindVersion[], { version }: KindVersion): KindVersion | undefined {
  return versions.find((each) => each.version < version);
}

/** Each version with what it changed in the one before it. */
function withNews(versions: readonly KindVersion[]) {
  return versions.map((each) => {
    const former: KindDefinition | undefined = before(versions, each)?.definition;
    return {
      ...each,
      changes: former === undefined ? [] : kindChanges(former, each.definition).map(({ what }) => what),
    };
  });
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isRefusal } from '../../errors.ts';
import { demandSound } from '../../letters/change-kind.ts';
import { kindChanges } from '../../letters/kind-changes.ts';
import { type KindDraft, TypedForm } from '../../letters/kind-drafts-store.ts';
import type { KindDefinition } from '../../letters/letter-kind.ts';
import { mergeKinds } from '../../letters/merge-kinds.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, one } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { kindEditView } from './kind-edit-view.ts';
import { definitionOf, formOf, pressed } from './kind-form.ts';
import { sendPicture } from './send-picture.ts';
import { ONE_KIND } from './settings-kinds.ts';

const ONE_PICTURE = {
  sample: { ...ONE_KIND.sample, page: '1' },
  matches: { ...ONE_KIND.matches, page: /^[1-9]$/ },
} as const;
/** Pages of the sample that are shown. */
const PAGES_SHOWN = 3;

const saveForm = z.object({
  /** Of what was looked at: another tab may have typed something else meanwhile. */
  looked: z.string().max(64),
  note: z.string().max(1_000, 'too-long').default(''),
});

/**
 * A kind is changed in two steps: what is typed is kept for whoever typed it (`letter_kind_draft`) and looked at as a page; from
 * there it becomes a version. Where somebody else saved one meanwhile, the two are put together and looked at again.
 */
export function settingsKindEditRoutes(deps: Pick<WebDeps, 'kinds' | 'kindPreviews' | 'people'>): Route[] {
  const { kinds, kindPreviews } = deps;
  const codeOf = ({ params }: OfficialVisit) => params.code ?? '';
  const home = (visit: OfficialVisit): `/${string}` => `/settings/kinds/${codeOf(visit)}`;

  /** The draft, or what the kind says now; with what others have changed since the draft was begun. */
  async function begun(visit: OfficialVisit) {
    const [code, actor] = [codeOf(visit), visit.actor];
    const present = await kinds.get(actor, code);
    const draft = await kinds.findDraft(actor, code);
    if (draft === undefined) return { form: formOf(present), base: present.version, meanwhile: null };
    if (draft.baseVersion === present.version) return { form: draft.form, base: present.version, meanwhile: null };
    const versions = await kinds.versions(actor, code);
    const definitionAt = (wanted: number) => versions.find(({ version }) => version === wanted)?.definition;
    const [base, theirs, last] = [definitionAt(draft.baseVersion), definitionAt(present.version), versions[0]];
    if (base === undefined || theirs === undefined || last === undefined)
      return { form: draft.form, base: present.version, meanwhile: null };
    const meanwhile = {
      version: last.version,
      by: last.madeByName ?? '',
      at: last.madeAt,
      changes: kindChanges(base, theirs),
    };
    return { form: together(draft, base, theirs), base: present.version, meanwhile };
  }

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const { form, base, meanwhile } = await begun(visit);
    const kind = await kinds.get(visit.actor, codeOf(visit));
    const typed = state === undefined ? form : TypedForm.parse(state.values);
    visit.render('settings/edit-kind.njk', {
      ...(await kindEditView(deps, visit, typed)),
      form: state ?? freshForm(typed),
      kind,
      base: state === undefined ? base : one(typed.base) || base,
      meanwhile,
    });
  }

  /** What is kept, when it can become a version; undefined when there is nothing, or somebody saved one meanwhile. */
  async function ready(visit: OfficialVisit): Promise<{ draft: KindDraft; definition: KindDefinition } | undefined> {
    const draft = await kinds.findDraft(visit.actor, codeOf(visit));
    const present = await kinds.get(visit.actor, codeOf(visit));
    if (draft === undefined || draft.baseVersion !== present.version) return undefined;
    try {
      return { draft, definition: demandSound(definitionOf(draft.form)) };
    } catch (error) {
      if (isRefusal(error)) return undefined;
      throw error;
    }
  }

  async function showPreview(visit: OfficialVisit, state?: FormState): Promise<void> {
    const found = await ready(visit);
    if (found === undefined) return visit.redirect(`${home(visit)}/edit`);
    const { draft, definition } = found;
    const present = await kinds.get(visit.actor, codeOf(visit));
    const { pages } = await kindPreviews.sample(visit.actor, definition, longAsked(visit));
    visit.render('settings/preview-kind.njk', {
      code: codeOf(visit),
      name: definition,
      form: state ?? freshForm(),
      looked: digest(draft),
      changes: kindChanges(present, definition),
      next: present.version + 1,
      long: longAsked(visit).long,
      pages: Array.from({ length: Math.min(pages, PAGES_SHOWN) }, (_, i) => i + 1),
    });
  }

  /** Every button keeps what was typed; `preview` alone asks whether it can be printed. */
  async function keep(visit: OfficialVisit): Promise<void> {
    const sent = TypedForm.parse(visit.req.body ?? {});
    const { _csrf, _once, base, press, ...typed } = sent;
    const { form, at } = pressed(typed, one(press));
    const baseVersion = /^[1-9][0-9]{0,8}$/.test(one(base)) ? Number(one(base)) : 1;
    await visit.submit({
      schema: z.unknown(),
      body: { ...form, base: one(base) },
      async act() {
        await kinds.storeDraft(visit.actor, codeOf(visit), { baseVersion, form });
        if (one(press) !== 'preview') {
          const flash = one(press) === 'keep' ? 'kinds.kept' : undefined;
          return visit.redirect(`${home(visit)}/edit${anchor(one(press), at)}`, flash);
        }
        await kinds.try(visit.actor, codeOf(visit), definitionOf(form));
        visit.redirect(`${home(visit)}/preview`);
      },
      beside: { 'typesetting-timeout': 'source' },
      again: (state) => show(visit, state),
    });
  }

  async function save(visit: OfficialVisit): Promise<void> {
    await visit.submit({
      schema: saveForm,
      async act({ looked, note }) {
        const found = await ready(visit);
        if (found === undefined) return visit.redirect(`${home(visit)}/edit`);
        if (digest(found.draft) !== looked) return visit.redirect(`${home(visit)}/preview`, 'kinds.other-tab');
        const input = { code: codeOf(visit), seen: found.draft.baseVersion, definition: found.definition, note };
        const version = await kinds.change(visit.actor, input).catch((error: unknown) => {
          if (isRefusal(error) && error.code === 'kind-changed') return 'changed' as const;
          throw error;
        });
        if (version === 'changed') return visit.redirect(`${home(visit)}/edit`);
        await kinds.removeDraft(visit.actor, codeOf(visit));
        visit.redirect(home(visit), version === undefined ? 'kinds.nothing-changed' : 'kinds.saved');
      },
      again: (form) => showPreview(visit, form),
    });
  }

  return [
    {
      method: 'GET',
      path: '/settings/kinds/:code/edit',
      access: 'administrator',
      ...ONE_KIND,
      handler: (visit) => show(visit),
    },
    { method: 'POST', path: '/settings/kinds/:code/edit', access: 'administrator', ...ONE_KIND, handler: keep },
    {
      method: 'POST',
      path: '/settings/kinds/:code/discard',
      access: 'administrator',
      ...ONE_KIND,
      async handler(visit) {
        await kinds.removeDraft(visit.actor, codeOf(visit));
        visit.redirect(home(visit), 'kinds.discarded');
      },
    },
    {
      method: 'GET',
      path: '/settings/kinds/:code/preview',
      access: 'administrator',
      ...ONE_KIND,
      handler: (visit) => showPreview(visit),
    },
    { method: 'POST', path: '/settings/kinds/:code/preview', access: 'administrator', ...ONE_KIND, handler: save },
    {
      method: 'GET',
      path: '/settings/kinds/:code/preview/:page.png',
      access: 'administrator',
      ...ONE_PICTURE,
      async handler(visit) {
        const found = await ready(visit);
        const page = visit.id('page');
        sendPicture(
          visit,
          found && (await kindPreviews.picture(visit.actor, found.definition, page, longAsked(visit))),
        );
      },
    },
  ];
}

/** Mine upon theirs; a draft that is no definition yet stays as it was typed. */
function together(draft: KindDraft, base: KindDefinition, theirs: KindDefinition): TypedForm {
  try {
    return formOf(mergeKinds({ base, mine: demandSound(definitionOf(draft.form)), theirs }));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return draft.form;
  }
}

function longAsked({ req }: OfficialVisit): { long: boolean } {
  return { long: req.query.long === '1' };
}

function digest({ form }: KindDraft): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(form).sort()))
    .digest('hex');
}

/** Back to where the button was. */
function anchor(button: string, at: string | undefined): string {
  if (at !== undefined) return `#${at}`;
  return button === 'examples' ? '#numbers' : '';
}

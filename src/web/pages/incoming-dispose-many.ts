import { z } from 'zod';
import type { Words } from '../../errors.ts';
import type { WaitingIncoming } from '../../incoming/reading/read-types.ts';
import { MOST_AT_ONCE as MOST } from '../../incoming/tree/passing-on.ts';
import { disposingFor } from '../../people/actor.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, many, one, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { asTyped, isSearch, sheetFields, sheetForm, sheetOf } from './incoming-sheet-form.ts';

declare module 'express-session' {
  interface SessionData {
    /** What became of the sheet written last for many letters: ids alone, and why not. */
    disposedMany?: { done: number[]; refused: { holdingId: number; why: Words }[] };
  }
}

const manyForm = z.object({
  ...sheetForm.shape,
  holding: z
    .union([z.string().transform((id) => [id]), z.array(z.string()).max(MOST)], 'choose')
    .transform((ids) => ids.flatMap((id) => rowId(id) ?? [])),
});

type ManyDeps = Pick<WebDeps, 'dispositions' | 'recipientChoices' | 'instructions' | 'people' | 'holderPages'>;

/** One sheet for many similar letters: ticked among what waits for one post, written once, each an act of its own. */
export function incomingDisposeManyRoutes(deps: ManyDeps): Route[] {
  const { dispositions } = deps;

  /** Letters that wait for the actor to dispose of, by post. */
  async function waitingByPost(visit: OfficialVisit): Promise<Map<number, WaitingIncoming[]>> {
    const waiting = (await dispositions.waiting(visit.actor)).filter(({ task }) => task === 'act');
    const posts = new Map<number, WaitingIncoming[]>();
    for (const line of waiting) posts.set(line.positionId, [...(posts.get(line.positionId) ?? []), line]);
    return posts;
  }

  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const posts = await waitingByPost(visit);
    const ticked = new Set(many(form.values.holding));
    const letters = [...posts.values()].flat().filter(({ holdingId }) => ticked.has(String(holdingId)));
    const [first] = letters;
    const together = letters.filter(({ positionId }) => positionId === first?.positionId).slice(0, MOST);
    if (first === undefined || one(form.values.step) === 'choose') return choose(visit, posts, form);
    visit.render('incoming/dispose-many.njk', {
      letters: together,
      leftOut: letters.length - together.length,
      post: disposingFor(visit.actor, first.positionId, first.security)?.capacity ?? first.positionName,
      form,
      fields: await sheetFields(deps, visit, form, { positionId: first.positionId, without: [] }),
    });
  }

  function choose(visit: OfficialVisit, posts: Map<number, WaitingIncoming[]>, form: FormState): void {
    const ticked = new Set(many(form.values.holding));
    const wanted = rowId(visit.req.query.post) ?? [...posts.keys()][0];
    const letters = (posts.get(wanted ?? 0) ?? []).slice(0, MOST);
    visit.render('incoming/choose-many.njk', {
      form,
      letters: letters.map((letter) => ({ ...letter, ticked: ticked.has(String(letter.holdingId)) })),
      posts: [...posts].map(([id, [letter]]) => ({
        text: letter?.positionName ?? '',
        href: `/incoming/dispose?post=${id}`,
        current: id === wanted,
      })),
      most: MOST,
      more: (posts.get(wanted ?? 0) ?? []).length > MOST,
    });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/dispose',
      access: 'signed-in',
      async handler(visit) {
        const asked = visit.req.query.holding;
        const nothing = visit.req.query.step === 'write' && asked === undefined;
        const words = nothing ? { '': visit.t('many.choose.none') } : {};
        await show(visit, { values: { holding: [asked ?? []].flat().map(String).slice(0, MOST) }, errors: words });
      },
    },
    {
      method: 'POST',
      path: '/incoming/dispose',
      access: 'signed-in',
      async handler(visit) {
        if (isSearch(visit)) return show(visit, asTyped(visit));
        await visit.submit({
          schema: manyForm,
          async act({ holding, ...sheet }) {
            const result = await dispositions.disposeMany(visit.actor, {
              holdingIds: holding,
              ...sheetOf(visit, sheet),
            });
            const [refused] = result.refused;
            // What is wrong with the sheet is wrong for all of them: mended once, in the form.
            if (result.done.length === 0 && refused?.refusal.problem === 'invalid-input') throw refused.refusal;
            visit.req.session.disposedMany = {
              done: result.done,
              refused: result.refused.map(({ holdingId, refusal }) => ({ holdingId, why: refusal.words })),
            };
            visit.redirect('/incoming/dispose/result');
          },
          again: (form) => show(visit, form),
        });
      },
    },
    {
      method: 'GET',
      path: '/incoming/dispose/result',
      access: 'signed-in',
      async handler(visit) {
        const { done = [], refused = [] } = visit.req.session.disposedMany ?? {};
        const all = [...done, ...refused.map(({ holdingId }) => holdingId)];
        const lines = await deps.holderPages.linesOf(visit.actor, all);
        visit.render('incoming/disposed-many.njk', {
          done: done.flatMap((id) => lines.get(id) ?? []),
          refused: refused.flatMap(({ holdingId, why }) => {
            const line = lines.get(holdingId);
            return line === undefined ? [] : [{ ...line, why: visit.say(why) }];
          }),
          count: done.length,
        });
      },
    },
  ];
}

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LARGEST_EMBLEM } from '../../people/emblem-picture.ts';
import { EMBLEMS, type EmblemPlace } from '../../people/emblems-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { sendPicture } from './send-picture.ts';

const ONE_EMBLEM = { sample: { place: 'region' }, matches: { place: /^(region|head)$/ } } as const;

/** The emblems of the letterheads: shown, changed, taken away. */
export function settingsEmblemRoutes(deps: Pick<WebDeps, 'emblems' | 'kindPreviews'>): Route[] {
  const { emblems, kindPreviews } = deps;
  const placeOf = (visit: OfficialVisit): EmblemPlace => (visit.params.place === 'head' ? 'head' : 'region');

  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const place = placeOf(visit);
    const present = (await emblems.find(visit.actor))[place];
    visit.render('settings/change-emblem.njk', { form, place, version: present?.toString('hex') ?? '' });
  }

  return [
    {
      method: 'GET',
      path: '/settings/emblem',
      access: 'administrator',
      async handler(visit) {
        const present = await emblems.find(visit.actor);
        visit.render('settings/emblem.njk', {
          emblems: EMBLEMS.map((place) => ({ place, version: present[place]?.toString('hex') ?? '' })),
          history: await emblems.history(visit.actor),
        });
      },
    },
    {
      method: 'GET',
      path: '/settings/emblem/:place',
      access: 'administrator',
      ...ONE_EMBLEM,
      handler: (visit) => show(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/settings/emblem/:place',
      access: 'administrator',
      ...ONE_EMBLEM,
      receives: { field: 'emblem', most: 1, maxBytes: LARGEST_EMBLEM },
      handler: (visit) =>
        visit.submit({
          schema: z.object({}),
          async act() {
            await emblems.change(visit.actor, placeOf(visit), await readFile(visit.file().path));
            visit.redirect('/settings/emblem', 'emblem.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/emblem/:place/remove',
      access: 'administrator',
      ...ONE_EMBLEM,
      async handler(visit) {
        await emblems.remove(visit.actor, placeOf(visit));
        visit.redirect('/settings/emblem', 'emblem.removed');
      },
    },
    {
      method: 'GET',
      path: '/settings/emblem/:place/picture.png',
      access: 'administrator',
      ...ONE_EMBLEM,
      handler: async (visit) => sendPicture(visit, await emblems.read(visit.actor, placeOf(visit))),
    },
    {
      method: 'GET',
      path: '/settings/emblem/:place/letterhead.png',
      access: 'administrator',
      ...ONE_EMBLEM,
      handler: async (visit) => sendPicture(visit, await kindPreviews.letterhead(visit.actor, placeOf(visit))),
    },
  ];
}

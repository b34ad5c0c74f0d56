import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { chosenId, chosenIdOrNone, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const firstForm = z.object({ unitId: chosenId, positionId: chosenIdOrNone });

/** To which post letters for a unit go first. */
export function settingsIncomingRoutes({ incoming, people }: Pick<WebDeps, 'incoming' | 'people'>): Route[] {
  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const [set, units, positions] = [
      await incoming.firstHolders.list(visit.actor),
      await people.listUnits(),
      await people.listPositions(),
    ];
    visit.render('incoming/first-holders.njk', {
      form,
      units: units.map(({ id, name }) => ({ value: String(id), text: name })),
      positions: positions
        .filter(({ closedAt }) => closedAt === null)
        .map(({ id, name, unitName }) => ({ value: String(id), text: `${name} (${unitName})` })),
      firsts: set.map((first) => ({ ...first, unitName: units.find(({ id }) => id === first.unitId)?.name ?? '' })),
    });
  }

  return [
    {
      method: 'GET',
      path: '/settings/incoming',
      access: 'administrator',
      handler: (visit) => show(visit, freshForm({ unitId: String(visit.req.query.unit ?? '') })),
    },
    {
      method: 'POST',
      path: '/settings/incoming',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: firstForm,
          async act(first) {
            await incoming.firstHolders.set(visit.actor, first);
            visit.redirect('/settings/incoming', 'firsts.saved');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

import { z } from 'zod';
import type { OutKey } from '../../incoming/originals/original-lists-store.ts';
import { LONG_OUT_DAYS } from '../../incoming/originals/search-originals.ts';
import type { WebDeps } from '../deps.ts';
import { freshForm, rowId, wordsAsked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;
const CHOICES = [7, LONG_OUT_DAYS, 90, 365].map(String);
const knownForm = z.object({ shownAt: z.string().regex(/^[0-9]{1,15}$/, 'invalid') });

/** The paper originals that somebody took and that did not come back: since when, and with whom. */
export function incomingOriginalOutRoutes({ originals }: Pick<WebDeps, 'originals'>): Route[] {
  const address = (visit: OfficialVisit) => `/incoming/originals/${visit.id('unit')}/out` as const;

  async function show(visit: OfficialVisit): Promise<void> {
    const { query } = visit.req;
    const typed = wordsAsked(query);
    const days = CHOICES.find((each) => each === query.days);
    const after = keyOf(query.after);
    const read = await originals.out(visit.actor, {
      ...{ unitId: visit.id('unit'), days: days === undefined ? undefined : Number(days), text: typed, after },
    });
    const asked = { ...(typed !== '' && { q: typed }), ...(days !== undefined && { days }) };
    const href = (more: Record<string, string>) => {
      const said = String(new URLSearchParams({ ...asked, ...more }));
      return said === '' ? address(visit) : `${address(visit)}?${said}`;
    };
    const [long] = (await originals.longOut(visit.actor)).filter(({ unitId }) => unitId === read.unit.id);
    visit.render('incoming/originals-out.njk', {
      ...read,
      form: freshForm({ q: typed, days: days ?? '' }),
      choices: CHOICES,
      longDays: LONG_OUT_DAYS,
      isNarrowed: Object.keys(asked).length > 0,
      isNew: long !== undefined,
      shownAt: visit.now.getTime(),
      next: read.next === undefined ? '' : href({ after: `${read.next.since.getTime()}-${read.next.id}` }),
      first: after === undefined ? '' : href({}),
    });
  }

  return [
    { method: 'GET', path: '/incoming/originals/:unit/out', access: 'signed-in', ...ONE_UNIT, handler: show },
    {
      method: 'POST',
      path: '/incoming/originals/:unit/out',
      access: 'signed-in',
      ...ONE_UNIT,
      handler: (visit) =>
        visit.submit({
          schema: knownForm,
          async act({ shownAt }) {
            await originals.endReminder(visit.actor, { unitId: visit.id('unit'), shownAt: new Date(Number(shownAt)) });
            visit.redirect(address(visit), 'originals.out.known.done');
          },
          again: () => visit.redirect(address(visit)),
        }),
    },
  ];
}

/** "1763779200000-12", as the address of the next page says it. */
function keyOf(text: unknown): OutKey | undefined {
  const [, at, row] = /^([0-9]{1,14})-([0-9]+)$/.exec(typeof text === 'string' ? text : '') ?? [];
  const id = rowId(row);
  return id === undefined ? undefined : { since: new Date(Number(at)), id };
}

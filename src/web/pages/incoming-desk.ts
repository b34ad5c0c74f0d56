import { randomUUID } from 'node:crypto';
import { type LineFilter, lineFilter } from '../../incoming/lists/line-filter.ts';
import type { LinesFound } from '../../incoming/lists/search-lines.ts';
import { MOST_COUNTED } from '../../incoming/originals/original-lists.ts';
import { LONG_OUT_DAYS } from '../../incoming/originals/search-originals.ts';
import { MOST_ALARMS } from '../../incoming/registering/desk-store.ts';
import { MOST_LINES } from '../../intake/intake-store.ts';
import { cut } from '../cut.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, rowId } from '../forms.ts';
import { keptAtDesk } from '../kept-draft-key.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { incomingDropRoutes } from './incoming-drop.ts';
import { filterAddress, filterChoices, filterOf, narrowedParts } from './incoming-filter.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;
/** After a day at the desk an item is marked as old. */
const OLD_MS = 86_400_000;

/** A list as it was asked for. */
interface Shown {
  body: Record<string, unknown>;
  before: number | undefined;
  form: FormState;
  filter: Partial<LineFilter>;
  dropping: FormState | undefined;
}

/** The front desk, and everybody's list of the incoming letters that they may see. */
export function incomingDeskRoutes(deps: Pick<WebDeps, 'incoming' | 'intake' | 'originals' | 'settings'>): Route[] {
  const { incoming, intake } = deps;

  async function show(visit: OfficialVisit, dropping?: FormState): Promise<void> {
    const body = filterOf(visit.req.query);
    const before = rowId(visit.req.query.before);
    await visit.submit({
      schema: lineFilter,
      body,
      act: async (filter) =>
        render(
          visit,
          { body, before, form: freshForm(body as FormState['values']), filter, dropping },
          await incoming.list(visit.actor, { ...filter, before }),
        ),
      // What nobody understood narrows nothing: no list is better than one that is taken for narrowed.
      again: (form) => render(visit, { body, before, form, filter: {}, dropping }, { lines: [], older: undefined }),
    });
  }

  async function render(visit: OfficialVisit, shown: Shown, { lines, older }: LinesFound): Promise<void> {
    const { body, before, form, filter, dropping } = shown;
    const { actor, t } = visit;
    const isSearch = Object.keys(body).length > 0;
    const href = (more: Record<string, string>) => `/incoming?${filterAddress(body, more)}`;
    const units = await incoming.agendaUnits();
    const desks = await incoming.desks(actor);
    const atDesk = desks.length > 0 && !isSearch && before === undefined;
    const waiting = await itemsOf(visit, atDesk ? desks : []);
    const alarms = cut(atDesk ? await incoming.alarms(actor) : [], MOST_ALARMS);
    const stuckAnswers = cut(atDesk ? await incoming.stuckAnswers(actor) : [], MOST_ALARMS);
    const leftScans = cut(atDesk ? await incoming.scans.left(actor) : [], MOST_ALARMS);
    const unsentMails = cut(atDesk ? await incoming.unsentMails(actor) : [], MOST_ALARMS);
    visit.render('incoming/desk.njk', {
      form,
      choices: filterChoices(t),
      units: units.map(({ id, name }) => ({ value: String(id), text: name })),
      narrowed: narrowedParts(visit, filter, units.find(({ id }) => id === filter.unitId)?.name),
      lines,
      isSearch,
      older: older === undefined ? '' : href({ before: String(older) }),
      newest: before === undefined ? '' : href({}),
      desks,
      atDesk,
      waiting: waiting.lines,
      dropping: dropping ?? freshForm({ unitId: String(desks[0]?.id ?? ''), together: 'no' }),
      submissionKey: randomUUID(),
      preparing: waiting.lines.some((item) => item.state === 'waiting'),
      kept: keptAtDesk(deps.settings.secret, actor.personId),
      alarms: alarms.rows,
      stuckAnswers: stuckAnswers.rows,
      leftScans: leftScans.rows,
      answers: await incoming.answersOf(lines),
      unsentMails: unsentMails.rows,
      longOut: atDesk ? await deps.originals.longOut(actor) : [],
      longOutIs: { days: LONG_OUT_DAYS, counted: MOST_COUNTED },
      cut: {
        alarms: alarms.more,
        stuckAnswers: stuckAnswers.more,
        leftScans: leftScans.more,
        unsentMails: unsentMails.more,
        waiting: waiting.more,
      },
      today: atDesk ? await incoming.countToday(actor) : 0,
    });
  }

  /** What lies at these desks, the oldest first. */
  async function itemsOf({ actor, say, now }: OfficialVisit, desks: readonly { id: number; name: string }[]) {
    const lines = [];
    let more = false;
    for (const desk of desks) {
      const lying = cut(await intake.list(actor, desk.id), MOST_LINES);
      more ||= lying.more;
      for (const line of lying.rows)
        lines.push({
          ...line,
          unitName: desks.length > 1 ? desk.name : '',
          reason: line.reason === undefined ? '' : say(line.reason),
          old: now.getTime() - line.putInAt.getTime() > OLD_MS,
        });
    }
    return { lines: lines.toSorted((a, b) => a.id - b.id), more };
  }

  async function showAside(visit: OfficialVisit): Promise<void> {
    const desks = await incoming.desks(visit.actor);
    const before = rowId(visit.req.query.before);
    const lines = [];
    for (const desk of desks) {
      for (const line of await intake.listPutAside(visit.actor, desk.id, before))
        lines.push({ ...line, reason: line.reason === undefined ? '' : visit.say(line.reason) });
    }
    const shown = cut(
      lines.toSorted((a, b) => b.id - a.id),
      MOST_LINES,
    );
    visit.render('incoming/aside.njk', {
      lines: shown.rows,
      older: shown.more ? `/incoming/aside?before=${shown.rows.at(-1)?.id}` : '',
      newest: before === undefined ? '' : '/incoming/aside',
    });
  }

  async function showAgenda(visit: OfficialVisit): Promise<void> {
    const year = /^[12][0-9]{3}$/.test(String(visit.req.query.year)) ? Number(visit.req.query.year) : undefined;
    const below = rowId(visit.req.query.below);
    const read = await incoming.agenda(visit.actor, { unitId: visit.id('unit'), year, below });
    const href = `/incoming/agenda/${read.unit.id}?year=${read.year}`;
    visit.render('incoming/agenda.njk', {
      ...read,
      answers: await incoming.answersOf(read.lines),
      form: freshForm({ year: String(read.year) }),
      older: read.below === undefined ? '' : `${href}&below=${read.below}`,
      newest: below === undefined ? '' : href,
    });
  }

  return [
    { method: 'GET', path: '/incoming', access: 'signed-in', handler: (visit) => show(visit) },
    { method: 'GET', path: '/incoming/aside', access: 'signed-in', handler: showAside },
    ...incomingDropRoutes(deps, show),
    { method: 'GET', path: '/incoming/agenda/:unit', access: 'signed-in', ...ONE_UNIT, handler: showAgenda },
  ];
}

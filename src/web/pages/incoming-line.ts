import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { asLine, incomingForms, lineForm, timeOfDay } from './incoming-form.ts';

const ONE_LINE = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const correctForm = lineForm.extend({ revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid') });
const strikeForm = z.object({ reason: z.string().max(2_000, 'too-long').default('') });
const ownForm = z.object({ linked: z.enum(['yes', 'no']) });
const moveForm = z.object({ holdingId: chosenId, positionId: z.string().max(300, 'too-long').default('') });

/** One line of an agenda, for everybody who may see it, and what its clerk does about it. */
export function incomingLineRoutes(deps: Pick<WebDeps, 'incoming' | 'originals' | 'people'>): Route[] {
  const { incoming } = deps;
  const forms = incomingForms(deps);
  const lineAddress = (visit: OfficialVisit) => `/incoming/${visit.id('id')}/line` as const;

  async function show(visit: OfficialVisit): Promise<void> {
    const read = await incoming.line(visit.actor, visit.id('id'));
    visit.render('incoming/line.njk', {
      ...read,
      scans: await incoming.scans.prepared(visit.actor, read.line.id),
      putAside: await incoming.scans.putAside(visit.actor, read.line.id),
      original: await deps.originals.read(visit.actor, read.line.id),
    });
  }

  async function showCorrect(visit: OfficialVisit, state?: FormState): Promise<void> {
    const read = await incoming.line(visit.actor, visit.id('id'));
    if (!read.may.correct) return visit.redirect(lineAddress(visit));
    const { letter } = read;
    const timeZone = await forms.zone();
    const stored: FormState['values'] = {
      channel: letter.channel,
      senderName: letter.senderName,
      senderAddress: letter.senderAddress,
      number: letter.number,
      letterDate: letter.letterDate ?? '',
      subject: letter.subject,
      receivedOn: calendarDate(letter.receivedAt, timeZone),
      receivedTime: timeOfDay(letter.receivedAt, timeZone),
      security: letter.security,
      urgency: letter.urgency,
      classification: letter.classification,
      revision: String(letter.revision),
    };
    visit.render('incoming/correct.njk', {
      ...read,
      ...(await forms.choices(visit)),
      form: state ?? freshForm(stored),
    });
  }

  async function showStrike(visit: OfficialVisit, form: FormState): Promise<void> {
    const read = await incoming.line(visit.actor, visit.id('id'));
    if (!read.may.strike) return visit.redirect(lineAddress(visit));
    visit.render('incoming/strike.njk', { ...read, form });
  }

  async function showMove(visit: OfficialVisit, state?: FormState): Promise<void> {
    const read = await incoming.line(visit.actor, visit.id('id'));
    if (!read.may.move) return visit.redirect(lineAddress(visit));
    const movable = read.inHand.filter((each) => each.movable);
    const asked = movable.find(({ holdingId }) => holdingId === rowId(visit.req.query.holding)) ?? movable[0];
    const form = state ?? freshForm({ holdingId: String(asked?.holdingId ?? '') });
    const chosen = movable.every((each) => each.chosen);
    visit.render('incoming/move.njk', { ...read, ...(await forms.choices(visit)), movable, chosen, form });
  }

  return [
    { method: 'GET', path: '/incoming/:id/line', access: 'signed-in', ...ONE_LINE, handler: show },
    {
      method: 'GET',
      path: '/incoming/:id/correct',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showCorrect(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/correct',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) =>
        visit.submit({
          schema: correctForm,
          beside: { 'line-changed': '' },
          async act({ revision, ...line }) {
            await incoming.correct(visit.actor, {
              ...asLine(line),
              incomingId: visit.id('id'),
              revision: Number(revision),
            });
            visit.redirect(lineAddress(visit), 'line.corrected');
          },
          again: (form) => showCorrect(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/:id/own',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) =>
        visit.submit({
          schema: ownForm,
          async act({ linked }) {
            await incoming.link(visit.actor, { incomingId: visit.id('id'), linked: linked === 'yes' });
            visit.redirect(lineAddress(visit), 'line.own.changed');
          },
          again: () => visit.redirect(lineAddress(visit)),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/strike',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showStrike(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/:id/strike',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) =>
        visit.submit({
          schema: strikeForm,
          async act({ reason }) {
            await incoming.strike(visit.actor, { incomingId: visit.id('id'), reason });
            visit.redirect(lineAddress(visit), 'line.struck.done');
          },
          again: (form) => showStrike(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/move',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showMove(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/move',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) =>
        visit.submit({
          schema: moveForm,
          async act({ holdingId, positionId: typed }) {
            const { inHand } = await incoming.line(visit.actor, visit.id('id'));
            const asked = inHand.find((each) => each.holdingId === holdingId)?.chosen !== false;
            const positionId = asked ? await forms.readPost(visit, typed, 'positionId') : undefined;
            await incoming.move(visit.actor, { incomingId: visit.id('id'), holdingId, positionId });
            visit.redirect(lineAddress(visit), 'line.moved');
          },
          again: (form) => showMove(visit, form),
        }),
    },
  ];
}

import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import type { HandoverLine } from '../../incoming/originals/originals-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { demandTaker, handoverFields, handoverNow, ONE_PROOF, typedHandover } from './handover-form.ts';
import { incomingForms, timeOfDay } from './incoming-form.ts';
import { originalTakers } from './original-takers.ts';
import { sendSheet } from './sending.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const ONE_LINE = {
  sample: { id: '1', line: '1' },
  matches: { id: /^[1-9][0-9]*$/, line: /^[1-9][0-9]*$/ },
} as const;

const text = z.string().max(2_000, 'too-long').default('');
const moving = {
  to: z.string().max(300, 'too-long').default(''),
  ...handoverFields,
  place: text,
  note: text,
};
const moveForm = z
  .object({
    kind: z.enum(['handed', 'returned', 'archived'], 'choose'),
    seen: z.string().regex(/^[0-9]{1,15}$/, 'invalid'),
    ...moving,
  })
  .superRefine(demandTaker);
const correctForm = z
  .object({
    kind: z.enum(['handed', 'returned', 'archived', 'struck'], 'choose'),
    reason: text.refine((typed) => typed.trim() !== '', 'required'),
    ...moving,
  })
  .superRefine(demandTaker);

/** The paper original of one letter: whither it goes next, and what was written wrongly about it. */
export function incomingOriginalCourseRoutes(
  deps: Pick<WebDeps, 'originals' | 'incoming' | 'people' | 'reportFiles'>,
): Route[] {
  const { originals, incoming } = deps;
  const takers = originalTakers(deps, incomingForms(deps));
  const lineAddress = (visit: OfficialVisit) => `/incoming/${visit.id('id')}/line` as const;

  async function read(visit: OfficialVisit) {
    const { line } = await incoming.line(visit.actor, visit.id('id'));
    const original = await originals.read(visit.actor, line.id);
    return { line, original, takers: await takers.suggest({ units: [], lines: [line] }) };
  }

  async function showMove(visit: OfficialVisit, state?: FormState): Promise<void> {
    const found = await read(visit);
    const { mayKeep, moves, lines } = found.original;
    if (!mayKeep) return visit.redirect(lineAddress(visit));
    const fresh = { ...(await handoverNow(deps, visit)), kind: moves[0] ?? '', seen: String(lines[0]?.id ?? 0) };
    visit.render('incoming/original.njk', { ...found, moves, wrong: null, form: state ?? freshForm(fresh) });
  }

  async function showCorrect(visit: OfficialVisit, state?: FormState): Promise<void> {
    const found = await read(visit);
    const wrong = found.original.lines.find(({ id, holds }) => id === visit.id('line') && holds);
    if (!found.original.mayKeep || wrong === undefined) return visit.redirect(lineAddress(visit));
    const form = state ?? freshForm(asWritten(wrong, await deps.people.timeZone()));
    visit.render('incoming/original.njk', {
      ...found,
      moves: ['handed', 'returned', 'archived', 'struck'],
      wrong,
      form,
    });
  }

  /** Foreign files cost seconds of a machine: looked into only for whoever keeps this original. */
  async function demandKeeping(visit: OfficialVisit): Promise<void> {
    await originals.demandKeeping(visit.actor, visit.id('id'));
  }

  return [
    {
      method: 'GET',
      path: '/incoming/:id/original',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showMove(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/original',
      access: 'signed-in',
      ...ONE_LETTER,
      receives: ONE_PROOF,
      handler: (visit) =>
        visit.submit({
          schema: moveForm,
          async act({ kind, seen, to, place, note, ...typed }) {
            await demandKeeping(visit);
            const taker = kind === 'handed' ? await takers.read(visit, to) : undefined;
            const handover = await typedHandover(deps, visit, typed);
            const move = { kind, to: taker, place, note, ...handover };
            await originals.move(visit.actor, { incomingId: visit.id('id'), seen: Number(seen), ...move });
            visit.redirect(lineAddress(visit), 'originals.moved');
          },
          again: (form) => showMove(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/original/:line',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showCorrect(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/original/:line',
      access: 'signed-in',
      ...ONE_LINE,
      receives: ONE_PROOF,
      handler: (visit) =>
        visit.submit({
          schema: correctForm,
          async act({ kind, reason, to, place, note, ...typed }) {
            await demandKeeping(visit);
            const line = { incomingId: visit.id('id'), lineId: visit.id('line'), reason };
            if (kind === 'struck') await originals.correct(visit.actor, { ...line, kind });
            else {
              const taker = kind === 'handed' ? await takers.read(visit, to) : undefined;
              const handover = await typedHandover(deps, visit, typed);
              await originals.correct(visit.actor, { ...line, kind, to: taker, place, note, ...handover });
            }
            visit.redirect(lineAddress(visit), 'originals.corrected');
          },
          again: (form) => showCorrect(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/original/:line/proof.pdf',
      access: 'signed-in',
      ...ONE_LINE,
      async handler(visit) {
        const pdf = await originals.proof(visit.actor, visit.id('id'), visit.id('line'));
        sendSheet(visit, pdf, 'bukti-terima.pdf');
      },
    },
  ];
}

function asWritten(line: HandoverLine, timeZone: string): FormState['values'] {
  return {
    kind: line.kind,
    to: line.kind === 'handed' ? line.place : '',
    receiver: line.receiver,
    receivedAt: calendarDate(line.takenAt, timeZone),
    time: timeOfDay(line.takenAt, timeZone),
    place: line.kind === 'archived' ? line.place : '',
    note: line.note,
    reason: '',
  };
}

import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { REPORT_FILE_BYTES } from '../../incoming/report-files.ts';
import { clockTime } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { daysAsked, type FormState, freshForm, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { sendSheet } from './sending.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;
const ONE_LINE = { sample: { line: '1' }, matches: { line: /^[1-9][0-9]*$/ } } as const;

const papersForm = z.object({
  papers: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(300)]).default([]),
  sheets: z.string().max(6).default(''),
});
const short = z.string().max(1_000, 'too-long').default('');
const outcomeForm = z.object({
  outcome: z.enum(['delivered', 'returned'], 'choose'),
  receiver: short,
  receivedAt: short,
  time: short,
  note: short,
});

/** The handover book of a unit, kept by its registry clerk. */
export function expeditionRoutes(deps: Pick<WebDeps, 'sending' | 'people' | 'reportFiles'>): Route[] {
  const { expedition } = deps.sending;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const book = await expedition.read(visit.actor, visit.id('unit'), daysAsked(visit.req.query));
    visit.render('sending/expedition.njk', {
      ...book,
      form: state ?? freshForm({ sheets: '1' }),
      days: freshForm({ from: book.from, to: book.to }),
    });
  }

  async function showLine(visit: OfficialVisit, state?: FormState): Promise<void> {
    const line = await expedition.getOpen(visit.actor, visit.id('line'));
    const { timeZone } = await deps.people.getOffice();
    const receivedAt = calendarDate(visit.now, timeZone);
    const time = clockTime(visit.now, timeZone).replace('.', ':').slice(0, 5);
    visit.render('sending/expedition-line.njk', { line, form: state ?? freshForm({ receivedAt, time }) });
  }

  return [
    {
      method: 'GET',
      path: '/expedition',
      access: 'signed-in',
      async handler(visit) {
        const units = await expedition.units(visit.actor);
        const [only] = units;
        if (units.length === 1 && only !== undefined) return visit.redirect(`/expedition/${only.id}`);
        visit.render('sending/expedition-units.njk', { units });
      },
    },
    { method: 'GET', path: '/expedition/:unit', access: 'signed-in', ...ONE_UNIT, handler: (visit) => show(visit) },
    {
      method: 'GET',
      path: '/expedition/:unit/book.pdf',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const pdf = await expedition.sheet(visit.actor, visit.id('unit'), daysAsked(visit.req.query));
        sendSheet(visit, pdf, 'buku-ekspedisi.pdf');
      },
    },
    {
      method: 'POST',
      path: '/expedition/:unit',
      access: 'signed-in',
      ...ONE_UNIT,
      handler: (visit) =>
        visit.submit({
          schema: papersForm,
          async act({ papers, sheets }) {
            const ids = papers.flatMap((text) => rowId(text) ?? []);
            await expedition.sendOut(visit.actor, visit.id('unit'), ids, Number(sheets));
            visit.redirect(`/expedition/${visit.id('unit')}`, 'expedition.sent');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/expedition/lines/:line',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showLine(visit),
    },
    {
      method: 'GET',
      path: '/expedition/lines/:line/proof.pdf',
      access: 'signed-in',
      ...ONE_LINE,
      async handler(visit) {
        sendSheet(visit, await expedition.proof(visit.actor, visit.id('line')), 'bukti-terima.pdf');
      },
    },
    {
      method: 'POST',
      path: '/expedition/lines/:line',
      access: 'signed-in',
      ...ONE_LINE,
      receives: { field: 'files', most: 1, maxBytes: REPORT_FILE_BYTES },
      handler: (visit) =>
        visit.submit({
          schema: outcomeForm,
          async act({ receivedAt, time, ...end }) {
            // Foreign files cost minutes of a machine: looked into only for whoever keeps this book.
            await expedition.getOpen(visit.actor, visit.id('line'));
            const [proof] = await deps.reportFiles.take(visit.files());
            const typed = { ...end, day: receivedAt, time: time.replace('.', ':'), proofSha256: proof?.sha256 ?? null };
            const { unitId } = await expedition.record(visit.actor, visit.id('line'), typed);
            visit.redirect(`/expedition/${unitId}`, 'expedition.recorded');
          },
          again: (form) => showLine(visit, form),
        }),
    },
  ];
}

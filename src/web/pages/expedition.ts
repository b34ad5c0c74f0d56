import { z } from 'zod';
import type { BookAsk } from '../../sending/expedition.ts';
import type { ExpeditionLine } from '../../sending/expedition-store.ts';
import { dayAndTime } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { daysAsked, type FormState, freshForm, rowId } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { bookFiles } from './book-files.ts';
import { handoverFields, handoverNow, ONE_PROOF, typedHandover } from './handover-form.ts';
import { sendSheet } from './sending.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;
const ONE_LINE = { sample: { line: '1' }, matches: { line: /^[1-9][0-9]*$/ } } as const;

const papersForm = z.object({
  papers: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(300)]).default([]),
  sheets: z.string().max(6).default(''),
});
const outcomeForm = z.object({
  outcome: z.enum(['delivered', 'returned'], 'choose'),
  ...handoverFields,
  note: z.string().max(1_000, 'too-long').default(''),
});

/** The handover book of a unit, kept by its registry clerk. */
export function expeditionRoutes(deps: Pick<WebDeps, 'sending' | 'people' | 'reportFiles'>): Route[] {
  const { expedition } = deps.sending;

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const book = await expedition.read(visit.actor, visit.id('unit'), asked(visit));
    const chosen = { from: book.from, to: book.to, q: book.words };
    visit.render('sending/expedition.njk', {
      ...book,
      form: state ?? freshForm({ sheets: '1' }),
      days: freshForm(chosen),
      query: String(new URLSearchParams(chosen)),
    });
  }

  async function showLine(visit: OfficialVisit, state?: FormState): Promise<void> {
    const line = await expedition.getOpen(visit.actor, visit.id('line'));
    visit.render('sending/expedition-line.njk', { line, form: state ?? freshForm(await handoverNow(deps, visit)) });
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
        const pdf = await expedition.sheet(visit.actor, visit.id('unit'), asked(visit));
        sendSheet(visit, pdf, 'buku-ekspedisi.pdf');
      },
    },
    ...bookFiles({ path: '/expedition/:unit/book', access: 'signed-in', ...ONE_UNIT }, async (visit) => {
      const { from, to, lines } = await expedition.read(visit.actor, visit.id('unit'), asked(visit));
      const timeZone = await deps.people.timeZone();
      const rows = lines.map((line) => cellsOf(line, visit, timeZone));
      return { name: `buku-ekspedisi-${from}-${to}`, rows: [HEADINGS.map((key) => visit.t(key)), ...rows] };
    }),
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
      receives: ONE_PROOF,
      handler: (visit) =>
        visit.submit({
          schema: outcomeForm,
          async act({ outcome, note, ...typed }) {
            // Foreign files cost minutes of a machine: looked into only for whoever keeps this book.
            await expedition.getOpen(visit.actor, visit.id('line'));
            const end = { outcome, note, ...(await typedHandover(deps, visit, typed)) };
            const { unitId } = await expedition.record(visit.actor, visit.id('line'), end);
            visit.redirect(`/expedition/${unitId}`, 'expedition.recorded');
          },
          again: (form) => showLine(visit, form),
        }),
    },
  ];
}

function asked({ req }: OfficialVisit): BookAsk {
  return { ...daysAsked(req.query), words: typeof req.query.q === 'string' ? req.query.q : '' };
}

const HEADINGS = [
  'expedition.column.number',
  'expedition.csv.year',
  'expedition.column.letter',
  'expedition.column.to',
  'expedition.csv.address',
  'expedition.column.count',
  'expedition.csv.left',
  'expedition.column.state',
  'handover.receiver',
  'expedition.csv.received',
  'expedition.note',
] as const;

function nameOf({ named, part, name }: ExpeditionLine, t: OfficialVisit['t']): string {
  if (!named) return t('expedition.secret');
  return part === 'cc' ? `${name} (${t('arrivals.copy')})` : name;
}

function cellsOf(line: ExpeditionLine, { t }: OfficialVisit, timeZone: string): string[] {
  return [
    String(line.number),
    String(line.year),
    line.letterNumber,
    nameOf(line, t),
    line.address,
    String(line.sheets),
    dayAndTime(line.sentAt, timeZone),
    t(`expedition.state.${line.outcome ?? 'open'}`),
    line.receiver,
    line.receivedAt === null ? '' : dayAndTime(line.receivedAt, timeZone),
    line.note,
  ];
}

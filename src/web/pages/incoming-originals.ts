import { z } from 'zod';
import { asCells, asFile, fileHeadings, headings } from '../../incoming/books/book-columns.ts';
import { MOST_AT_ONCE } from '../../incoming/originals/hand-over-originals.ts';
import { originalColumns, originalFields } from '../../incoming/originals/original-book.ts';
import type { OriginalBookAsk } from '../../incoming/originals/originals.ts';
import { isSecret } from '../../people/security-class.ts';
import { dateAndTime, dayAndTime } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { daysAsked, type FormState, freshForm, rowId, wordsAsked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { bookFiles } from './book-files.ts';
import { demandTaker, handoverFields, handoverNow, ONE_PROOF, typedHandover } from './handover-form.ts';
import { incomingForms } from './incoming-form.ts';
import { originalTakers } from './original-takers.ts';
import { sendSheet } from './sending.ts';

const ONE_UNIT = { sample: { unit: '1' }, matches: { unit: /^[1-9][0-9]*$/ } } as const;

const text = z.string().max(1_000, 'too-long').default('');
const manyForm = z
  .object({
    letters: z
      .union([z.string().transform((one) => [one]), z.array(z.string()).max(300)])
      .default([])
      .refine((chosen) => chosen.length > 0, 'choose'),
    kind: z.enum(['handed', 'archived'], 'choose'),
    to: text,
    ...handoverFields,
    place: text,
    note: text,
  })
  .superRefine(demandTaker);

/** The paper originals at a front desk: handed over several at once, and the book of it by days. */
export function incomingOriginalRoutes(
  deps: Pick<WebDeps, 'originals' | 'incoming' | 'people' | 'reportFiles'>,
): Route[] {
  const { originals } = deps;
  const takers = originalTakers(deps, incomingForms(deps));
  const forUnit = (visit: OfficialVisit) => rowId(visit.req.query.for);
  const address = (visit: OfficialVisit, more: Record<string, string> = {}): `/${string}` => {
    const unit = forUnit(visit);
    const asked = String(new URLSearchParams({ ...(unit !== undefined && { for: String(unit) }), ...more }));
    return `/incoming/originals/${visit.id('unit')}${asked === '' ? '' : `?${asked}`}`;
  };

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const forUnitId = forUnit(visit);
    const [text, before] = [wordsAsked(visit.req.query), rowId(visit.req.query.before)];
    const read = await originals.atDesk(visit.actor, { unitId: visit.id('unit'), forUnitId, text, before });
    const narrowed = text === '' ? {} : { q: text };
    const page = before === undefined ? {} : { before: String(before) };
    const wanted = read.units.find(({ id }) => id === forUnitId);
    const fresh = { ...(await handoverNow(deps, visit)), to: wanted?.name ?? '', kind: 'handed' };
    visit.render('incoming/originals.njk', {
      ...read,
      here: address(visit, { ...narrowed, ...page }),
      older: read.older === undefined ? '' : address(visit, { ...narrowed, before: String(read.older) }),
      newest: before === undefined ? '' : address(visit, narrowed),
      // Whoever asked for one unit's papers hands over all of them, as many as go at once, but for what goes by name.
      ticked:
        wanted === undefined
          ? []
          : read.lines
              .filter(({ security }) => !isSecret(security))
              .map(({ id }) => String(id))
              .slice(0, MOST_AT_ONCE),
      chosen: freshForm({ for: String(wanted?.id ?? ''), q: text }),
      takers: await takers.suggest(read),
      form: state ?? freshForm(fresh),
    });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/originals/:unit',
      access: 'signed-in',
      ...ONE_UNIT,
      handler: (visit) => show(visit),
    },
    {
      method: 'POST',
      path: '/incoming/originals/:unit',
      access: 'signed-in',
      ...ONE_UNIT,
      receives: ONE_PROOF,
      handler: (visit) =>
        visit.submit({
          schema: manyForm,
          beside: { 'original-moved': 'letters' },
          async act({ kind, letters, to, place, note, ...typed }) {
            const unitId = visit.id('unit');
            await originals.demandDesk(visit.actor, unitId);
            const incomingIds = letters.flatMap((text) => rowId(text) ?? []);
            const taker = kind === 'handed' ? await takers.read(visit, to) : undefined;
            const handover = await typedHandover(deps, visit, typed);
            await originals.handOver(visit.actor, { unitId, incomingIds, kind, to: taker, place, note, ...handover });
            visit.redirect(address(visit), 'originals.handed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/originals/:unit/book',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        const { rows, ...read } = await originals.book(visit.actor, asked(visit));
        const { language } = visit;
        const timeZone = await deps.people.timeZone();
        const chosen = { from: read.from, to: read.to, q: read.words };
        visit.render('incoming/original-book.njk', {
          ...read,
          columns: headings(originalColumns, language),
          rows: rows.map((row) => ({
            incomingId: row.incomingId,
            proof: row.proofSha256 === null ? '' : `/incoming/${row.incomingId}/original/${row.id}/proof.pdf`,
            number: row.number,
            cells: asCells(
              originalColumns,
              originalFields(row, language, (at) => dateAndTime(at, timeZone, language)),
            ),
          })),
          form: freshForm(chosen),
          query: String(new URLSearchParams(chosen)),
        });
      },
    },
    {
      method: 'GET',
      path: '/incoming/originals/:unit/book.pdf',
      access: 'signed-in',
      ...ONE_UNIT,
      async handler(visit) {
        sendSheet(visit, await originals.print(visit.actor, asked(visit)), 'buku-naskah-asli.pdf');
      },
    },
    ...bookFiles({ path: '/incoming/originals/:unit/book', access: 'signed-in', ...ONE_UNIT }, async (visit) => {
      const { from, to, rows } = await originals.book(visit.actor, asked(visit));
      const timeZone = await deps.people.timeZone();
      const { language } = visit;
      const fields = rows.map((row) => asFile(originalFields(row, language, (at) => dayAndTime(at, timeZone))));
      return { name: `buku-naskah-asli-${from}-${to}`, rows: [fileHeadings(originalColumns, language), ...fields] };
    }),
  ];
}

function asked(visit: OfficialVisit): OriginalBookAsk {
  const { q } = visit.req.query;
  return { unitId: visit.id('unit'), ...daysAsked(visit.req.query), words: typeof q === 'string' ? q : '' };
}

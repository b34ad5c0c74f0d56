import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { readRanges } from '../../uploads/page-ranges.ts';
import { CORNERS, type Place, type Places } from '../../uploads/places.ts';
import type { Upload } from '../../uploads/upload-store.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, ticked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const MARKS = ['number', 'date', 'block'] as const;
type Mark = (typeof MARKS)[number];
const SHOWN_AT_ONCE = 20;

const whole = z
  .string()
  .trim()
  .regex(/^[0-9]{1,4}$/, 'invalid')
  .transform(Number);
const corner = z.enum(CORNERS, 'choose');
const placesForm = z.object({
  ...Object.fromEntries(
    MARKS.flatMap((mark) => [
      [`${mark}.page`, whole],
      [`${mark}.corner`, corner],
      [`${mark}.x`, whole],
      [`${mark}.y`, whole],
      [`${mark}.off`, ticked],
    ]),
  ),
}) as unknown as z.ZodType<Record<string, number | string | boolean>>;
const approveForm = z.object({ revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid') });

/** Where number, date and block of an uploaded letter stand, and the drafter's look at the stamped pages. */
export function letterPlacesRoutes(deps: Pick<WebDeps, 'letters' | 'letterFiles' | 'letterUploads'>): Route[] {
  const { letters, letterFiles, letterUploads } = deps;

  async function letterFile(visit: OfficialVisit): Promise<Upload> {
    await letters.getEditable(visit.actor, visit.id('id'));
    const uploads = await letterUploads.list(visit.actor, visit.id('id'));
    const upload = uploads.find(({ role, state }) => role === 'letter' && state === 'ready');
    if (upload !== undefined) return upload;
    throw new Refusal('not-found', 'upload-unknown', {
      id: 'Surat ini tidak mempunyai isi dari berkas yang siap.',
      en: 'This letter has no file as its text, or it is not ready.',
    });
  }

  async function showPlaces(visit: OfficialVisit, state?: FormState): Promise<void> {
    const upload = await letterFile(visit);
    const letter = await letters.getEditable(visit.actor, visit.id('id'));
    const pages = upload.pages ?? 1;
    const places = letterUploads.placesOf(upload);
    const asked = Number(visit.req.query.page);
    const page = Number.isInteger(asked) && asked >= 1 && asked <= pages ? asked : places.block.page;
    const [width, height] = sizeOf(upload, page);
    visit.render('letters-pages/places.njk', {
      id: visit.id('id'),
      form: state ?? freshForm(valuesOf(places)),
      marks: MARKS,
      corners: CORNERS,
      page,
      pages,
      widthMm: Math.round((width / 72) * 25.4),
      heightMm: Math.round((height / 72) * 25.4),
      revision: `${letter.draftRevision}-${letter.filesRevision}`,
    });
  }

  async function showPages(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    const letter = await letters.getEditable(visit.actor, letterId);
    const uploads = await letterUploads.list(visit.actor, letterId);
    const pages = await letterFiles.draftPages(visit.actor, letterId);
    const asked = Number(visit.req.query.from);
    const from = Number.isInteger(asked) && asked >= 1 && asked <= pages ? asked : 1;
    visit.render('letters-pages/check-pages.njk', {
      id: letterId,
      revision: letter.filesRevision,
      version: `${letter.draftRevision}-${letter.filesRevision}`,
      pages,
      from,
      to: Math.min(pages, from + SHOWN_AT_ONCE - 1),
      previous: from > 1 ? Math.max(1, from - SHOWN_AT_ONCE) : 0,
      next: from + SHOWN_AT_ONCE <= pages ? from + SHOWN_AT_ONCE : 0,
      smaller: uploads.reduce((sum, { facts }) => sum + readRanges(facts?.footTaken ?? '').size, 0),
      mended: uploads.some(({ facts }) => facts?.mended === true),
      approved: uploads.every(({ approved }) => approved),
    });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/files/places',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showPlaces(visit),
    },
    {
      method: 'POST',
      path: '/letters/:id/files/places',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: placesForm,
          async act(values) {
            const upload = await letterFile(visit);
            await letterUploads.place(visit.actor, visit.id('id'), upload.id, asPlaces(values));
            visit.redirect(`/letters/${visit.id('id')}/files/check`, 'places.saved');
          },
          again: (form) => showPlaces(visit, form),
        }),
    },
    { method: 'GET', path: '/letters/:id/files/check', access: 'signed-in', ...ONE_LETTER, handler: showPages },
    {
      method: 'POST',
      path: '/letters/:id/files/check',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: approveForm,
          async act({ revision }) {
            await letterUploads.approve(visit.actor, visit.id('id'), Number(revision));
            visit.redirect(`/letters/${visit.id('id')}/files`, 'files.approve.thanks');
          },
          again: () => showPages(visit),
        }),
    },
  ];
}

function valuesOf(places: Places): FormState['values'] {
  const fallback: Place = { page: 1, corner: 'top-left', x: 50, y: 50 };
  return Object.fromEntries(
    MARKS.flatMap((mark) => {
      const place = places[mark] ?? fallback;
      return [
        [`${mark}.page`, String(place.page)],
        [`${mark}.corner`, place.corner],
        [`${mark}.x`, String(place.x)],
        [`${mark}.y`, String(place.y)],
        [`${mark}.off`, places[mark] === null ? 'yes' : ''],
      ];
    }),
  );
}

function asPlaces(values: Record<string, number | string | boolean>): Places {
  const place = (mark: Mark): Place => ({
    page: Number(values[`${mark}.page`]),
    corner: corner.parse(values[`${mark}.corner`]),
    x: Number(values[`${mark}.x`]),
    y: Number(values[`${mark}.y`]),
  });
  const unlessOff = (mark: Mark) => (values[`${mark}.off`] === true ? null : place(mark));
  return { number: unlessOff('number'), date: unlessOff('date'), block: place('block') };
}

/** Width and height of a page in points. */
function sizeOf(upload: Upload, page: number): [number, number] {
  let before = 0;
  for (const [count, width, height] of upload.facts?.sheets ?? []) {
    before += count;
    if (page <= before) return [width, height];
  }
  return [595, 842];
}

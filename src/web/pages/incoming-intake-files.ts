import { z } from 'zod';
import { type ArrangedPage, TURNS } from '../../intake/arrangement.ts';
import { MOST_SCAN_BYTES } from '../../uploads/upload-words.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, many } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { ONE_ITEM } from './incoming-intake.ts';
import { sendPicture } from './send-picture.ts';

const ONE_PAGE = {
  sample: { id: '1', page: '1' },
  matches: { id: /^[1-9][0-9]*$/, page: /^[1-9][0-9]{0,3}$/ },
} as const;
const ONE_FILE = { sample: { id: '1', file: '1' }, matches: { id: /^[1-9][0-9]*$/, file: /^[1-9][0-9]*$/ } } as const;
const FILE_PAGE = {
  sample: { id: '1', file: '1', page: '1' },
  matches: { ...ONE_FILE.matches, page: /^[1-9][0-9]{0,3}$/ },
} as const;

const rows = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(4_000)]).default([]);
const arrangeForm = z.object({
  revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid'),
  page: rows,
  place: rows,
  turn: rows,
});
const roleForm = z.object({ role: z.enum(['letter', 'attachment'], 'choose') });
const asideForm = z.object({ reason: z.string().max(2_000, 'too-long').default('') });

/** Pages looked at, turned and put in order; files added and taken out; what is not registered put aside. */
export function incomingIntakeFileRoutes({ intake }: Pick<WebDeps, 'intake'>): Route[] {
  const back = (visit: OfficialVisit) => `/incoming/intake/${visit.id('id')}` as const;

  async function showArrange(visit: OfficialVisit, state?: FormState): Promise<void> {
    const item = await intake.get(visit.actor, visit.id('id'));
    if (item.arrangement.length === 0) return visit.redirect(back(visit));
    const typed = { place: many(state?.values.place), turn: many(state?.values.turn) };
    visit.render('incoming/arrange.njk', {
      item,
      form: state ?? freshForm(),
      turns: TURNS,
      pages: item.arrangement.map((page, at) => ({
        ...page,
        name: item.files.find(({ id }) => id === page.file)?.name ?? '',
        place: typed.place[at] ?? String(at + 1),
        turn: typed.turn[at] ?? String(page.turn),
      })),
    });
  }

  async function showAside(visit: OfficialVisit, form: FormState): Promise<void> {
    visit.render('incoming/put-aside.njk', { item: await intake.get(visit.actor, visit.id('id')), form });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/intake/:id/sheets/:page.png',
      access: 'signed-in',
      ...ONE_PAGE,
      async handler(visit) {
        const dpi = visit.req.query.size === 'large' ? 150 : undefined;
        sendPicture(visit, (await intake.sheet(visit.actor, visit.id('id'), visit.id('page'), dpi)).png);
      },
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/letter.pdf',
      access: 'signed-in',
      ...ONE_ITEM,
      async handler(visit) {
        const pdf = await intake.document(visit.actor, visit.id('id'));
        visit.res.type('application/pdf').set('Content-Disposition', 'inline; filename="surat.pdf"').send(pdf);
      },
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/files/:file/:page.png',
      access: 'signed-in',
      ...FILE_PAGE,
      async handler(visit) {
        const which = { file: visit.id('file'), page: visit.id('page') };
        sendPicture(visit, (await intake.page(visit.actor, visit.id('id'), which, 40)).png);
      },
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/arrange',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) => showArrange(visit),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/arrange',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) =>
        visit.submit({
          schema: arrangeForm,
          async act({ revision, ...typed }) {
            await intake.arrange(visit.actor, visit.id('id'), { revision: Number(revision), pages: inOrder(typed) });
            visit.redirect(back(visit), 'intake.arranged');
          },
          again: (form) => showArrange(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/files',
      access: 'signed-in',
      ...ONE_ITEM,
      receives: { field: 'file', most: 1, maxBytes: MOST_SCAN_BYTES },
      handler: (visit) =>
        visit.submit({
          schema: roleForm,
          async act({ role }) {
            const { path, name, size } = visit.file();
            await intake.addFile(visit.actor, visit.id('id'), { path, name, size, role });
            visit.redirect(back(visit), 'intake.changed');
          },
          again: (form) => showAdd(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/files',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) => showAdd(visit, freshForm({ role: 'attachment' })),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/files/:file/remove',
      access: 'signed-in',
      ...ONE_FILE,
      async handler(visit) {
        await intake.removeFile(visit.actor, visit.id('id'), visit.id('file'));
        visit.redirect(`${back(visit)}/files`, 'intake.changed');
      },
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/files/:file/role',
      access: 'signed-in',
      ...ONE_FILE,
      handler: (visit) =>
        visit.submit({
          schema: roleForm,
          async act({ role }) {
            await intake.setRole(visit.actor, visit.id('id'), visit.id('file'), role);
            visit.redirect(`${back(visit)}/files`, 'intake.changed');
          },
          again: (form) => showAdd(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/incoming/intake/:id/aside',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) => showAside(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/aside',
      access: 'signed-in',
      ...ONE_ITEM,
      handler: (visit) =>
        visit.submit({
          schema: asideForm,
          beside: { 'intake-say-why': 'reason' },
          async act({ reason }) {
            const { forIncomingId } = await intake.putAside(visit.actor, visit.id('id'), reason);
            if (forIncomingId === null) return visit.redirect('/incoming', 'intake.aside.done');
            visit.redirect(`/incoming/${forIncomingId}/scan`, 'scan.aside.done');
          },
          again: (form) => showAside(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/intake/:id/back',
      access: 'signed-in',
      ...ONE_ITEM,
      async handler(visit) {
        const { forIncomingId } = await intake.bringBack(visit.actor, visit.id('id'));
        visit.redirect(back(visit), forIncomingId === null ? 'intake.back.done' : 'scan.back.done');
      },
    },
  ];

  async function showAdd(visit: OfficialVisit, form: FormState): Promise<void> {
    const item = await intake.get(visit.actor, visit.id('id'));
    visit.render('incoming/intake-files.njk', {
      item,
      form,
      files: item.files.map(({ problem, ...file }) => ({ ...file, problem: problem && visit.say(problem.words) })),
    });
  }
}

/** Pages by the place typed beside each; equal places keep the order in which they stood. */
function inOrder({ page, place, turn }: { page: string[]; place: string[]; turn: string[] }): ArrangedPage[] {
  return page
    .map((text, at) => {
      const [file = 0, number = 0] = text.split('/').map(Number);
      const turned = TURNS.find((known) => String(known) === turn[at]) ?? 0;
      return { at: Number(place[at] ?? at + 1), page: { file, page: number, turn: turned } };
    })
    .toSorted((a, b) => a.at - b.at)
    .map((each) => each.page);
}

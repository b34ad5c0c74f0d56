import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { Upload } from '../../uploads/upload-store.ts';
import { isUploadProblem, MOST_UPLOAD_BYTES, uploadWords } from '../../uploads/upload-words.ts';
import { fileSize } from '../dates.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const ONE_FILE = {
  sample: { id: '1', file: '1' },
  matches: { id: /^[1-9][0-9]*$/, file: /^[1-9][0-9]*$/ },
} as const;

const fileForm = z.object({ role: z.enum(['letter', 'attachment', 'text'], 'choose') });
const moveForm = z.object({ by: z.enum(['up', 'down'], 'invalid') });

/** The files of a draft: brought, listed, put in order, taken away; and how far each has come. */
export function letterUploadRoutes(deps: Pick<WebDeps, 'letters' | 'letterUploads'>): Route[] {
  const { letters, letterUploads } = deps;

  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const letterId = visit.id('id');
    const letter = await letters.getEditable(visit.actor, letterId);
    const uploads = await letterUploads.list(visit.actor, letterId);
    const shown = uploads.map((upload) => shownFile(visit, upload));
    visit.render('letters-pages/files.njk', {
      form,
      id: letterId,
      subject: letter.subject,
      letterFile: shown.find(({ role }) => role === 'letter'),
      attachments: shown.filter(({ role }) => role === 'attachment'),
      working: uploads.some(isWorking),
      ready: uploads.length > 0 && uploads.every(({ state }) => state === 'ready'),
      approved: uploads.every(({ approved }) => approved),
      placed: uploads.every(({ role, places }) => role !== 'letter' || places !== null),
      convertsDocx: letterUploads.convertsDocx,
    });
  }

  async function receive(visit: OfficialVisit): Promise<void> {
    const letterId = visit.id('id');
    await visit.submit({
      schema: fileForm,
      async act({ role }) {
        const file = visit.file();
        if (role !== 'text') {
          await letterUploads.receive(visit.actor, letterId, role, file);
          return visit.redirect(`/letters/${letterId}/files`, 'files.added');
        }
        const letter = await letters.getEditable(visit.actor, letterId);
        const kind = await letters.getKindOf(letter);
        const section = kind.sections.find((one) => one.kind === 'text')?.key;
        if (section === undefined) throw noSection(visit);
        const left = await letterUploads.takeText(visit.actor, letterId, section, file);
        visit.redirect(
          `/letters/${letterId}/edit`,
          left.length === 0 ? 'files.text-taken' : 'files.text-taken.pictures',
        );
      },
      again: (form) => show(visit, form),
    });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/files',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => show(visit, freshForm({ role: 'attachment' })),
    },
    {
      method: 'POST',
      path: '/letters/:id/files',
      access: 'signed-in',
      ...ONE_LETTER,
      receives: { field: 'file', most: 1, maxBytes: MOST_UPLOAD_BYTES },
      handler: receive,
    },
    {
      method: 'GET',
      path: '/letters/:id/files/state.json',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const uploads = await letterUploads.list(visit.actor, visit.id('id'));
        visit.res.json({
          files: uploads.map(({ id, state, percent }) => ({ id, state, percent })),
          working: uploads.some(isWorking),
        });
      },
    },
    {
      method: 'POST',
      path: '/letters/:id/files/:file/remove',
      access: 'signed-in',
      ...ONE_FILE,
      async handler(visit) {
        await letterUploads.remove(visit.actor, visit.id('id'), visit.id('file'));
        visit.redirect(`/letters/${visit.id('id')}/files`, 'files.removed');
      },
    },
    {
      method: 'POST',
      path: '/letters/:id/files/:file/move',
      access: 'signed-in',
      ...ONE_FILE,
      handler: (visit) =>
        visit.submit({
          schema: moveForm,
          async act({ by }) {
            await letterUploads.move(visit.actor, visit.id('id'), visit.id('file'), by === 'up' ? -1 : 1);
            visit.redirect(`/letters/${visit.id('id')}/files`);
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}

const isWorking = ({ state }: Upload) => state === 'waiting' || state === 'working';

function shownFile(visit: OfficialVisit, upload: Upload) {
  const { id, role, name, state, reason, percent, pages, facts } = upload;
  return {
    id,
    role,
    name,
    state,
    percent,
    pages,
    size: fileSize(upload.receivedLength, visit.language),
    why: reason !== null && isUploadProblem(reason) ? visit.say(uploadWords(reason)) : '',
    mended: facts?.mended ?? false,
    smaller: facts?.footTaken.replaceAll(',', ', ').replaceAll('-', '–') ?? '',
  };
}

function noSection(visit: OfficialVisit): Refusal {
  const words = { id: visit.t('files.no-section'), en: visit.t('files.no-section') };
  return new Refusal('invalid-input', 'no-section-for-text', words, { file: words });
}

import type { PictureSize } from '../../letters/letter-files.ts';
import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const ONE_PAGE = {
  sample: { id: '1', page: '1' },
  matches: { id: /^[1-9][0-9]*$/, page: /^[1-9][0-9]{0,3}$/ },
} as const;

/** Pictures and PDFs of letters. Each asks who reads, every time: a browser may keep a picture but must ask before showing it. */
export function letterFileRoutes(deps: Pick<WebDeps, 'letterFiles' | 'fileCopy'>): Route[] {
  const { letterFiles } = deps;
  return [
    {
      method: 'GET',
      path: '/letters/:id/pages/:page.png',
      access: 'signed-in',
      ...ONE_PAGE,
      async handler(visit) {
        const size: PictureSize = visit.req.query.size === 'large' ? 'large' : 'normal';
        const { sha256, confidential } = await letterFiles.document(visit.actor, visit.id('id'));
        const tag = `"${sha256.toString('hex').slice(0, 32)}-${visit.params.page}-${size}"`;
        if (!confidential && visit.req.headers['if-none-match'] === tag)
          return void visit.res.status(304).set('ETag', tag).end();
        const png = await letterFiles.picture(visit.actor, visit.id('id'), visit.id('page'), size);
        if (!confidential) visit.res.set({ 'Cache-Control': 'private, no-cache', ETag: tag });
        visit.res.type('png').send(png);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/letter.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const { pdf, signed } = await letterFiles.pdf(visit.actor, visit.id('id'));
        sendPdf(visit, pdf, signed ? `surat-${visit.id('id')}.pdf` : `konsep-${visit.id('id')}.pdf`);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/pertinggal.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        sendPdf(visit, await deps.fileCopy(visit.actor, visit.id('id')), `pertinggal-${visit.id('id')}.pdf`);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/preview/:page.png',
      access: 'signed-in',
      ...ONE_PAGE,
      async handler(visit) {
        const png = await letterFiles.draftPicture(visit.actor, visit.id('id'), visit.id('page'));
        visit.res.type('png').send(png);
      },
    },
    {
      method: 'GET',
      path: '/letters/:id/preview.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const pdf = await letterFiles.draftPdf(visit.actor, visit.id('id'));
        sendPdf(visit, pdf, `konsep-${visit.id('id')}.pdf`);
      },
    },
  ];
}

/** The name holds no subject: it ends in download folders and mail programs. */
function sendPdf(visit: OfficialVisit, pdf: Buffer, name: string): void {
  visit.res.set('Content-Disposition', `inline; filename="${name}"`).type('pdf').send(pdf);
}

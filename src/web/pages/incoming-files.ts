import type { IncomingPart } from '../../incoming/reading/read-document.ts';
import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { sendSheet } from './sending.ts';

const ID = /^[1-9][0-9]*$/;
const ORDINAL = /^[1-9][0-9]{0,3}$/;
const ONE_LETTER = { sample: { id: '1' }, matches: { id: ID } } as const;

/** Pictures and PDFs of an incoming letter. Each asks who reads, every time: a browser may keep a picture but must ask before showing it. */
export function incomingFileRoutes({
  dispositions,
  holderPages,
}: Pick<WebDeps, 'dispositions' | 'holderPages'>): Route[] {
  async function sendPart(visit: OfficialVisit, which: IncomingPart): Promise<void> {
    const { pdf, name } = await dispositions.document(visit.actor, visit.id('id'), which);
    sendSheet(visit, pdf, name);
  }

  async function sendPage(visit: OfficialVisit, which: IncomingPart): Promise<void> {
    const size = visit.req.query.size === 'large' ? ('large' as const) : ('normal' as const);
    const { sha256, confidential } = await holderPages.document(visit.actor, visit.id('id'), which);
    const tag = `"${sha256.toString('hex').slice(0, 32)}-${visit.params.page}-${size}"`;
    if (!confidential && visit.req.headers['if-none-match'] === tag)
      return void visit.res.status(304).set('ETag', tag).end();
    const png = await holderPages.picture(visit.actor, visit.id('id'), { ...which, page: visit.id('page'), size });
    if (!confidential) visit.res.set({ 'Cache-Control': 'private, no-cache', ETag: tag });
    visit.res.type('png').send(png);
  }

  return [
    {
      method: 'GET',
      path: '/incoming/:id/pages/:page.png',
      access: 'signed-in',
      sample: { id: '1', page: '1' },
      matches: { id: ID, page: ORDINAL },
      handler: (visit) => sendPage(visit, { part: 'letter' }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/attachments/:ordinal/pages/:page.png',
      access: 'signed-in',
      sample: { id: '1', ordinal: '1', page: '1' },
      matches: { id: ID, ordinal: ORDINAL, page: ORDINAL },
      handler: (visit) => sendPage(visit, { part: 'attachment', ordinal: visit.id('ordinal') }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/document.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => sendPart(visit, { part: 'letter' }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/attachments/:ordinal.pdf',
      access: 'signed-in',
      sample: { id: '1', ordinal: '1' },
      matches: { id: ID, ordinal: ORDINAL },
      handler: (visit) => sendPart(visit, { part: 'attachment', ordinal: visit.id('ordinal') }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/scans/:scan.pdf',
      access: 'signed-in',
      sample: { id: '1', scan: '1' },
      matches: { id: ID, scan: ID },
      handler: (visit) => sendPart(visit, { part: 'earlier', scanId: visit.id('scan') }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/reports/:report/files/:ordinal.pdf',
      access: 'signed-in',
      sample: { id: '1', report: '1', ordinal: '1' },
      matches: { id: ID, report: ID, ordinal: ORDINAL },
      handler: (visit) =>
        sendPart(visit, { part: 'report', reportId: visit.id('report'), ordinal: visit.id('ordinal') }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/reports/:report/files/:ordinal/pages/:page.png',
      access: 'signed-in',
      sample: { id: '1', report: '1', ordinal: '1', page: '1' },
      matches: { id: ID, report: ID, ordinal: ORDINAL, page: ORDINAL },
      handler: (visit) =>
        sendPage(visit, { part: 'report', reportId: visit.id('report'), ordinal: visit.id('ordinal') }),
    },
    {
      method: 'GET',
      path: '/incoming/:id/sheet.pdf',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const pdf = await dispositions.sheetPdf(visit.actor, visit.id('id'));
        sendSheet(visit, pdf, `lembar-disposisi-${visit.id('id')}.pdf`);
      },
    },
  ];
}

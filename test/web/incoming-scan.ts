import { randomUUID } from 'node:crypto';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { type Registration, registerWithin } from '../../src/incoming/registering/register.ts';
import type { TestApp } from '../support/app.ts';
import { documentsOf, positionId } from './letters-office.ts';

const LINES = [
  'KOMITE SEKOLAH DASAR NEGERI 1 PURNAMA',
  'Nomor: 12/KS/XI/2026',
  'Hal: Permohonan perbaikan atap ruang kelas',
  '',
  'Yth. Kepala Dinas Pendidikan dan Kebudayaan',
  '',
  'Dengan hormat, atap dua ruang kelas bocor sejak awal November.',
  'Kami mohon perbaikan sebelum ujian semester.',
];

/** A letter of some pages that came on paper, in the hands of the head of the education agency. Its id. */
export async function seedScan(app: TestApp, changes: Partial<Registration> = {}): Promise<number> {
  const documents = documentsOf.get(app.db);
  const positions = await app.people.listPositions();
  const head = Number(await positionId(app, 'Kepala Dinas'));
  const unitId = positions.find(({ id }) => id === head)?.unitId;
  if (documents === undefined || unitId === undefined) throw new Error('the office is not there');
  const stored = await documents.put(await letterPdf());
  const { incomingId } = await app.db.transaction(async (tx) => {
    await recordDocument(tx, { ...stored, mediaType: 'application/pdf', at: app.now });
    return registerWithin(
      tx,
      {
        submissionKey: randomUUID(),
        ...{ unitId, origin: 'desk', channel: 'post', classification: '' },
        ...{ senderName: 'Komite SD Negeri 1 Purnama', senderAddress: 'Jalan Melati 2\nPurnama' },
        ...{ number: '12/KS/XI/2026', letterDate: '2026-11-19', receivedAt: app.now, security: 'B', urgency: 'SEGERA' },
        subject: 'Permohonan perbaikan atap ruang kelas',
        addresseePositionId: head,
        document: { sha256: stored.sha256, pages: 2 },
        ...changes,
      },
      { at: app.now, appOrigin: app.origin },
    );
  });
  return incomingId;
}

async function letterPdf(): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.TimesRoman);
  for (const text of [LINES, ['Halaman 2', `Salinan ${randomUUID().slice(0, 8)}`]]) {
    const page = pdf.addPage([595, 842]);
    for (const [at, line] of text.entries()) page.drawText(line, { x: 70, y: 760 - at * 22, size: 13, font });
  }
  return Buffer.from(await pdf.save());
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openTypesetter, type Typesetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { runOn } from '../support/pdf-text.ts';
import { openTreeOffice, outcomeOf, type TreeOffice } from './tree-office.ts';

let typesetter: Typesetter;
let office: TreeOffice;
beforeAll(async () => {
  typesetter = openTypesetter();
  office = await openTreeOffice(typesetter);
});
afterAll(async () => typesetter?.close());

const textOf = (pdf: Buffer) => runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-');

function keep(name: string, pdf: Buffer): void {
  const directory = process.env.LAYANG_PICTURES;
  if (directory !== undefined) writeFileSync(join(directory, name), pdf);
}

/** Before the first disposition the sheet is filled in by hand. */
async function emptyForm(): Promise<Buffer> {
  const { incomingId } = await office.letter({ security: 'R', urgency: 'PENTING' });
  const pdf = await office.dispositions.sheetPdf(await office.actor('kadis'), incomingId);
  keep('disposisi-kosong.pdf', pdf);
  const text = textOf(pdf).replace(/\s+/gu, ' ');
  for (const words of ['RAHASIA', 'x Rahasia', 'Penting', 'Catat dan arsipkan']) expect(text).toContain(words);
  return pdf;
}

judged(
  ['verapdf', 'qpdf', 'pdftotext'],
  'the sheets of a letter are one PDF/A-2a: its facts once, then who disposed in which capacity, to whom, what and by when',
  async () => {
    const { incomingId, holdingId } = await office.letter({
      ...{ security: 'T', urgency: 'AMAT_SEGERA', subject: 'Permohonan guru *matematika* #panic("x") \u{1F600}' },
      senderName: 'SMP Negeri 1 Purnama',
    });
    const plh = await office.actor(await office.acting('kadis', 'wulandari'));
    await office.dispositions.dispose(plh, {
      holdingId,
      recipients: [
        { positionId: office.positions.kabid, responsible: true },
        { positionId: office.positions.camat, responsible: false },
      ],
      instructions: ['PROSES', 'JAWAB'],
      remark: 'Selesaikan sebelum rapat.\nLaporkan hasilnya.',
      dueOn: '2026-11-27',
    });
    const [first] = (await office.dispositions.read(plh, incomingId)).sheets;
    const one = [{ positionId: office.positions.kabid, responsible: true }];
    const changed = { sheetId: first?.id ?? 0, recipients: one, instructions: ['JAWAB'], remark: '' };
    await office.dispositions.change(plh, changed);
    await office.dispose('kabid', await office.holdingOf(incomingId, 'kabid'), ['staf']);
    const pdf = await office.dispositions.sheetPdf(await office.actor('staf'), incomingId);
    keep('disposisi.pdf', pdf);
    const text = textOf(pdf).replace(/\s+/gu, ' ');
    for (const words of [
      'TERBATAS',
      'LEMBAR DISPOSISI',
      'SMP Negeri 1 Purnama',
      '20 November 2026',
      'Permohonan guru *matematika* #panic("x") [U+1F600]',
      'x Sangat segera',
      'Disposisi 1, dari Kepala Dinas Pendidikan',
      'Tidak berlaku lagi: diganti dengan lembar 2',
      'Disposisi 2, dari Kepala Dinas Pendidikan, mengganti lembar 1',
      'Kepala Bidang SMP (penanggung jawab)',
      'x Jawab secara tertulis',
      'Plh. Kepala Dinas Pendidikan,',
      'Dr. wulandari, M.Si.',
      'Pembina Tk. I, IV/b',
      'NIP 198001012005011001',
      '27 November 2026 pukul 16.00',
      'Disposisi 3, dari Kepala Bidang SMP',
    ]) {
      expect([words, text.includes(words)]).toEqual([words, true]);
    }
    expect(qpdfCheck(pdf).status).toBe(0);
    const empty = await emptyForm();
    for (const verdict of veraPdf('2a', pdf, empty)) expect(verdict.text).toMatch(/^PASS/);
    expect(await outcomeOf(office.dispositions.sheetPdf(await office.actor('camat'), incomingId))).toBe(
      'incoming-unknown',
    );
  },
);

it('its reading is recorded of a letter that is not ordinary', async () => {
  const { incomingId } = await office.letter({ security: 'R' });
  const head = await office.actor('kadis');
  await office.dispositions.sheetPdf(head, incomingId);
  const { readings } = await office.dispositions.read(head, incomingId);
  expect(readings?.map(({ what, capacity }) => [what, capacity])).toEqual([
    ['page', 'Kepala Dinas Pendidikan'],
    ['sheet', 'Kepala Dinas Pendidikan'],
  ]);
});

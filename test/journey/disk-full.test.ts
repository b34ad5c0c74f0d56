import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { letterToSign } from '../issuing/signing-world.ts';
import { hiddenFields, type Page } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { smallDisk } from '../support/small-disk.ts';
import { samplePdf } from '../uploads/sample-files.ts';
import { servedOffice } from './served-office.ts';

smallDisk(
  'On a full disk every act refuses in words and leaves nothing half done; with room again all of them go on',
  async (disk) => {
    const { db, url } = await testDatabase();
    await db.close();
    const office = await servedOffice({ databaseUrl: url, dataDir: disk });
    const { layang } = office;
    const chief = await actorNamed(layang, 'kadisdik');
    const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
    const waiting = await letterToSign({ layang, chief, positions });
    const draftId = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
    await layang.letters.saveDraft(chief, {
      letterId: draftId,
      revision: 0,
      draft: { ...invitation(positions, SECOND_TEXT), subject: 'Ruang yang habis' },
    });
    const official = await office.enter('kadisdik');
    const sign = `/letters/${waiting.letterId}/sign`;
    const [submit, files] = [`/letters/${draftId}/submit`, `/letters/${draftId}/files`];
    const signing = { ...hiddenFields((await official.get(sign)).html, sign), passphrase: demoPassphrase('kadisdik') };
    const submitting = hiddenFields((await official.get(submit)).html, submit);
    const upload = { field: 'file', name: 'lampiran.pdf', bytes: await samplePdf() };

    fill(join(disk, 'ballast'));
    const refused: [string, Page, number][] = [
      ['upload', await official.sendFiles(files, { role: 'attachment' }, [upload], files), 422],
      ['submit', await official.post(submit, submitting), 503],
      ['sign', await official.post(sign, signing), 503],
    ];
    for (const [what, page, status] of refused) {
      expect([what, page.status]).toEqual([what, status]);
      expect([what, page.html]).toEqual([what, expect.stringContaining('penuh')]);
      expect([what, page.html]).not.toEqual([what, expect.stringMatching(/ENOSPC|layang-code/)]);
    }
    // What lies in the database alone or is only drawn goes on: signing in, reading, writing, the preview of a draft.
    expect((await official.get(`/letters/${draftId}/preview`)).status).toBe(200);
    expect((await official.get(`/letters/${draftId}/preview/1.png`)).status).toBe(200);
    expect((await (await office.enter('sekda')).get('/')).status).toBe(200);
    expect((await official.get(`/letters/${waiting.letterId}`)).status).toBe(200);
    expect(await layang.db.run(sql`SELECT 1 FROM letter_number`)).toBe(0);
    expect((await layang.letters.readLetter(chief, draftId)).letter.state).toBe('draft');

    rmSync(join(disk, 'ballast'));
    expect((await official.sendFiles(files, { role: 'attachment' }, [upload], files)).status).toBe(303);
    expect((await official.post(sign, signing)).status).toBe(303);
    expect((await layang.letters.readLetter(chief, waiting.letterId)).letter.state).toBe('issued');
  },
  '48m',
);

function fill(path: string): void {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  } finally {
    closeSync(file);
  }
}

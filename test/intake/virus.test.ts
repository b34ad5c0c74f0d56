import { utimes } from 'node:fs/promises';
import { sha256 } from '../../src/documents/content.ts';
import { sweepDocuments } from '../../src/documents/sweep.ts';
import { listAwaitedDocuments } from '../../src/issuing/signing-act-store.ts';
import { type ClamdServer, EICAR, EICAR_NAME, startClamd } from '../support/clamd-server.ts';
import { isPresent, judged } from '../support/judge.ts';
import { sheet } from '../uploads/scan-files.ts';
import { intakeWorld } from './intake-world.ts';

let clamd: ClamdServer;
beforeAll(async () => {
  if (isPresent('clamd')) clamd = await startClamd();
});
afterAll(async () => {
  await clamd?.stop();
});

judged(
  ['clamd'],
  'what the scanner finds is never kept, what it cannot look at waits, what is clean comes in',
  async () => {
    const time = { now: new Date() };
    const world = await intakeWorld({ clock: () => time.now, settings: { CLAMD_ADDRESS: `127.0.0.1:${clamd.port}` } });
    const { layang, clerk, unitId, chief, runner, file, dropOne } = world;
    const { intake, documents } = layang;
    const infected = Buffer.concat([Buffer.from('%PDF-1.7\n'), EICAR]);
    const drop = async (name: string, bytes: Uint8Array) => {
      const [dropped] = await intake.drop(clerk, {
        unitId,
        submissionKey: `virus-${name}`,
        together: true,
        files: [await file(name, bytes)],
      });
      if (dropped === undefined || !('intakeId' in dropped)) throw new Error('nothing was dropped');
      return dropped.intakeId;
    };

    // At the door, by name, for the clerk and for an official's draft alike.
    await expect(drop('surat.pdf', infected)).rejects.toMatchObject({
      code: 'virus-found',
      words: { id: expect.stringContaining(EICAR_NAME) },
    });
    expect(await documents.has(sha256(infected))).toBe(false);
    const letterId = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
    const upload = layang.letterUploads.receive(chief, letterId, 'attachment', await file('lampiran.pdf', infected));
    await expect(upload).rejects.toMatchObject({ code: 'virus-found' });
    const clean = await dropOne('bersih.jpg', await sheet({ dpi: 50 }).jpeg().toBuffer());
    expect(clean).toMatchObject({ state: 'ready', findings: { scan: 'clean' }, remarks: [] });

    // Away: both are taken, neither is let in, and each says what it waits for.
    await clamd.stop();
    const [good, bad] = [
      await drop('baik.png', await sheet({ dpi: 50 }).png().toBuffer()),
      await drop('buruk.pdf', infected),
    ];
    await runner.idle();
    for (const id of [good, bad]) {
      expect(await intake.get(clerk, id)).toMatchObject({
        state: 'waiting',
        waitsForScanner: true,
        files: [{ pages: undefined }],
      });
    }
    expect((await intake.list(clerk, unitId)).filter(({ waitsForScanner }) => waitsForScanner)).toHaveLength(2);
    await expect(
      layang.letterUploads.receive(chief, letterId, 'attachment', await file('lain.pdf', Buffer.from('%PDF-1.7\n'))),
    ).rejects.toMatchObject({ code: 'virus-scanner-away', problem: 'unavailable' });
    // The sweep leaves what waits, however old, and what is waited for has no row among the documents.
    const old = new Date(Date.now() - 86_400_000);
    await utimes(await documents.locate(sha256(infected)), old, old);
    const sweep = () => sweepDocuments({ db: layang.db, store: documents, listAwaited: listAwaitedDocuments });
    expect(await sweep()).toEqual([]);

    // Back: asked again by itself, without end.
    time.now = new Date(time.now.getTime() + 6 * 60_000);
    runner.wake();
    await runner.idle();
    await clamd.start();
    time.now = new Date(time.now.getTime() + 6 * 60_000);
    runner.wake();
    await runner.idle();
    expect(await intake.get(clerk, good)).toMatchObject({ state: 'ready', pages: 1, findings: { scan: 'clean' } });
    expect(await intake.get(clerk, bad)).toMatchObject({
      state: 'refused',
      reason: { id: expect.stringContaining(EICAR_NAME) },
      files: [{ problem: { code: 'virus-found' } }],
    });
    await utimes(await documents.locate(sha256(infected)), old, old);
    expect(await sweep()).toEqual([sha256(infected)]);
  },
);

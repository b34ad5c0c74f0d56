import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { scannedPdf } from '../../src/bench/scanned-pdf.ts';
import { lockLetter, touchFiles } from '../../src/letters/letters-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { parseContent } from '../../src/seal/content.ts';
import { workKey } from '../../src/uploads/upload-store.ts';
import { openUploadWork } from '../../src/uploads/upload-work.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { judged } from '../support/judge.ts';
import { pdfsig, qpdfCheck } from '../support/pdf-judges.ts';
import { docx, paragraph } from './docx-files.ts';
import { samplePdf } from './sample-files.ts';
import { actorNamed, bring, draftFor, issue, type UploadWorld, uploadWorld } from './upload-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-acts-'));
let world: UploadWorld;
let plain: string;

beforeAll(async () => {
  world = await uploadWorld();
  plain = join(folder, 'surat.pdf');
  writeFileSync(plain, await samplePdf({ pages: 2 }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('What the seal commits to', () => {
  it('are the bytes as they were received, of the letter and of every attachment', async () => {
    const { layang, chief } = world;
    const letterId = await draftFor(world, { sections: {} });
    const text = await samplePdf({ pages: 2, rotate: 90 });
    const extra = await samplePdf({ pages: 1, foot: true });
    writeFileSync(join(folder, 'naskah.pdf'), text);
    writeFileSync(join(folder, 'lampiran.pdf'), extra);
    await bring(world, letterId, join(folder, 'naskah.pdf'));
    await bring(world, letterId, join(folder, 'lampiran.pdf'), { role: 'attachment' });
    const { version } = await issue(world, letterId);
    const { content } = await layang.db.one(
      z.object({ content: z.string() }),
      sql`SELECT content FROM signing_act WHERE letter_id = ${letterId} AND state = 'done'`,
    );
    expect(parseContent(content)).toMatchObject({
      body: { kind: 'upload', sha256: sha256(text) },
      attachments: [{ name: 'lampiran.pdf', sha256: sha256(extra) }],
    });
    const read = await layang.letters.readLetter(chief, letterId);
    expect(read.content).toMatchObject({ sections: [], attachment: '1 (satu) berkas', upload: { pages: 2 } });
    expect(version.pages).toBe(3);
    expect(sha256(await layang.documents.read(Buffer.from(sha256(text), 'hex')))).toBe(sha256(text));
  });
});

describe('A letter with files goes round', () => {
  it('only when its pages were placed, looked at and approved, and nothing has changed since', async () => {
    const { layang, chief } = world;
    const { letterUploads, letters, approvals } = layang;
    const letterId = await draftFor(world);
    const upload = await bring(world, letterId, plain);
    const submit = async () => {
      const { draftRevision } = await letters.getEditable(chief, letterId);
      return approvals.submitLetter(chief, { letterId, revision: draftRevision, initials: [] });
    };
    const revision = async () => (await letters.getEditable(chief, letterId)).filesRevision;
    await expect(submit()).rejects.toMatchObject({ code: 'letter-incomplete', fields: { files: expect.anything() } });
    await expect(letterUploads.approve(chief, letterId, await revision())).rejects.toMatchObject({
      code: 'places-first',
    });
    const places = letterUploads.placesOf(upload);
    const off = { ...places, block: { ...places.block, page: 3 } };
    await expect(letterUploads.place(chief, letterId, upload.id, off)).rejects.toMatchObject({
      code: 'place-off-page',
    });
    const before = await revision();
    await letterUploads.place(chief, letterId, upload.id, places);
    await expect(letterUploads.approve(chief, letterId, before)).rejects.toMatchObject({ code: 'letter-changed' });
    await letterUploads.approve(chief, letterId, await revision());
    await bring(world, letterId, plain, { role: 'attachment' });
    await expect(submit()).rejects.toMatchObject({ fields: { files: expect.anything() } });
    await letterUploads.approve(chief, letterId, await revision());
    for (const security of ['T', 'B'] as const) {
      const { draft, draftRevision } = await letters.getEditable(chief, letterId);
      await letters.saveDraft(chief, { letterId, revision: draftRevision, draft: { ...draft, security } });
      await expect(submit()).rejects.toMatchObject({ fields: { files: expect.anything() } });
    }
    await letterUploads.approve(chief, letterId, await revision());
    await expect(submit()).resolves.toMatchObject({ version: 1 });
    await expect(letterUploads.remove(chief, letterId, upload.id)).rejects.toMatchObject({ problem: 'wrong-state' });
  });

  it('as it was looked at: a file that comes while somebody approves is not approved with the others', async () => {
    const { layang, chief } = world;
    const letterId = await draftFor(world);
    await bring(world, letterId, plain, { role: 'attachment' });
    const { filesRevision } = await layang.letters.getEditable(chief, letterId);
    const waiting = z.object({ count: z.number() });
    let late: Promise<unknown> = Promise.resolve();
    await layang.db.transaction(async (tx) => {
      await lockLetter(tx, letterId);
      late = layang.letterUploads.approve(chief, letterId, filesRevision).catch((error: unknown) => error);
      const blocked = sql`SELECT count(*)::int AS count FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await layang.db.one(waiting, blocked)).count === 0);
      await touchFiles(tx, letterId);
    });
    expect(await late).toMatchObject({ code: 'letter-changed' });
    expect((await layang.letterUploads.list(chief, letterId)).map(({ approved }) => approved)).toEqual([false]);
  });

  it('without a file that was refused, once that is taken away; a second text takes the place of the first', async () => {
    const { layang, chief } = world;
    const letterId = await draftFor(world);
    const broken = join(folder, 'rusak.pdf');
    writeFileSync(broken, '%PDF-1.7 and nothing else');
    const refused = await bring(world, letterId, broken);
    expect(refused).toMatchObject({ state: 'refused', reason: 'pdf-damaged' });
    await bring(world, letterId, plain);
    const [only, ...others] = await layang.letterUploads.list(chief, letterId);
    expect([only?.name, others]).toEqual(['surat.pdf', []]);
  });

  it('with a file whose job an older process made, without the key by which its work is found', async () => {
    const { layang, chief } = world;
    const letterId = await draftFor(world);
    await world.runner.stop();
    const own = join(folder, 'lama.pdf');
    copyFileSync(plain, own);
    const { size } = statSync(own);
    const id = await layang.letterUploads.receive(chief, letterId, 'attachment', { path: own, name: 'lama.pdf', size });
    await layang.db.run(sql`UPDATE job SET key = NULL WHERE key = ${workKey(id)}`);
    world.runner = layang.startJobs();
    await world.runner.idle();
    expect(await layang.letterUploads.list(chief, letterId)).toMatchObject([{ id, state: 'ready' }]);
  });

  it('never with a file whose work was given up; its drafter is told, and an administrator can let it be tried again', async () => {
    const { layang, chief } = world;
    const letterId = await draftFor(world);
    await world.runner.stop();
    const size = statSync(plain).size;
    const id = await layang.letterUploads.receive(chief, letterId, 'attachment', { path: plain, name: 'x.pdf', size });
    const [waits] = await layang.letterUploads.list(chief, letterId);
    expect(waits).toMatchObject({ id, state: 'waiting', reason: null });
    const job = await layang.db.one(
      z.object({ id: z.number() }),
      sql`UPDATE job SET state = 'failed', attempts = 7, finished_at = now() WHERE key = ${workKey(id)} RETURNING id`,
    );
    const [givenUp] = await layang.letterUploads.list(chief, letterId);
    expect(givenUp).toMatchObject({ state: 'refused', reason: 'upload-given-up' });
    await layang.monitoring.jobs.tryAgain(await actorNamed(layang, 'admin'), job.id);
    const [again] = await layang.letterUploads.list(chief, letterId);
    expect(again).toMatchObject({ state: 'waiting', reason: null });
    world.runner = layang.startJobs();
    await world.runner.idle();
    const [ready] = await layang.letterUploads.list(chief, letterId);
    expect(ready).toMatchObject({ id, state: 'ready', reason: null, percent: 100 });
  });

  it('and nobody touches them who may not edit it, nor sees them who may not read it', async () => {
    const { layang } = world;
    const letterId = await draftFor(world);
    await bring(world, letterId, plain, { role: 'attachment' });
    const stranger = await actorNamed(layang, 'camat');
    await expect(layang.letterUploads.list(stranger, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await expect(
      layang.letterUploads.receive(stranger, letterId, 'attachment', { path: plain, name: 'x.pdf', size: 1 }),
    ).rejects.toMatchObject({ code: 'letter-unknown' });
  });
});

judged(['soffice', 'pdfsig', 'qpdf', 'certutil'], 'A DOCX becomes a letter that is signed like any other', async () => {
  const path = join(folder, 'undangan.docx');
  writeFileSync(path, docx(Array.from({ length: 80 }, (_, n) => paragraph(`Alinea ${n}`)).join('')));
  const letterId = await draftFor(world);
  const upload = await bring(world, letterId, path);
  expect([upload.reason, upload.state]).toEqual([null, 'ready']);
  const { pdf } = await issue(world, letterId);
  const anchors = await trustAnchors(world.layang.db);
  expect(verifyPdf(pdf, { anchors, at: new Date() }).intactAndTrusted).toBe(true);
  expect(pdfsig(pdf, anchors[0] ?? Buffer.alloc(0)).signatures).toMatchObject([
    { valid: true, trusted: true, total: true },
  ]);
  expect(qpdfCheck(pdf).status).toBe(0);
});

judged(['soffice'], 'Macros are told as the reason, not as an error', async () => {
  const path = join(folder, 'makro.docx');
  writeFileSync(path, docx(paragraph('x'), { 'word/vbaProject.bin': 'x' }));
  const { layang, chief } = world;
  const letterId = await draftFor(world);
  expect(await bring(world, letterId, path, { role: 'attachment' })).toMatchObject({ reason: 'docx-macros' });
  await expect(
    layang.letterUploads.takeText(chief, letterId, 'isi', { path, name: 'makro.docx', size: 1 }),
  ).rejects.toMatchObject({ code: 'docx-macros' });
});

describe('Large files', () => {
  it('of nearly 64 MiB are taken, page by page looked at, and signed', async () => {
    const path = join(folder, 'pindaian.pdf');
    const scan = await scannedPdf(38);
    expect(scan.length).toBeGreaterThan(60 * 1024 * 1024);
    expect(scan.length).toBeLessThan(64 * 1024 * 1024);
    writeFileSync(path, scan);
    const letterId = await draftFor(world);
    expect(await bring(world, letterId, path)).toMatchObject({ state: 'ready', pages: 38, facts: { footTaken: '' } });
    const { pdf } = await issue(world, letterId);
    expect(verifyPdf(pdf, { anchors: await trustAnchors(world.layang.db), at: new Date() }).intactAndTrusted).toBe(
      true,
    );
  });

  it('over it are refused before anything is read', async () => {
    const letterId = await draftFor(world);
    const file = { path: plain, name: 'besar.pdf', size: 64 * 1024 * 1024 + 1 };
    await expect(world.layang.letterUploads.receive(world.chief, letterId, 'letter', file)).rejects.toMatchObject({
      code: 'upload-too-large',
    });
  });
});

describe('A file that asks for too much', () => {
  it.each([
    ['time', { deadlineMs: 100 }],
    ['memory', { memoryMb: 20 }],
  ])('of %s is refused, and its process is gone', async (_what, limits) => {
    const directory = mkdtempSync(join(folder, 'work-'));
    const work = openUploadWork(directory, limits);
    expect(await work.prepare(plain, await work.scratch(), () => {})).toEqual({ problem: 'upload-too-costly' });
    await work.close();
    expect(readdirSync(directory)).toEqual([]);
  });
});

import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { lockForRegistering, markRegistered } from '../../src/intake/ready-intake.ts';
import { takeIn } from '../../src/intake/take-in.ts';
import { drawSealQr } from '../../src/seal/qr-drawing.ts';
import { letterToSign } from '../issuing/signing-world.ts';
import { judged } from '../support/judge.ts';
import { veraPdf } from '../support/pdf-judges.ts';
import { sharedMaterial } from '../support/shared-material.ts';
import { beginnings, manyPages, sheet, whitePage, worn } from '../uploads/scan-files.ts';
import { grey, scannedPdf } from '../uploads/scanned-pdfs.ts';
import { intakeWorld } from './intake-world.ts';

const world = intakeWorld();
const jpeg = () => sheet({ dpi: 60 }).jpeg().toBuffer();

test('a dropped scan is prepared by its job and lies ready with its pages', async () => {
  const { layang, clerk, unitId, dropOne } = await world;
  const item = await dropOne('pindaian.tif', manyPages([whitePage(200, 300), whitePage(300, 200)]));
  expect(item).toMatchObject({
    state: 'ready',
    pages: 2,
    origin: 'desk',
    unitId,
    found: undefined,
    waitsForScanner: false,
  });
  expect(item.arrangement.map(({ page, turn }) => [page, turn])).toEqual([
    [1, 0],
    [2, 0],
  ]);
  const file = item.files[0]?.id ?? 0;
  const lines = await layang.intake.list(clerk, unitId);
  expect(lines.find(({ id }) => id === item.id)).toMatchObject({
    name: 'pindaian.tif',
    files: 1,
    pages: 2,
    state: 'ready',
  });
  const picture = await layang.intake.page(clerk, item.id, { file, page: 2 });
  expect(picture.width).toBeGreaterThan(picture.height);
  expect((await layang.intake.sheet(clerk, item.id, 1)).png.length).toBeGreaterThan(100);
  expect(item.remarks.map(({ tone }) => tone)).toEqual(['plain']);
});

test('of a bundle each file is an item of its own, those that are refused say why and hold up nobody', async () => {
  const { layang, clerk, unitId, file, runner } = await world;
  const files = [
    await file('satu.jpg', await jpeg()),
    await file('foto.heic', beginnings.heic),
    await file('kosong.pdf', Buffer.alloc(0)),
    await file('dua.png', await sheet({ dpi: 60 }).png().toBuffer()),
  ];
  const bundle = { unitId, submissionKey: 'bundel-pagi-ini', together: false, files };
  const dropped = await layang.intake.drop(clerk, bundle);
  expect(dropped.map((one) => ('refusal' in one ? one.refusal.code : one.name))).toEqual([
    'satu.jpg',
    'picture-heic',
    'scan-empty',
    'dua.png',
  ]);
  await runner.idle();
  expect(await layang.intake.drop(clerk, bundle)).toEqual(
    dropped.map((one) => ('intakeId' in one ? { ...one, fresh: false } : one)),
  );
  const open = await layang.intake.list(clerk, unitId);
  expect(open.filter(({ name }) => name === 'satu.jpg' || name === 'dua.png')).toHaveLength(2);
});

test('200 MB is refused with the limit and what to do, before anything is read', async () => {
  const { layang, clerk, unitId, file } = await world;
  const large = { ...(await file('besar.pdf', Buffer.from('%PDF-1.7'))), size: 200 * 1024 * 1024 };
  const drop = layang.intake.drop(clerk, { unitId, submissionKey: 'terlalu-besar', together: true, files: [large] });
  await expect(drop).rejects.toMatchObject({
    code: 'scan-too-large',
    words: { id: expect.stringMatching(/100 MiB.*dpi/) },
  });
});

test('the same submission at the same moment is one item', async () => {
  const { layang, clerk, unitId, file } = await world;
  const bytes = await jpeg();
  const drops = await Promise.all(
    Array.from({ length: 6 }, async () =>
      layang.intake.drop(clerk, {
        unitId,
        submissionKey: 'bersamaan-sekali',
        together: true,
        files: [await file('sama.jpg', bytes)],
      }),
    ),
  );
  const ids = drops.flat().map((one) => ('intakeId' in one ? one.intakeId : 0));
  expect(new Set(ids).size).toBe(1);
});

test('pages are turned and put in order, every one of them kept; what changed meanwhile is not overwritten', async () => {
  const { layang, clerk, runner, file, dropOne } = await world;
  const first = await dropOne('satu.tif', manyPages([whitePage(200, 300), whitePage(200, 300)]));
  await layang.intake.addFile(clerk, first.id, { ...(await file('foto.jpg', await jpeg())), role: 'letter' });
  await runner.idle();
  const item = await layang.intake.get(clerk, first.id);
  expect(item).toMatchObject({ state: 'ready', pages: 3 });
  const pages = item.arrangement
    .toReversed()
    .map((page, index) => ({ ...page, turn: index === 0 ? (90 as const) : (0 as const) }));
  await expect(
    layang.intake.arrange(clerk, item.id, { revision: item.revision, pages: pages.slice(1) }),
  ).rejects.toMatchObject({
    code: 'intake-not-all-pages',
  });
  await layang.intake.arrange(clerk, item.id, { revision: item.revision, pages });
  await expect(layang.intake.arrange(clerk, item.id, { revision: item.revision, pages })).rejects.toMatchObject({
    code: 'intake-changed',
  });
  await runner.idle();
  const arranged = await layang.intake.get(clerk, item.id);
  expect([arranged.state, arranged.arrangement]).toEqual(['ready', pages]);
  const pdf = await PDFDocument.load(await layang.intake.document(clerk, item.id), { updateMetadata: false });
  expect(pdf.getPages().map((page) => page.getRotation().angle)).toEqual([90, 0, 0]);
});

test('a scan that cannot become PDF/A lies ready all the same, and the clerk is told which page stands against it', async () => {
  const { layang, clerk, dropOne } = await world;
  const printed = { picture: { ColorSpace: 'DeviceCMYK', BitsPerComponent: 8 }, bytes: Buffer.alloc(96 * 128 * 4) };
  const item = await dropOne('cetakan.pdf', await scannedPdf(grey(), printed));
  expect(item).toMatchObject({
    state: 'ready',
    pages: 2,
    findings: { notArchival: [{ file: 'cetakan.pdf', page: 2 }] },
  });
  expect(item.remarks.map(({ words }) => words.id)).toContainEqual(
    expect.stringMatching(/cetakan\.pdf tidak dijadikan PDF\/A: gambar di halaman 2/),
  );
  expect((await layang.intake.document(clerk, item.id)).includes('pdfaid')).toBe(false);
});

test('an attachment is a document of its own; the last letter file stays a letter', async () => {
  const { layang, clerk, runner, file, dropOne } = await world;
  const first = await dropOne('surat.jpg', await jpeg());
  await layang.intake.addFile(clerk, first.id, {
    ...(await file('lampiran.png', await sheet({ dpi: 70 }).png().toBuffer())),
    role: 'letter',
  });
  await runner.idle();
  const [one, two] = (await layang.intake.get(clerk, first.id)).files;
  await layang.intake.setRole(clerk, first.id, two?.id ?? 0, 'attachment');
  await expect(layang.intake.setRole(clerk, first.id, one?.id ?? 0, 'attachment')).rejects.toMatchObject({
    code: 'intake-no-letter',
  });
  await runner.idle();
  expect(await layang.intake.get(clerk, first.id)).toMatchObject({ state: 'ready', pages: 1 });
  const ready = await layang.db.transaction((tx) => lockForRegistering(tx, first.id));
  expect(ready).toMatchObject({
    state: 'ready',
    document: { pages: 1 },
    attachments: [{ name: 'lampiran.png', pages: 1 }],
  });
  expect(ready.fileHashes).toHaveLength(2);
});

test('a file that cannot be used says so, and the rest is ready once it is taken out', async () => {
  const { layang, clerk, runner, file, dropOne } = await world;
  const good = await dropOne('baik.jpg', await jpeg());
  const cut = (await sheet().jpeg().toBuffer()).subarray(0, 30_000);
  await layang.intake.addFile(clerk, good.id, { ...(await file('putus.jpg', cut)), role: 'letter' });
  await runner.idle();
  const item = await layang.intake.get(clerk, good.id);
  expect(item).toMatchObject({ state: 'refused', reason: { id: expect.stringMatching(/terpotong/) } });
  expect(item.files.map(({ problem }) => problem?.code)).toEqual([undefined, 'picture-damaged']);
  await layang.intake.removeFile(clerk, good.id, item.files[1]?.id ?? 0);
  await runner.idle();
  expect(await layang.intake.get(clerk, good.id)).toMatchObject({ state: 'ready', pages: 1 });
  await expect(layang.intake.removeFile(clerk, good.id, item.files[0]?.id ?? 0)).rejects.toMatchObject({
    code: 'intake-last-file',
  });
});

test('a password-protected PDF is refused with what to do', async () => {
  const corpus = sharedMaterial('corpus/ordinary/self__aes256-owner-only-nomodify.pdf');
  if (corpus === undefined) return;
  const { dropOne } = await world;
  expect(await dropOne('terkunci.pdf', await readFile(corpus))).toMatchObject({
    state: 'refused',
    files: [{ problem: { code: 'pdf-encrypted', words: { id: expect.stringMatching(/kata sandi/) } } }],
  });
});

test('put aside with a reason, seen there, brought back; never twice in two places', async () => {
  const { layang, clerk, unitId, runner, dropOne } = await world;
  const item = await dropOne('iklan.jpg', await jpeg());
  await expect(layang.intake.putAside(clerk, item.id, ' ')).rejects.toMatchObject({ code: 'intake-say-why' });
  await layang.intake.putAside(clerk, item.id, 'brosur iklan');
  // It may be the scan of a secret letter, registered without its content.
  await expect(layang.intake.document(clerk, item.id)).rejects.toMatchObject({ code: 'intake-put-aside' });
  await expect(layang.intake.sheet(clerk, item.id, 1)).rejects.toMatchObject({ code: 'intake-put-aside' });
  expect((await layang.intake.list(clerk, unitId)).some(({ id }) => id === item.id)).toBe(false);
  expect((await layang.intake.listPutAside(clerk, unitId))[0]).toMatchObject({
    id: item.id,
    reason: { id: 'brosur iklan' },
  });
  const pages = { revision: item.revision, pages: item.arrangement };
  await expect(layang.intake.arrange(clerk, item.id, pages)).rejects.toMatchObject({ code: 'intake-put-aside' });
  await layang.intake.bringBack(clerk, item.id);
  await runner.idle();
  expect(await layang.intake.get(clerk, item.id)).toMatchObject({ state: 'ready' });
  await layang.db.transaction((tx) => markRegistered(tx, item.id, new Date()));
  await expect(layang.intake.putAside(clerk, item.id, 'terlambat')).rejects.toMatchObject({
    code: 'intake-registered',
  });
});

test('whoever does not register letters of the unit sees and does nothing here', async () => {
  const { layang, unitId, dropOne } = await world;
  const item = await dropOne('rahasia.jpg', await jpeg());
  const file = item.files[0]?.id ?? 0;
  const { intake } = layang;
  for (const name of ['analis', 'kadisdik', 'sekbkpsdm', 'admin']) {
    const stranger = await actorNamed(layang, name);
    const files = [{ path: '/nowhere', name: 'x.jpg', size: 9 }];
    const tries = [
      () => intake.list(stranger, unitId),
      () => intake.listPutAside(stranger, unitId),
      () => intake.get(stranger, item.id),
      () => intake.page(stranger, item.id, { file, page: 1 }),
      () => intake.sheet(stranger, item.id, 1),
      () => intake.document(stranger, item.id),
      () => intake.drop(stranger, { unitId, submissionKey: 'bukan-hak', together: true, files }),
      () => intake.arrange(stranger, item.id, { revision: 0, pages: item.arrangement }),
      () => intake.addFile(stranger, item.id, { path: '/nowhere', name: 'x.jpg', size: 9, role: 'letter' }),
      () => intake.removeFile(stranger, item.id, file),
      () => intake.setRole(stranger, item.id, file, 'attachment'),
      () => intake.putAside(stranger, item.id, 'alasan'),
      () => intake.bringBack(stranger, item.id),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ problem: 'not-allowed' });
  }
});

test('once registered an item shows its pages to no clerk any more: the letter itself asks who reads', async () => {
  const { layang, clerk, dropOne } = await world;
  const item = await dropOne('sangat-rahasia.jpg', await jpeg());
  await layang.db.transaction((tx) => markRegistered(tx, item.id, new Date()));
  const { intake } = layang;
  for (const attempt of [
    () => intake.page(clerk, item.id, { file: item.files[0]?.id ?? 0, page: 1 }),
    () => intake.sheet(clerk, item.id, 1),
    () => intake.document(clerk, item.id),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'intake-registered' });
  const kept = await intake.get(clerk, item.id);
  expect(kept).toMatchObject({ state: 'registered', files: [], remarks: [], findings: {}, arrangement: [] });
  expect([kept.found, kept.pages, kept.documentSha256]).toEqual([undefined, undefined, undefined]);
});

test('from outside: the same key is the same letter, and another desk cannot take it over', async () => {
  const { layang, unitId, file, runner, clerk } = await world;
  const deps = { ...layang, clock: () => new Date(), scanner: undefined, wake: () => runner.wake() };
  const found = { by: 'form' as const, senderName: 'Warga', subject: 'Permohonan', number: '1/2026' };
  const coming = async (extra = {}) => ({
    ...{ origin: 'public' as const, unitId, submissionKey: 'formulir-warga-1', found },
    files: [{ ...(await file('surat.jpg', await jpeg())), role: 'letter' as const }],
    ...extra,
  });
  const first = await takeIn(deps, await coming());
  expect([first.fresh, (await takeIn(deps, await coming())).fresh]).toEqual([true, false]);
  await expect(takeIn(deps, await coming({ personId: clerk.personId }))).rejects.toMatchObject({
    code: 'intake-key-taken',
  });
  await runner.idle();
  expect(await layang.intake.get(clerk, first.intakeId)).toMatchObject({ state: 'ready', origin: 'public', found });
  // What fails in the same transaction leaves no item behind.
  const failing = takeIn(deps, await coming({ submissionKey: 'formulir-warga-2' }), () =>
    Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect((await takeIn(deps, await coming({ submissionKey: 'formulir-warga-2' }))).fresh).toBe(true);
});

test('a letter of ours is recognised by its QR on the scan, and fills the fields', async () => {
  const { layang, chief, dropOne, config } = await world;
  const letter = await letterToSign(await world, {});
  const issued = await layang.signLetter({
    ...letter,
    actor: chief,
    letterDate: undefined,
    passphrase: 'ombak tenang di dermaga kadisdik',
  });
  const pdf = await layang.documents.read(issued.documentSha256);
  const picture = await layang.previewer.preview(pdf, 1, 200);
  const scan = await worn(sharp(picture.png), { angle: 1.2, noise: 8, blur: 0.5, quality: 70 }, 200);
  const item = await dropOne('pindaian-surat-kami.jpg', scan);
  expect(item).toMatchObject({
    state: 'ready',
    found: {
      by: 'seal',
      number: expect.stringMatching(/\d/),
      letterDate: expect.any(String),
      subject: expect.any(String),
      senderName: expect.any(String),
    },
    findings: { seal: { outcome: 'code-registered', host: config.host, scanPage: 1 } },
  });
  expect(item.remarks.some(({ tone, words }) => tone === 'good' && /terdaftar/.test(words.id))).toBe(true);

  // The received PDF itself: its signatures are verified, and it stays byte for byte.
  const signed = await dropOne('surat-kami.pdf', pdf);
  expect(signed.findings).toMatchObject({
    seal: { outcome: 'code-registered' },
    signatures: [
      { verdict: 'intact-and-trusted', signers: [{ name: expect.any(String), indication: 'TOTAL-PASSED' }] },
    ],
  });
  expect(signed.documentSha256?.equals(issued.documentSha256)).toBe(true);
});

test('what another office’s QR says is told and not trusted; a code nobody gave is pointed out', async () => {
  const { dropOne, config } = await world;
  const seal = Buffer.from(Array.from({ length: 113 }, (_, i) => (i * 7 + 3) % 256));
  const scanOf = async (host: string) =>
    sheet({ dpi: 200, symbol: drawSealQr(host, '008J4CT4ANK7F246', seal, 'short') })
      .jpeg()
      .toBuffer();
  const other = await dropOne('kiriman-lain.jpg', await scanOf('surat.lain.go.id'));
  expect(other).toMatchObject({
    state: 'ready',
    found: undefined,
    findings: { seal: { outcome: 'other-host', host: 'surat.lain.go.id' } },
    remarks: [{ tone: 'mind', words: { id: expect.stringMatching(/surat\.lain\.go\.id.*belum/i) } }, { tone: 'plain' }],
  });
  const ours = await dropOne('kode-palsu.jpg', await scanOf(config.host));
  expect(ours.findings.seal?.outcome).not.toBe('code-registered');
  expect(ours.remarks[0]?.tone).not.toBe('good');
});

judged(
  ['verapdf'],
  'scans alone become PDF/A, those of a copier too; a PDF among them makes no such claim',
  async () => {
    const { layang, clerk, runner, file, dropOne } = await world;
    const scans = await dropOne('foto.jpg', await jpeg());
    await layang.intake.addFile(clerk, scans.id, {
      ...(await file('2.png', await sheet({ dpi: 50 }).png().toBuffer())),
      role: 'letter',
    });
    const copier = { ...(await file('mesin.pdf', await scannedPdf(grey(), grey()))), role: 'letter' as const };
    await layang.intake.addFile(clerk, scans.id, copier);
    const plain = await PDFDocument.create();
    plain.addPage([300, 300]);
    const mixed = await dropOne('campur.jpg', await jpeg());
    await layang.intake.addFile(clerk, mixed.id, { ...(await file('x.pdf', await plain.save())), role: 'letter' });
    await runner.idle();
    const [one, two] = [await layang.intake.document(clerk, scans.id), await layang.intake.document(clerk, mixed.id)];
    expect(veraPdf('2b', one)).toMatchObject([{ pass: true }]);
    expect((await PDFDocument.load(one, { updateMetadata: false })).getPageCount()).toBe(4);
    expect((await PDFDocument.load(two)).getPageCount()).toBe(2);
    expect(two.includes('pdfaid')).toBe(false);
  },
);

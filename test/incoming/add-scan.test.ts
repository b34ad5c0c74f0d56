import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { intakeWorld } from '../intake/intake-world.ts';
import { beginnings, manyPages, sheet, whitePage } from '../uploads/scan-files.ts';

const world = intakeWorld();
const tiff = (pages: number, width = 200) => manyPages(Array.from({ length: pages }, () => whitePage(width, 300)));
const jpeg = () => sheet({ dpi: 60 }).jpeg().toBuffer();

/** Another clerk of the same agenda, who registered nothing. */
async function colleague(): Promise<Actor> {
  const { layang, unitId } = await world;
  const analyst = await actorNamed(layang, 'analis');
  await layang.db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${analyst.personId}, ${unitId}, 'registry') ON CONFLICT DO NOTHING`,
  );
  return actorNamed(layang, 'analis');
}

async function line(changes: { security?: 'B' | 'R'; withheld?: boolean } = {}): Promise<number> {
  const { layang, clerk, unitId, positions } = await world;
  const { incomingId } = await layang.incoming.register(clerk, {
    ...{ submissionKey: randomUUID(), unitId, channel: 'post', senderName: 'SMP Negeri 1', number: randomUUID() },
    ...{ letterDate: '', subject: changes.withheld === true ? '' : 'Permohonan meja', urgency: 'BIASA', security: 'B' },
    ...{ receivedOn: '2026-01-05', receivedTime: '08:00', ...changes },
    addresseePositionId: positions.get('Kepala Dinas Pendidikan') ?? 0,
  });
  return incomingId;
}

/** Dropped for the line and prepared. */
async function dropFor(incomingId: number, bytes: Uint8Array, as?: Actor, key: string = randomUUID()): Promise<number> {
  const { layang, clerk, file, runner } = await world;
  const files = [await file('pindaian.tif', bytes)];
  const { intakeId } = await layang.incoming.scans.drop(as ?? clerk, { incomingId, submissionKey: key, files });
  await runner.idle();
  return intakeId;
}

async function add(incomingId: number, intakeId: number, part: 'letter' | 'attachment' = 'letter', as?: Actor) {
  const { layang, clerk } = await world;
  const who = as ?? clerk;
  const { revision } = await layang.incoming.scans.target(who, incomingId);
  return layang.incoming.scans.add(who, { incomingId, intakeId, part, revision });
}

const code = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a letter registered without a scan gets one, which its holder reads, hears of, and sees in the timeline', async () => {
  const { layang, chief, clerk, unitId } = await world;
  await layang.db.run(sql`UPDATE person SET email = username || '@sagaraasri.example'`);
  const incomingId = await line();
  expect((await layang.dispositions.read(chief, incomingId)).incoming.pages).toBeNull();
  const intakeId = await dropFor(incomingId, tiff(2));
  // It is prepared as everything that comes in, and is no item of the desk.
  expect(await layang.intake.get(clerk, intakeId)).toMatchObject({
    state: 'ready',
    pages: 2,
    forIncomingId: incomingId,
  });
  expect((await layang.intake.list(clerk, unitId)).map(({ id }) => id)).not.toContain(intakeId);
  expect((await layang.incoming.scans.prepared(clerk, incomingId)).map(({ id }) => id)).toEqual([intakeId]);
  expect(await add(incomingId, intakeId)).toEqual({ again: false });
  expect(await add(incomingId, intakeId)).toEqual({ again: true });
  const read = await layang.dispositions.read(chief, incomingId);
  expect(read.incoming).toMatchObject({ pages: 2, state: 'open' });
  expect(read.timeline.map(({ kind }) => kind).filter((kind) => kind === 'scan_added')).toHaveLength(1);
  expect(read.scans).toMatchObject([{ part: 'letter', beforeSha256: null }]);
  expect(await layang.incoming.scans.prepared(clerk, incomingId)).toEqual([]);
  const told = await layang.db.many(
    z.object({ body: z.string() }),
    sql`SELECT body FROM mail WHERE incoming_id = ${incomingId} AND body LIKE '%pindaian%' ORDER BY id`,
  );
  expect(told).toHaveLength(1);
});

test('a better scan takes the place of the one before, which stays as it was for whoever may read the letter', async () => {
  const { layang, chief, clerk } = await world;
  const incomingId = await line();
  await add(incomingId, await dropFor(incomingId, tiff(1)));
  const first = (await layang.dispositions.document(chief, incomingId, { part: 'letter' })).pdf;
  const second = await dropFor(incomingId, tiff(3, 240));
  await add(incomingId, second);
  const { incoming, scans } = await layang.dispositions.read(chief, incomingId);
  expect(incoming.pages).toBe(3);
  expect(scans.map(({ beforePages }) => beforePages)).toEqual([null, 1]);
  const earlier = { part: 'earlier', scanId: scans[1]?.id ?? 0 } as const;
  const kept = await layang.dispositions.document(chief, incomingId, earlier);
  expect([hash(kept.pdf), kept.name.endsWith(`-sebelumnya-${earlier.scanId}.pdf`)]).toEqual([hash(first), true]);
  expect(await code(layang.dispositions.document(await actorNamed(layang, 'camat'), incomingId, earlier))).toBe(
    'incoming-unknown',
  );
  // Nothing takes its row away, and what a scan was made for it is made for.
  await expect(layang.db.run(sql`DELETE FROM incoming_scan WHERE incoming_id = ${incomingId}`)).rejects.toBeDefined();
  expect(await code(add(await line(), second))).toBe('scan-elsewhere');
  const attachment = await dropFor(incomingId, await jpeg());
  await add(incomingId, attachment, 'attachment');
  const after = await layang.dispositions.read(chief, incomingId);
  expect([after.incoming.pages, after.attachments.map(({ name }) => name)]).toEqual([3, ['Lampiran susulan.pdf']]);
  expect(
    (await layang.dispositions.document(clerk, incomingId, { part: 'attachment', ordinal: 1 })).pdf.length,
  ).toBeGreaterThan(500);
});

test('of two clerks who add at once one is told to look first; a form sent twice is one scan', async () => {
  const { layang, clerk, chief } = await world;
  const other = await colleague();
  const incomingId = await line();
  const key = randomUUID();
  const [mine, again] = [
    await dropFor(incomingId, tiff(1), clerk, key),
    await dropFor(incomingId, tiff(1), clerk, key),
  ];
  expect(again).toBe(mine);
  const theirs = await dropFor(incomingId, tiff(2, 220), other);
  const { revision } = await layang.incoming.scans.target(clerk, incomingId);
  const both = [
    layang.incoming.scans.add(clerk, { incomingId, intakeId: mine, part: 'letter', revision }),
    layang.incoming.scans.add(other, { incomingId, intakeId: theirs, part: 'letter', revision }),
    layang.incoming.scans.add(clerk, { incomingId, intakeId: mine, part: 'letter', revision }),
  ];
  const outcomes = await Promise.all(both.map(code));
  expect(outcomes.filter((one) => one === 'line-changed').length).toBeGreaterThan(0);
  const { scans } = await layang.dispositions.read(chief, incomingId);
  expect(scans).toHaveLength(1);
  // Having looked, the other one adds theirs too: both are kept.
  const late = outcomes[1] === 'done' ? mine : theirs;
  await add(incomingId, late, 'letter', other);
  expect((await layang.dispositions.read(chief, incomingId)).scans).toHaveLength(2);
  expect(await code(add(incomingId, await dropFor(incomingId, late === mine ? tiff(1) : tiff(2, 220))))).toBe(
    'scan-the-same',
  );
});

test('a secret letter is scanned later by those who have it by name, and no other clerk sees a page of it', async () => {
  const { layang, chief, clerk, unitId, file } = await world;
  const other = await colleague();
  const incomingId = await line({ security: 'R', withheld: true });
  const files = [await file('rahasia.tif', tiff(1))];
  const drop = (who: Actor) =>
    code(layang.incoming.scans.drop(who, { incomingId, submissionKey: randomUUID(), files }));
  expect(await drop(other)).toBe('not-allowed');
  expect(await drop(await actorNamed(layang, 'camat'))).toBe('incoming-unknown');
  // The head opened the envelope and scans it: no clerk sees it, neither whoever registered the envelope.
  const intakeId = await dropFor(incomingId, tiff(2), chief);
  for (const who of [clerk, other]) {
    expect(await code(layang.intake.get(who, intakeId))).toBe('intake-unknown');
    expect(await code(layang.intake.sheet(who, intakeId, 1))).toBe('intake-unknown');
    expect(await layang.incoming.scans.prepared(who, incomingId)).toEqual([]);
    expect((await layang.intake.list(who, unitId)).map(({ id }) => id)).not.toContain(intakeId);
  }
  expect((await layang.intake.sheet(chief, intakeId, 1)).png.length).toBeGreaterThan(100);
  // Whoever registered the envelope may add what they scan themselves, and not what they were not shown.
  expect(await code(add(incomingId, intakeId, 'letter', clerk))).toBe('intake-unknown');
  await add(incomingId, intakeId, 'letter', chief);
  expect((await layang.dispositions.read(chief, incomingId)).incoming).toMatchObject({ withheld: false, pages: 2 });
  for (const who of [clerk, other])
    expect(await code(layang.dispositions.document(who, incomingId, { part: 'letter' }))).toBe('incoming-unknown');
  expect(await code(layang.intake.sheet(chief, intakeId, 1))).toBe('intake-registered');
  // Nor does a correction open it to whoever registered the envelope.
  const { letter } = await layang.incoming.line(clerk, incomingId);
  const opened = layang.incoming.correct(clerk, {
    ...{ incomingId, revision: letter.revision, senderName: letter.senderName, senderAddress: '', subject: 'Terbuka' },
    ...{ number: letter.number, letterDate: '', receivedOn: '2026-01-05', receivedTime: '08:00', security: 'B' },
    ...{ urgency: 'BIASA', classification: '', channel: 'post' },
  });
  expect(await code(opened)).toBe('class-lowered');
});

test('what somebody scanned of a letter is theirs no longer once they may not add to it', async () => {
  const { layang, clerk, unitId } = await world;
  const { db } = layang;
  const incomingId = await line({ security: 'R', withheld: true });
  const intakeId = await dropFor(incomingId, tiff(2, 230), clerk);
  expect((await layang.intake.sheet(clerk, intakeId, 1)).png.length).toBeGreaterThan(100);
  const duty = sql`person_id = ${clerk.personId} AND unit_id = ${unitId} AND duty = 'registry'`;
  await db.run(sql`DELETE FROM duty WHERE ${duty}`);
  try {
    const former = await actorNamed(layang, 'agenda');
    for (const look of [
      layang.intake.get(former, intakeId),
      layang.intake.sheet(former, intakeId, 1),
      layang.intake.page(former, intakeId, { file: 1, page: 1 }),
      layang.intake.document(former, intakeId),
      layang.intake.putAside(former, intakeId, 'Bukan lagi'),
    ])
      expect(await code(look)).toBe('intake-unknown');
    expect(await layang.incoming.scans.prepared(former, incomingId)).toEqual([]);
  } finally {
    await db.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${clerk.personId}, ${unitId}, 'registry')`);
  }
  // Nor of a letter that is over for them: whoever it is addressed to adds to it then.
  await db.run(sql`UPDATE incoming SET state = 'closed' WHERE id = ${incomingId}`);
  expect(await code(layang.intake.sheet(clerk, intakeId, 1))).toBe('intake-unknown');
});

test('what comes is a stranger’s file here too, and a struck line takes nothing any more', async () => {
  const { layang, clerk, file, unitId, positions } = await world;
  const incomingId = await line();
  const drop = async (bytes: Uint8Array) =>
    code(
      layang.incoming.scans.drop(clerk, {
        ...{ incomingId, submissionKey: randomUUID(), files: [await file('foto.heic', bytes)] },
      }),
    );
  expect(await drop(beginnings.heic)).toBe('picture-heic');
  expect(await drop(Buffer.alloc(0))).toBe('scan-empty');
  expect(await code(layang.incoming.scans.drop(clerk, { incomingId, submissionKey: randomUUID(), files: [] }))).toBe(
    'intake-no-files',
  );
  // A scan that was made for a line is not registered as a letter of its own.
  const intakeId = await dropFor(incomingId, tiff(1));
  const own = layang.incoming.register(clerk, {
    ...{ submissionKey: randomUUID(), unitId, intakeId, channel: 'post', senderName: 'X', number: '', letterDate: '' },
    ...{ subject: 'Lain', receivedOn: '2026-01-05', receivedTime: '08:00', security: 'B', urgency: 'BIASA' },
    addresseePositionId: positions.get('Kepala Dinas Pendidikan') ?? 0,
  });
  expect(await code(own)).toBe('intake-elsewhere');
  await layang.incoming.strike(clerk, { incomingId, reason: 'Salah daftar' });
  expect(await code(add(incomingId, intakeId))).toBe('line-void');
  expect((await layang.incoming.line(clerk, incomingId)).may.addScan).toBe(false);
});

test('what was scanned for a line that is struck meanwhile lies at the desk, and can become a line of its own', async () => {
  const { layang, clerk, unitId, positions } = await world;
  const incomingId = await line();
  const intakeId = await dropFor(incomingId, tiff(1, 260));
  await layang.incoming.strike(clerk, { incomingId, reason: 'Dua kali dicatat.' });
  expect((await layang.intake.list(clerk, unitId)).map(({ id }) => id)).toContain(intakeId);
  const registered = await layang.incoming.register(clerk, {
    ...{ submissionKey: randomUUID(), unitId, intakeId, channel: 'post', senderName: 'SMP Negeri 1', number: 'baru/1' },
    ...{ letterDate: '', subject: 'Permohonan meja', urgency: 'BIASA', security: 'B' },
    ...{ receivedOn: '2026-01-05', receivedTime: '08:00' },
    addresseePositionId: positions.get('Kepala Dinas Pendidikan') ?? 0,
  });
  expect(registered).toMatchObject({ again: false });
});

test('a scan that was put aside is found again at its letter, with who, when and why, and brought back there', async () => {
  const { layang, clerk, chief, unitId, runner } = await world;
  const other = await colleague();
  const { intake, incoming } = layang;
  const incomingId = await line();
  const [bad, worse] = [await dropFor(incomingId, tiff(2, 270)), await dropFor(incomingId, tiff(1, 280), other)];
  expect(await intake.putAside(clerk, bad, '  Halaman  terpotong ')).toEqual({ forIncomingId: incomingId });
  await intake.putAside(other, worse, 'Surat lain');
  expect(await incoming.scans.prepared(clerk, incomingId)).toEqual([]);
  const found = await incoming.scans.putAside(clerk, incomingId);
  expect(found.map(({ id }) => id).toSorted()).toEqual([bad, worse].toSorted());
  const mine = { reason: 'Halaman terpotong', byName: expect.any(String), putInName: expect.any(String), pages: 2 };
  expect(found.find(({ id }) => id === bad)).toMatchObject({ ...mine, at: expect.any(Date) });
  expect((await intake.get(other, bad)).aside).toMatchObject(mine);
  expect((await intake.listPutAside(clerk, unitId)).map(({ id }) => id)).not.toContain(bad);
  // Whoever reads the letter finds none of it.
  expect(await incoming.scans.putAside(await actorNamed(layang, 'camat'), incomingId)).toEqual([]);

  expect(await intake.bringBack(other, bad)).toEqual({ forIncomingId: incomingId });
  await runner.idle();
  expect((await intake.get(clerk, bad)).aside).toBeUndefined();
  expect((await incoming.scans.prepared(clerk, incomingId)).map(({ id }) => id)).toEqual([bad]);
  await add(incomingId, bad);
  expect((await layang.dispositions.read(chief, incomingId)).incoming.pages).toBe(2);

  // Of a struck line it lies with the rest at the desk, put aside as it was.
  await incoming.strike(clerk, { incomingId, reason: 'Salah daftar' });
  expect(await incoming.scans.putAside(clerk, incomingId)).toEqual([]);
  expect((await intake.listPutAside(clerk, unitId)).map(({ id }) => id)).toContain(worse);
  const secret = await line({ security: 'R', withheld: true });
  const hidden = await dropFor(secret, tiff(1, 290), chief);
  await intake.putAside(chief, hidden, 'Buram');
  for (const who of [clerk, other]) expect(await incoming.scans.putAside(who, secret)).toEqual([]);
  expect((await incoming.scans.putAside(chief, secret)).map(({ id }) => id)).toEqual([hidden]);
  await incoming.strike(clerk, { incomingId: secret, reason: 'Salah daftar' });
  expect((await intake.listPutAside(clerk, unitId)).map(({ id }) => id)).not.toContain(hidden);
});

test('scans of secret letters that others put in do not hide from the desk what its clerks can mend', async () => {
  const { layang, clerk, chief, unitId } = await world;
  const secret = await line({ security: 'R', withheld: true });
  await layang.db.run(
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, found, put_in_by, for_incoming_id, put_in_at, changed_at)
        SELECT ${unitId}, 'desk', 'ready', 'hidden ' || n, '{}', ${chief.personId}, ${secret}, now(), now() FROM generate_series(1, 60) n`,
  );
  const intakeId = await dropFor(await line(), tiff(1));
  expect((await layang.incoming.scans.left(clerk)).map((each) => each.intakeId)).toContain(intakeId);
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { MORE_LETTERS } from '../../src/demo/more-texts.ts';
import { furnishDemo, runDemo } from '../../src/demo/run-demo.ts';
import { openLog } from '../../src/log.ts';
import { sql } from '../../src/postgres/sql.ts';
import { verifyCommand } from '../../src/verification/verify-command.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { CHEAP_KDF } from '../issuing/signing-world.ts';
import { startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-demo-'));
const out = join(folder, 'out', 'of it');
let layang: Layang;
let config: ReturnType<typeof readConfig>;

beforeAll(async () => {
  const { url } = await testDatabase();
  config = readConfig({ DATA_DIR: folder, DATABASE_URL: url });
  layang = await wire(config, openLog('silent'), systemClock, { kdf: openKdf({ settings: CHEAP_KDF }) });
});
afterAll(async () => {
  await layang?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function demo(language: 'id' | 'en') {
  const said: string[] = [];
  await runDemo(layang, config, { out, language, print: (line) => void said.push(line) });
  return { said: said.join('\n'), report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) };
}

test('the demonstration leaves a letter that anyone can check, and the report last; a second run finds its data', async () => {
  const first = await demo('en');
  expect(first.said).toContain('One bit changed: refused.');
  expect(first.report).toMatchObject({ number: '400.3.5/1/DISDIK', token: expect.stringMatching(/^[0-9A-Z]{16}$/) });
  expect(first.report.states.at(-1)).toMatchObject({ state: 'issued', at: expect.any(String) });
  for (const { ms } of first.report.steps) expect(ms).toBeGreaterThan(0);
  const files = ['check-url.txt', 'issuing-ca.pem', 'letter.pdf', 'report.json', 'root-ca.pem'];
  expect(readdirSync(out).sort()).toEqual(files);
  const times = files.map((file) => statSync(join(out, file)).mtimeMs);
  expect(Math.max(...times)).toBe(statSync(join(out, 'report.json')).mtimeMs);
  expect(readFileSync(join(out, 'check-url.txt'), 'utf8')).toMatch(
    new RegExp(`^http://localhost:3000/${first.report.token}#\\d+\n$`),
  );
  const quiet = { stdout: { write: () => true }, stderr: { write: () => true }, language: 'en' as const };
  const check = (...more: string[]) => verifyCommand([join(out, 'letter.pdf'), ...more], quiet);
  expect(await check('--trust', join(out, 'root-ca.pem'))).toBe(0);
  expect(await check()).toBe(1);

  writeFileSync(join(out, 'report.json'), '{}');
  const second = await demo('id');
  expect(second.said).toContain('Data demo sudah ada');
  expect(second.report).toMatchObject({ number: '400.3.5/2/DISDIK' });
});

test('who stays finds letters on every desk, one of them delivered and read; a second time nothing is there twice', async () => {
  const jobs = layang.startJobs();
  try {
    for (const language of ['id', 'en'] as const) {
      const issuedId = await runDemo(layang, config, { out, language, print: () => {} });
      await furnishDemo(layang, issuedId, { language, print: () => {} });
    }
  } finally {
    await jobs.stop();
  }
  const waiting = async (username: string) =>
    (await layang.approvals.readInbox(await actorNamed(layang, username))).map(({ task, subject }) => [task, subject]);
  const [circular, invitation, assignment, note] = MORE_LETTERS.map(({ draft }) => {
    return draft({ post: () => 1, group: () => 1 }).subject;
  });
  expect(await waiting('sekbkpsdm')).toEqual([['initial', circular]]);
  expect(await waiting('kadisdik')).toEqual([['sign', invitation]]);
  expect(await waiting('kabid')).toEqual([['initial', assignment]]);
  expect(await waiting('analis')).toEqual([['revise', note]]);

  const clerk = await actorNamed(layang, 'agenda');
  const { letters } = await layang.letters.searchLetters(clerk, { text: 'Pemerataan Guru', state: undefined, page: 1 });
  const followed = await layang.sending.follow(clerk, letters[0]?.id ?? 0);
  expect(followed?.deliveries.map(({ channel, state }) => [channel, state])).toEqual([
    ['internal', 'sent'],
    ['internal', 'sent'],
    ['expedition', 'queued'],
    ['internal', 'sent'],
    ['internal', 'read'],
  ]);
  const inHand = async (username: string) =>
    (await layang.dispositions.waiting(await actorNamed(layang, username))).map(({ task, state, subject, due }) => [
      ...[task, state, subject],
      ...(due < new Date() ? ['late'] : []),
    ]);
  const late = ['act', 'unread', 'Permohonan Guru Kelas Pengganti', 'late'];
  expect(await inHand('analis')).toEqual([late]);
  expect(await inHand('kabid')).toEqual([['act', 'unread', 'Permintaan Pendamping Jambore Pelajar']]);
  expect((await inHand('kadisdik')).map(([task, state, subject]) => [task, state, subject])).toEqual(
    expect.arrayContaining([
      ['accept', 'reported', 'Permohonan Perbaikan Atap Ruang Kelas'],
      ['act', 'unread', 'Permohonan Izin Lomba Guru Menulis'],
    ]),
  );
  const { lines } = await layang.incoming.list(clerk, {});
  const registered = lines.map(({ senderName, state }) => [senderName, state]);
  expect(registered.filter(([, state]) => state === 'closed')).toEqual([['Dinas Kesehatan', 'closed']]);
  expect(registered.filter(([name]) => name === 'SD Negeri 3 Muara Sagara')).toHaveLength(1);
  const [desk] = await layang.incoming.desks(clerk);
  const atTheDesk = await layang.intake.list(clerk, desk?.id ?? 0);
  expect(atTheDesk.map(({ origin, found }) => [origin, found?.subject])).toEqual([
    ['public', 'Permohonan Audiensi Taman Bacaan Pesisir'],
  ]);
  const { rows } = await layang.originals.book(clerk, { unitId: desk?.id ?? 0 });
  expect(rows.map(({ kind, proofSha256 }) => [kind, proofSha256 !== null])).toEqual([
    ['handed', true],
    ['archived', false],
  ]);
  const administrator = await actorNamed(layang, 'admin');
  expect((await layang.groups.list()).map(({ name }) => name)).toEqual(['Semua kecamatan', 'Semua OPD']);
  expect(await layang.approvals.readTemplates(administrator)).toHaveLength(1);
});

test('where somebody ended the analyst’s appointment, that is said, what can be done is done, and nobody is appointed again', async () => {
  const letters = async () =>
    (await layang.db.one(z.object({ n: z.number() }), sql`SELECT count(*)::int AS n FROM letter`)).n;
  const { personId, appointments } = await actorNamed(layang, 'analis');
  const [held] = appointments;
  await layang.db.run(sql`UPDATE appointment SET valid_to = current_date - 2 WHERE id = ${held?.id}`);
  const before = await letters();
  const said: string[] = [];
  const options = { out, language: 'id' as const, print: (line: string) => void said.push(line) };
  const jobs = layang.startJobs();
  try {
    const issuedId = await runDemo(layang, config, options);
    expect(issuedId).toBeUndefined();
    await furnishDemo(layang, issuedId, options);
  } finally {
    await jobs.stop();
  }
  const text = said.join('\n');
  expect(text).toMatch(/\(analis\) tidak lagi memegang jabatan Analis Kebijakan Ahli Muda: penunjukannya diakhiri/);
  expect(text).toContain('tidak ada surat baru yang dibuat');
  expect(text).toContain('Surat masuk sudah datang juga');
  expect((await layang.people.loadActor(personId))?.appointments).toEqual([]);
  expect(await letters()).toBe(before);
  await layang.db.run(sql`UPDATE appointment SET valid_to = NULL WHERE id = ${held?.id}`);
  expect((await demo('id')).said).toContain('Terbit: nomor');
});

test('Ctrl+C while it starts ends what it started, and the next start goes on from there', async () => {
  const dataDir = join(folder, 'interrupted');
  const cli = new URL('../../src/cli.ts', import.meta.url);
  const through = ['env', `DATA_DIR=${dataDir}`];
  const child = startChild(cli, ['migrate'], { through });
  await child.says('0001_people');
  await ended(child.process);

  const interrupted = startChild(cli, ['demo', '--once', '--out', join(folder, 'none')], { through });
  const server = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  while (!existsSync(server)) await new Promise(setImmediate);
  interrupted.process.kill('SIGINT');
  // npm hands on what the terminal has sent already.
  interrupted.process.kill('SIGINT');
  expect(await ended(interrupted.process)).toBe(130);
  expect(interrupted.output()).not.toContain('unforeseen');
  expect(existsSync(server)).toBe(false);
  expect(existsSync(join(folder, 'none', 'report.json'))).toBe(false);
});

function ended(process: { exitCode: number | null; once(event: 'close', listener: () => void): unknown }) {
  return new Promise<number | null>((resolve) => {
    if (process.exitCode !== null) resolve(process.exitCode);
    else process.once('close', () => resolve(process.exitCode));
  });
}

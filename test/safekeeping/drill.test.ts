import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { systemClock } from '../../src/clock.ts';
import { backup } from '../../src/commands/backup.ts';
import { check } from '../../src/commands/check.ts';
import { restore } from '../../src/commands/restore.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { hashFile } from '../../src/documents/content.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { findLastBackup } from '../../src/safekeeping/backups-store.ts';
import { checkHeldLetters } from '../../src/safekeeping/check-held-letters.ts';
import { checkOffice } from '../../src/safekeeping/check-office.ts';
import type { Finding } from '../../src/safekeeping/finding.ts';
import { holdNumbers } from '../../src/safekeeping/hold-numbers.ts';
import { openMarksReader } from '../../src/safekeeping/printed-code.ts';
import { writeMarker } from '../../src/safekeeping/restore-marker.ts';
import { openBackup, restoreOffice } from '../../src/safekeeping/restore-office.ts';
import { writeBackup } from '../../src/safekeeping/write-backup.ts';
import { openVerifier } from '../../src/verification/verifier.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { letterToSign, type SigningWorld, signingWorld, wireFor } from '../issuing/signing-world.ts';
import { startChild } from '../support/child.ts';
import { emptyDatabase } from '../support/database.ts';
import { describeSchema } from '../support/describe-schema.ts';
import { typed } from './command-line.ts';

const verifier = openVerifier({ filesPerProcess: 50 });
const reader = openMarksReader();
const folders: string[] = [];
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'layang-drill-'));
  folders.push(made);
  return made;
}
let world: SigningWorld;
beforeAll(async () => {
  world = await signingWorld();
});
afterAll(async () => {
  await verifier.close();
  await reader.close();
  for (const made of folders) await rm(made, { recursive: true, force: true });
});

async function issue(office: Pick<SigningWorld, 'layang' | 'chief' | 'positions'> = world) {
  const letter = await letterToSign(office);
  const { documentSha256 } = await office.layang.signLetter({
    actor: office.chief,
    ...letter,
    passphrase: demoPassphrase('kadisdik'),
  });
  const { number, token } = await office.layang.db.one(
    z.object({ number: z.string(), token: z.string() }),
    sql`SELECT n.text AS number, i.token FROM issue i JOIN letter_number n ON n.id = i.number_id WHERE i.letter_id = ${letter.letterId}`,
  );
  return { ...letter, documentSha256, number, token, pdf: await office.layang.documents.read(documentSha256) };
}

/** Copies are named by the second: each of ours is taken a second after the one before. */
let seconds = 0;
const backupDeps = ({ layang, config, databaseUrl }: SigningWorld) => ({
  db: layang.db,
  databaseUrl,
  clock: () => new Date(Date.now() + 1_000 * seconds++),
  documents: layang.documents,
  dataDir: config.dataDir,
  version: '0.0.0',
});

async function documentsOf(place: string): Promise<string[]> {
  const names = await readdir(join(place, 'documents'), { recursive: true });
  return names.filter((name) => /[0-9a-f]{64}$/.test(name)).map((name) => join(place, 'documents', name));
}

async function emptyPlace() {
  const { url, db } = await emptyDatabase();
  const dataDir = await folder();
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: 'silent' });
  const documents = openDocumentStore(join(dataDir, 'documents'));
  return { config, deps: { db, databaseUrl: url, clock: systemClock, documents, dataDir } };
}

async function findingsOf({ dataDir, databaseUrl }: Pick<Config, 'dataDir'> & { databaseUrl: string }) {
  const db = openDatabase(databaseUrl, { max: 3 });
  try {
    const keys = await openServiceKeys(dataDir, { databaseIsNew: false });
    const documents = openDocumentStore(join(dataDir, 'documents'));
    const found: string[] = [];
    const deps = { db, clock: systemClock, documents, keys, verifyPdf: verifier.verify };
    for await (const { code, about } of checkOffice(deps)) found.push(`${code} ${about}`);
    return found;
  } finally {
    await db.close();
  }
}

test('an office that is lost comes back from its copy: whole, verifiable, and with no number given twice', async () => {
  const place = join(await folder(), 'copies');
  const before = [await issue(), await issue()];
  const [{ copy, manifest }, during] = await Promise.all([writeBackup(backupDeps(world), place), issue()]);
  const after = [during, await issue()];
  expect(manifest.findings).toEqual([]);
  expect(await findLastBackup(world.layang.db)).toMatchObject({ place, letters: manifest.letters, findings: 0 });
  // The machine is lost; another one begins with nothing.
  const { config, deps } = await emptyPlace();
  const { recovered } = await restoreOffice(deps, await openBackup(place), async ({ manifest: { takenAt } }) => {
    await holdNumbers(deps, { size: 5, by: 'admin', takenAt });
  });
  expect(recovered.length).toBeLessThan(2);
  expect(existsSync(join(deps.dataDir, 'restoring.json'))).toBe(false);
  expect(await describeSchema(deps.databaseUrl)).toBe(await describeSchema(world.databaseUrl));
  expect(await findingsOf(deps)).toEqual([]);
  const restorations = await deps.db.many(z.object({ takenAt: z.date() }), sql`SELECT taken_at FROM restoration`);
  expect(restorations).toEqual([{ takenAt: manifest.takenAt }]);
  expect((await stat(join(deps.dataDir, 'keys', 'key-encryption.key'))).mode & 0o777).toBe(0o600);

  const restored = await wireFor(config);
  for (const letter of before) {
    expect(await restored.checking.lookUp({ typed: letter.token })).toMatchObject({ code: 'code-registered' });
    const anchors = await trustAnchors(deps.db);
    expect(verifyPdf(await restored.documents.read(letter.documentSha256), { anchors }).intactAndTrusted).toBe(true);
  }
  // People bring the PDFs that they have: those from after the copy are named, with code and number.
  const held = await folder();
  for (const { token, pdf } of [...before, ...after]) await writeFile(join(held, `${token}.pdf`), pdf);
  await writeFile(join(held, 'other.pdf'), '%PDF-1.7 from somebody else');
  const named: Finding[] = [];
  for await (const found of checkHeldLetters(
    { db: deps.db, verifyPdf: verifier.verify, readMarks: reader.read },
    held,
  )) {
    named.push(found);
  }
  // The one that was being signed while the copy was taken may be in it.
  const inCopy = (await restored.checking.lookUp({ typed: during.token })).code === 'code-registered';
  const lost = after.slice(inCopy ? 1 : 0);
  expect(named.map(({ words }) => words.id).sort()).toEqual(
    lost
      .map(({ token, number }) => [token, number.replaceAll(/[^A-Za-z0-9/-]/g, '.')])
      .sort()
      .map(([token, number]) =>
        expect.stringMatching(
          `${token}[.]pdf: ditandatangani .*, nomor tercetak ${number}, kode ${token}; tidak dikenal`,
        ),
      ),
  );

  const again = await issue({ layang: restored, chief: world.chief, positions: world.positions });
  expect([...before, ...after].map(({ number }) => number)).not.toContain(again.number);
  expect(copy.startsWith(place)).toBe(true);
});

test('a later copy shares the documents of its place, mends those that went bad there, and names what it cannot copy', async () => {
  const place = join(await folder(), 'copies');
  const first = await writeBackup(backupDeps(world), place);
  const lost = await issue();
  const path = await world.layang.documents.locate(lost.documentSha256);
  await rm(path);
  const [bad] = await documentsOf(place);
  if (bad === undefined) throw new Error('a copy has documents');
  await chmod(bad, 0o600);
  await writeFile(bad, 'rotten');
  const second = await writeBackup(backupDeps(world), place);
  const hex = lost.documentSha256.toString('hex');
  expect(second.manifest.findings).toMatchObject([{ code: 'document-missing', about: `document ${hex}` }]);
  expect((await hashFile(bad)).sha256.toString('hex')).toBe(bad.slice(-64));
  expect((await readdir(place)).sort()).toEqual([
    basename(first.copy),
    basename(second.copy),
    'documents',
    'layang-backups.json',
  ]);
  expect(await findLastBackup(world.layang.db)).toMatchObject({ takenAt: second.manifest.takenAt, findings: 1 });
  // What was not in the copy is told again when it is restored, and `check` names the letter.
  const { deps } = await emptyPlace();
  expect((await restoreOffice(deps, await openBackup(place))).findings).toMatchObject([{ code: 'document-missing' }]);
  expect(await findingsOf(deps)).toEqual([`document-missing letter ${lost.letterId} document ${hex}`]);
  await writeFile(path, lost.pdf);
});

test('a copy that fails half-way leaves nothing that looks like one, and does not stand in the way of the next', async () => {
  const place = join(await folder(), 'copies');
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const failing = { ...world.layang.documents, read: () => Promise.reject(full), has: () => Promise.reject(full) };
  await expect(writeBackup({ ...backupDeps(world), documents: failing }, place)).rejects.toMatchObject({
    code: 'disk-full',
  });
  expect(await readdir(place)).toEqual(
    ['documents', 'layang-backups.json'].filter((name) => existsSync(join(place, name))),
  );
  await expect(openBackup(place)).rejects.toMatchObject({ code: 'backup-unknown' });
  await mkdir(join(place, 'unfinished-0123456789abcdef'));
  await writeBackup(backupDeps(world), place);
  expect((await readdir(place)).filter((name) => name.startsWith('unfinished'))).toEqual([]);
});

test('a restoration that is interrupted keeps the office from starting and goes on when it is run again', async () => {
  const place = join(await folder(), 'copies');
  await writeBackup(backupDeps(world), place);
  const { config, deps } = await emptyPlace();
  let left = 3;
  const put: typeof deps.documents.put = (bytes) =>
    left-- > 0 ? deps.documents.put(bytes) : Promise.reject(new Error('power failure'));
  const proved = await openBackup(place);
  await expect(restoreOffice({ ...deps, documents: { ...deps.documents, put } }, proved)).rejects.toThrow(
    'power failure',
  );
  await expect(wireFor(config)).rejects.toMatchObject({ code: 'restore-unfinished' });
  await expect(
    restoreOffice(deps, proved, () => Promise.reject(new Error('power failure after the database'))),
  ).rejects.toThrow('after the database');
  await expect(wireFor(config)).rejects.toMatchObject({ code: 'restore-unfinished' });
  await restoreOffice(deps, proved);
  expect(await findingsOf(deps)).toEqual([]);
  await expect(restoreOffice(deps, proved)).rejects.toMatchObject({ code: 'restore-not-empty' });
  // The same place with another, later copy cannot take over a restoration that was begun.
  await writeMarker(deps.dataDir, { office: proved.manifest.office, takenAt: new Date(0) });
  await expect(restoreOffice(deps, proved)).rejects.toMatchObject({ code: 'restore-of-another-copy' });
});

test('a copy of an older schema is brought to the present one, and one of a newer schema is refused', async () => {
  const place = join(await folder(), 'copies');
  await letterToSign(world);
  const { copy } = await writeBackup(backupDeps(world), place);
  const newer = await folder();
  await cp(projectPath('migrations'), newer, { recursive: true });
  await writeFile(
    join(newer, '9998_later.sql'),
    '-- Up Migration\nALTER TABLE letter ADD COLUMN later integer NOT NULL DEFAULT 7;\n-- Down Migration\n',
  );
  const { deps } = await emptyPlace();
  await restoreOffice({ ...deps, migrations: newer }, await openBackup(place, newer));
  const later = z.object({ later: z.number() });
  expect(await deps.db.many(later, sql`SELECT DISTINCT later FROM letter`)).toEqual([{ later: 7 }]);
  const manifest = JSON.parse(await readFile(join(copy, 'backup.json'), 'utf8'));
  await chmod(join(copy, 'backup.json'), 0o600);
  await writeFile(
    join(copy, 'backup.json'),
    JSON.stringify({ ...manifest, migrations: [...manifest.migrations, '9998_later'] }),
  );
  await expect(openBackup(copy)).rejects.toMatchObject({ code: 'backup-newer' });
  await writeFile(join(copy, 'backup.json'), JSON.stringify({ ...manifest, form: 2 }));
  await expect(openBackup(copy)).rejects.toMatchObject({ code: 'backup-form-unknown' });
  await writeFile(join(copy, 'backup.json'), JSON.stringify(manifest));
  const table = join(copy, 'tables', 'letter.gz');
  await chmod(table, 0o600);
  await writeFile(table, (await readFile(table)).subarray(0, -1));
  await expect(openBackup(copy)).rejects.toMatchObject({
    code: 'backup-damaged',
    words: { en: expect.stringContaining('letter.gz') },
  });
});

test('a folder that would be lost with the office, or that is not one for its copies, is refused', async () => {
  const { dataDir } = world.config;
  const inside = symlink(dataDir, join(await folder(), 'link')).then(() =>
    join(folders.at(-1) ?? '', 'link', 'copies'),
  );
  await expect(writeBackup(backupDeps(world), await inside)).rejects.toMatchObject({ code: 'backup-inside-data' });
  await expect(writeBackup(backupDeps(world), join(dataDir, '..'))).rejects.toMatchObject({
    code: 'backup-inside-data',
  });
  const foreign = await folder();
  await writeFile(join(foreign, 'photo.jpg'), '');
  await expect(writeBackup(backupDeps(world), foreign)).rejects.toMatchObject({ code: 'backup-place-foreign' });
  const other = await folder();
  await writeFile(join(other, 'layang-backups.json'), JSON.stringify({ form: 1, office: '0'.repeat(64) }));
  await expect(writeBackup(backupDeps(world), other)).rejects.toMatchObject({ code: 'backup-of-another-office' });
  const place = join(await folder(), 'copies');
  const twice = await Promise.allSettled([
    writeBackup(backupDeps(world), place),
    writeBackup(backupDeps(world), place),
  ]);
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'backup-running' } });
});

/** Killed as soon as the folder holds such a name. */
async function killedAt(
  what: string,
  deps: { databaseUrl: string; dataDir: string },
  place: string,
  watched: string,
  name: RegExp,
) {
  const child = startChild(new URL('./dying-copier.ts', import.meta.url), [
    what,
    deps.databaseUrl,
    deps.dataDir,
    place,
  ]);
  await child.says('begins');
  while (!(await readdir(watched).catch(() => [])).some((found) => name.test(found))) await pause(1);
  await child.kill();
  expect(child.output()).toBe('begins\n');
}

test('killed at any moment, a copy and a restoration leave what the same command brings to its end', async () => {
  const place = join(await folder(), 'copies');
  await issue();
  await world.layang.db.run(
    sql`INSERT INTO register (unit_id, code, name) SELECT min(id), 'UNUSED', 'Buku yang belum dipakai' FROM unit`,
  );
  const { databaseUrl, config } = world;
  const here = { DATA_DIR: config.dataDir, DATABASE_URL: databaseUrl };
  await killedAt('backup', { databaseUrl, dataDir: config.dataDir }, place, place, /^unfinished-/);
  await expect(openBackup(place)).rejects.toMatchObject({ code: 'backup-unknown' });
  expect(await typed(here, backup, place)).toMatchObject({
    status: 0,
    output: expect.stringContaining('issued letters'),
  });
  expect((await readdir(place)).filter((name) => name.startsWith('unfinished'))).toEqual([]);

  const { deps } = await emptyPlace();
  const there = { DATA_DIR: deps.dataDir, DATABASE_URL: deps.databaseUrl };
  await killedAt('restore', deps, place, deps.dataDir, /^restoring.json$/);
  expect(await typed(there, check)).toMatchObject({ status: 2, output: expect.stringContaining('not finished') });
  await killedAt('restore', deps, place, deps.dataDir, /^keys$/);
  expect(await typed(there, restore, place)).toMatchObject({ status: 64 });
  expect(await typed(there, restore, place, '--hold', '2', '--by', 'nobody')).toMatchObject({
    status: 1,
    output: expect.stringMatching(/one of .*admin/),
  });
  expect(await typed(there, restore, place, '--hold', '2')).toMatchObject({
    status: 0,
    output: expect.stringMatching(
      /are held[\s\S]*Nothing is held where no number had been given: .*Buku yang belum dipakai/,
    ),
  });
  expect(await typed(there, check)).toMatchObject({ status: 0, output: expect.stringContaining('Whole') });
  const held = z.object({ n: z.number() });
  const perBook = sql`SELECT DISTINCT count(*)::int AS n FROM letter_number WHERE state = 'held' GROUP BY register_id`;
  expect(await deps.db.many(held, perBook)).toEqual([{ n: 2 }]);
});

import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { systemClock } from '../../src/clock.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { findLastBackup, findLastRestoration } from '../../src/safekeeping/backups-store.ts';
import { checkOffice } from '../../src/safekeeping/check-office.ts';
import { holdNumbers } from '../../src/safekeeping/hold-numbers.ts';
import { restoreOffice } from '../../src/safekeeping/restore-office.ts';
import { writeBackup } from '../../src/safekeeping/write-backup.ts';
import { openVerifier } from '../../src/verification/verifier.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { letterToSign, type SigningWorld, signingWorld, wireFor } from '../issuing/signing-world.ts';
import { emptyDatabase } from '../support/database.ts';
import { describeSchema } from '../support/describe-schema.ts';

const verifier = openVerifier({ filesPerProcess: 50 });
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

const backupDeps = ({ layang, config, databaseUrl }: SigningWorld) => ({
  db: layang.db,
  databaseUrl,
  clock: systemClock,
  documents: layang.documents,
  dataDir: config.dataDir,
  version: '0.0.0',
});

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
  const { recovered } = await restoreOffice(deps, place, async ({ manifest: { takenAt } }) => {
    await holdNumbers(deps, { size: 5, by: 'admin', takenAt });
  });
  expect(recovered.length).toBeLessThan(2);
  expect(existsSync(join(deps.dataDir, 'restoring.json'))).toBe(false);
  expect(await describeSchema(deps.databaseUrl)).toBe(await describeSchema(world.databaseUrl));
  expect(await findingsOf(deps)).toEqual([]);
  expect(await findLastRestoration(deps.db)).toMatchObject({ takenAt: manifest.takenAt });
  expect((await stat(join(deps.dataDir, 'keys', 'key-encryption.key'))).mode & 0o777).toBe(0o600);

  const layang = await wireFor(config);
  for (const letter of before) {
    expect(await layang.checking.lookUp({ typed: letter.token })).toMatchObject({ code: 'code-registered' });
    const anchors = await trustAnchors(deps.db);
    expect(verifyPdf(await layang.documents.read(letter.documentSha256), { anchors }).intactAndTrusted).toBe(true);
  }
  const again = await issue({ layang, chief: world.chief, positions: world.positions });
  expect([...before, ...after].map(({ number }) => number)).not.toContain(again.number);
  expect(copy.startsWith(place)).toBe(true);
});

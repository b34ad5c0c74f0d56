import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { establishOffice } from '../../src/issuing/establish-office.ts';
import { type NeedsDeps, needsOf } from '../../src/monitoring/needs.ts';
import { openReadiness } from '../../src/monitoring/readiness.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { knownMigrations } from '../../src/postgres/schema-state.ts';
import { sql } from '../../src/postgres/sql.ts';
import { enrolWorld, office } from '../issuing/enrol-world.ts';
import { testDatabase } from '../support/database.ts';

let folder: string;
let deps: NeedsDeps;
let world: Awaited<ReturnType<typeof enrolWorld>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layang-needs-'));
  world = await enrolWorld();
  await establishOffice(world.deps, office);
  const { db, clock, keys } = world.deps;
  const documents = openDocumentStore(join(folder, 'documents'));
  deps = { db, clock, documents, issuing: keys.certificateIssuing, migrations: await knownMigrations() };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const missing = async (changes: Partial<NeedsDeps>) =>
  (await openReadiness(needsOf({ ...deps, ...changes })).look()).missing;

it('an office with its keys, its documents and its schema lacks nothing, and leaves nothing behind', async () => {
  expect(await missing({})).toEqual([]);
  const left: unknown[] = [];
  for await (const each of openDocumentStore(join(folder, 'documents')).list()) left.push(each);
  expect(left).toEqual([]);
});

it('before the office is founded nothing can be signed, and its founder must come in', async () => {
  expect(await missing({ db: (await testDatabase()).db })).toEqual([]);
});

it('a database that is gone is unreachable, and then nothing can be signed either', async () => {
  const db = openDatabase('postgres://nobody@127.0.0.1:1/nothing');
  expect(await missing({ db })).toEqual(['database-unreachable', 'signing-impossible']);
  await db.close();
});

it('a database put back to an older day is told from one that a newer Layang has changed', async () => {
  expect(await missing({ migrations: [...deps.migrations, '9999_of_tomorrow'] })).toEqual(['database-schema']);
  const { db } = await testDatabase();
  await db.run(sql`INSERT INTO schema_migration (name, run_on) VALUES ('9999_of_tomorrow', now())`);
  expect(await missing({ db })).toEqual([]);
});

it('documents that cannot be written are missing by the code of their store', async () => {
  await writeFile(join(folder, 'a-file'), '');
  const documents = openDocumentStore(join(folder, 'a-file'));
  expect(await missing({ documents })).toEqual(['documents-unreachable']);
});

it('signing is impossible with the keys of another office, and with a clock outside the certificates', async () => {
  const other = await openServiceKeys(join(folder, 'other'), { databaseIsNew: true });
  expect(await missing({ issuing: other.certificateIssuing })).toEqual(['signing-impossible']);
  for (const year of [2019, 2060]) {
    const clock = () => new Date(`${year}-06-01T00:00:00Z`);
    expect([year, await missing({ clock })]).toEqual([year, ['signing-impossible']]);
  }
});

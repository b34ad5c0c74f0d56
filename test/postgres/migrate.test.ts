import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { migrate } from '../../src/postgres/migrate.ts';
import { sql } from '../../src/postgres/sql.ts';
import { demandSupportedServer } from '../../src/postgres/supported-server.ts';
import { projectPath } from '../../src/project-root.ts';
import { emptyDatabase, testDatabase } from '../support/database.ts';

let newer: string;
beforeAll(() => {
  newer = mkdtempSync(join(tmpdir(), 'layang-migrations-'));
  cpSync(projectPath('migrations'), newer, { recursive: true });
  writeFileSync(join(newer, '9998_later.sql'), '-- Up Migration\nCREATE TABLE later (n integer);\n-- Down Migration\n');
});
afterAll(() => rmSync(newer, { recursive: true }));

/** As node-pg-migrate takes it. */
const MIGRATION_LOCK = '7241865325823964';
const count = z.object({ n: z.number() });
const regclass = z.object({ name: z.string().nullable() });

test('an empty database gets the whole schema, a second time nothing is left to do', async () => {
  const { url } = await emptyDatabase();
  const run = await migrate(url);
  expect(run[0]).toBe('0001_people');
  expect(run.length).toBeGreaterThan(5);
  expect(await migrate(url)).toEqual([]);
});

test('a server that does not let pg_trgm be created gets the whole schema too', async () => {
  const without = mkdtempSync(join(tmpdir(), 'layang-migrations-'));
  try {
    cpSync(projectPath('migrations'), without, { recursive: true });
    const growth = readFileSync(join(without, '0026_growth.sql'), 'utf8');
    const refused = growth.replace('CREATE EXTENSION IF NOT EXISTS pg_trgm', 'RAISE insufficient_privilege');
    expect(refused).not.toBe(growth);
    writeFileSync(join(without, '0026_growth.sql'), refused);
    const { url } = await emptyDatabase();
    expect((await migrate(url, { directory: without })).length).toBeGreaterThan(40);
  } finally {
    rmSync(without, { recursive: true });
  }
});

test('processes that migrate at the same moment do it once', async () => {
  const { url } = await emptyDatabase();
  const runs = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(runs.map((run) => run.length > 0).filter(Boolean)).toHaveLength(1);
});

test('of an older and a newer process that start at once the newer one brings the schema, and the older one says why it does not run', async () => {
  const { url, db } = await emptyDatabase();
  const lock = await db.pool.connect();
  // The lock of the migrations, held until both wait for it: the newer one stands in front.
  await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  const after = async (waiting: number) => {
    while (
      (
        await db.one(
          count,
          sql`SELECT count(*)::integer AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
        )
      ).n < waiting
    );
  };
  const newerOne = migrate(url, { directory: newer });
  await after(1);
  const olderOne = migrate(url).catch((error: unknown) => error);
  await after(2);
  await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  lock.release();
  expect(await newerOne).toContain('9998_later');
  expect(await olderOne).toMatchObject({ code: 'database-newer' });
});

test('a database with the current schema takes what is new', async () => {
  const { url, db } = await testDatabase();
  expect(await migrate(url, { directory: newer })).toEqual(['9998_later']);
  expect(await db.one(regclass, sql`SELECT to_regclass('later')::text AS name`)).toEqual({ name: 'later' });
});

test('a database newer than the code is refused in words and not touched', async () => {
  const { url } = await testDatabase();
  await migrate(url, { directory: newer });
  await expect(migrate(url)).rejects.toMatchObject({
    problem: 'unavailable',
    code: 'database-newer',
    words: { id: expect.stringContaining('9998_later'), en: expect.stringContaining('newer Layang') },
  });
});

test('a migration that fails leaves the schema as it was, whatever ran before it in the same go', async () => {
  const { url, db } = await testDatabase();
  const broken = mkdtempSync(join(tmpdir(), 'layang-migrations-'));
  try {
    cpSync(newer, broken, { recursive: true });
    writeFileSync(
      join(broken, '9999_broken.sql'),
      '-- Up Migration\nCREATE TABLE half (n integer);\nSELECT 1/0;\n-- Down Migration\n',
    );
    await expect(migrate(url, { directory: broken })).rejects.toThrow('bringing the database');
    expect(await db.one(regclass, sql`SELECT to_regclass('later')::text AS name`)).toEqual({ name: null });
    expect(await migrate(url)).toEqual([]);
  } finally {
    rmSync(broken, { recursive: true });
  }
});

test.each([
  ['no server', (url: URL) => Object.assign(url, { port: '1' })],
  ['another password', (url: URL) => Object.assign(url, { password: 'hunter2' })],
  ['no such database', (url: URL) => Object.assign(url, { pathname: '/nowhere' })],
])('%s is told in words that repeat neither address nor password', async (_case, spoil) => {
  const url = new URL((await emptyDatabase()).url);
  spoil(url);
  const error = await migrate(url.href).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ problem: 'unavailable', code: 'database-unreachable' });
  expect(String(error)).not.toMatch(/hunter2|127\.0\.0\.1/);
});

test('a server that cannot hold the schema is refused with what to do about it', async () => {
  const fine = { versionNumber: 150018, encoding: 'UTF8', mayCreate: true, inRecovery: false };
  const refuses = (facts: Partial<typeof fine>, code: string) =>
    expect(() => demandSupportedServer({ ...fine, ...facts })).toThrow(expect.objectContaining({ code }));
  demandSupportedServer(fine);
  refuses({ versionNumber: 140012 }, 'database-too-old');
  refuses({ encoding: 'LATIN1' }, 'database-encoding');
  refuses({ mayCreate: false }, 'database-not-ours');
  refuses({ inRecovery: true }, 'database-read-only');
  const { url, db } = await emptyDatabase();
  await db.run(sql`ALTER SCHEMA public RENAME TO theirs`);
  await expect(migrate(url)).rejects.toMatchObject({ code: 'database-not-ours' });
});

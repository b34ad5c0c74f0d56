import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceKeyFiles } from '../../src/custody/service-key-files.ts';
import { demandClock } from '../../src/issuing/demand-clock.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { projectPath } from '../../src/project-root.ts';
import { signingWorld } from '../issuing/signing-world.ts';
import { startChild } from '../support/child.ts';
import { emptyDatabase, testDatabase } from '../support/database.ts';
import { freePort } from '../support/redis-server.ts';

const cli = new URL('../../src/cli.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'layang-refused-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Settings = Record<string, string | number>;
let count = 0;
const freshFolder = () => {
  count += 1;
  return join(folder, `data-${count}`);
};

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** Starts the real thing, which is not to stay; gives its last words. */
async function refused(command: string, settings: Settings): Promise<{ status: number | null; said: string }> {
  const base: Settings = { DATA_DIR: freshFolder(), PORT: await freePort(), LANG: 'en_US.UTF-8', LOG_LEVEL: 'silent' };
  const all = Object.entries({ ...base, ...settings });
  const child = startChild(cli, [command], { through: ['env', ...all.map(([name, value]) => `${name}=${value}`)] });
  const status = await new Promise<number | null>((resolve) => child.process.once('close', resolve));
  return { status, said: child.output().trim() };
}

/** Every case at once, by its name: what it said, and that it ended with 1 and one sentence. */
async function walk(cases: Record<string, [command: string, settings: Settings]>): Promise<Record<string, string>> {
  const ends = Object.entries(cases).map(async ([name, [command, settings]]) => {
    const { status, said } = await refused(command, settings);
    return [name, status === 1 && !said.includes('\n') ? said : `${status}: ${said}`];
  });
  return Object.fromEntries(await Promise.all(ends));
}

const spoiled = (url: string, part: Partial<URL>) => Object.assign(new URL(url), part).href;
const with_ = (text: string) => expect.stringMatching(new RegExp(`^[^\\n]*${text}[^\\n]*$`));

test('a database that cannot be used is told by what is wrong with it, and nothing is begun', async () => {
  const { url } = await emptyDatabase();
  const newer = await testDatabase();
  await newer.db.pool.query("INSERT INTO schema_migration (name, run_on) VALUES ('9998_later', now())");
  const web = await listening(createHttpServer((_req, res) => res.end()));
  const untouched = freshFolder();
  const said = await walk({
    host: ['serve', { DATABASE_URL: spoiled(url, { hostname: 'nowhere.invalid' }), DATA_DIR: untouched }],
    port: ['worker', { DATABASE_URL: spoiled(url, { port: '1' }) }],
    password: ['start', { DATABASE_URL: spoiled(url, { password: 'salah' }) }],
    missing: ['serve', { DATABASE_URL: spoiled(url, { pathname: '/nowhere' }) }],
    other: ['serve', { DATABASE_URL: `postgres://a:b@127.0.0.1:${web}/x` }],
    tls: ['serve', { DATABASE_URL: `${url}?sslmode=verify-full` }],
    newer: ['serve', { DATABASE_URL: newer.url }],
  });
  expect(said).toEqual({
    host: with_('does not answer'),
    port: with_('does not answer'),
    password: with_('account or the password'),
    missing: with_('createdb NAME'),
    other: with_('is not PostgreSQL'),
    tls: with_('does not offer'),
    newer: with_('made by a newer Layang .9998_later.'),
  });
  expect(existsSync(untouched)).toBe(false);
});

test('keys that are not this database’s are refused by the names of their files, and none is made', async () => {
  const { layang, config, databaseUrl: DATABASE_URL } = await signingWorld();
  await layang.close();
  const own = join(config.dataDir, 'keys');
  const [another, none, mixed, noSecret] = [freshFolder(), freshFolder(), freshFolder(), freshFolder()];
  await createServiceKeyFiles(join(another, 'keys'));
  for (const [to, from] of [
    [mixed, 'state.pem'],
    [noSecret, 'key-encryption.key'],
  ] as const) {
    cpSync(own, join(to, 'keys'), { recursive: true });
    cpSync(join(another, 'keys', from), join(to, 'keys', from));
  }
  const said = await walk({
    another: ['serve', { DATABASE_URL, DATA_DIR: another }],
    none: ['worker', { DATABASE_URL, DATA_DIR: none }],
    mixed: ['serve', { DATABASE_URL, DATA_DIR: mixed }],
    noSecret: ['serve', { DATABASE_URL, DATA_DIR: noSecret }],
  });
  expect(said).toEqual({
    another: with_('do not belong to this database .certificate-root.pem, .*key-encryption.key'),
    none: with_('missing although this database is in use'),
    mixed: with_('do not belong to this database .state.pem.'),
    noSecret: with_('do not belong to this database .key-encryption.key.'),
  });
  expect(existsSync(join(none, 'keys'))).toBe(false);
});

test('a place, a port or a clock that will not do is told before anything is begun', async () => {
  const { url: DATABASE_URL, db } = await testDatabase();
  const taken = await listening(createServer());
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const behind = await testDatabase();
  await behind.db.pool.query(
    "INSERT INTO log_entry (entry, kind, queued_at) VALUES ('\\x00', 'KEYS', now() + interval '3 years')",
  );
  const said = await walk({
    place: ['start', { DATABASE_URL, DATA_DIR: join(file, 'data') }],
    port: ['serve', { DATABASE_URL, PORT: taken }],
    figures: ['worker', { DATABASE_URL, METRICS_PORT: taken, METRICS_HOST: '0.0.0.0' }],
    clock: ['serve', { DATABASE_URL: behind.url }],
  });
  expect(said).toEqual({
    place: with_('leads through a file'),
    port: with_(`Port ${taken} is in use`),
    figures: with_(`METRICS_PORT ${taken} is in use`),
    clock: with_('newest entry of the database is of'),
  });
  const years = (count: number) => () => new Date(Date.now() + count * 365 * 86_400_000);
  for (const clock of [years(-9), years(9)])
    await expect(demandClock({ db, clock })).rejects.toMatchObject({ code: 'clock-differs' });
  await demandClock({ db, clock: years(0) });
});

test('two processes that start at once on an old database bring it up once, and both serve', async () => {
  const { url: DATABASE_URL } = await emptyDatabase();
  const old = join(folder, 'old');
  const released = readdirSync(projectPath('migrations')).filter((name) => /^00(0\d|1\d)_.*\.sql$/.test(name));
  for (const name of released) cpSync(projectPath('migrations', name), join(old, name));
  expect(await migrate(DATABASE_URL, { directory: old })).toHaveLength(released.length);
  const dataDir = freshFolder();
  const starting = [await freePort(), await freePort()].map((port) =>
    startChild(cli, ['serve'], {
      through: ['env', `DATABASE_URL=${DATABASE_URL}`, `DATA_DIR=${dataDir}`, `PORT=${port}`, 'LOG_LEVEL=silent'],
    }),
  );
  await Promise.all(starting.map((child) => child.says('Layang: ')));
  expect(await migrate(DATABASE_URL)).toEqual([]);
  for (const child of starting) await child.kill('SIGTERM');
  expect(starting.map(({ process }) => process.exitCode)).toEqual([0, 0]);
});

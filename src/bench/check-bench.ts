import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { median } from './measure.ts';
import type { Line } from './table.ts';

const CONNECTIONS = 16;
const REQUESTS = 1_200;
const ROUNDS = 7;
/** A server that has run for a day is what is asked about, so the compiler gets its time first. */
const WARM_UP = 3;

/** Requests a second of the check page beside bare Express, each in a process of its own on the same database. */
export async function checkBench(token: string, where: { dataDir: string; databaseUrl: string }): Promise<Line[]> {
  const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  const servers = {
    ours: await startServer('ours', 3901, where),
    bare: await startServer('bare', 3902, where),
  };
  try {
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (const kind of ['ours', 'bare'] as const) {
        const rate = await load(`http://localhost:${kind === 'ours' ? 3901 : 3902}/${token}`);
        if (round >= 0) rates[kind].push(rate);
      }
    }
  } finally {
    for (const server of Object.values(servers)) server.kill();
  }
  const [ours, bare] = [median(rates.ours), median(rates.bare)];
  const beside = [{ name: 'bare Express + one select', value: bare }];
  const aim = { words: 'at least half of the bare one', reached: ours * 2 >= bare };
  return [{ what: 'check page', ours, unit: '/s', beside, aim }];
}

/** Bare Express with one indexed select, in a process of its own. */
export function startBare(port: number, where: { dataDir: string; databaseUrl: string }): Promise<ChildProcess> {
  return startServer('bare', port, where);
}

async function startServer(
  kind: string,
  port: number,
  where: { dataDir: string; databaseUrl: string },
): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./check-server.js', import.meta.url));
  const child = fork(program, [kind], {
    env: { PORT: String(port), DATA_DIR: where.dataDir, DATABASE_URL: where.databaseUrl, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`the ${kind} server of the bench did not start`))),
  ]);
  return child;
}

async function load(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = REQUESTS;
  const one = async () => {
    while (left-- > 0) await fetched(url, agent);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  agent.destroy();
  return (1000 * REQUESTS) / (performance.now() - start);
}

function fetched(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume();
      response.once('end', resolve);
    }).once('error', reject);
  });
}

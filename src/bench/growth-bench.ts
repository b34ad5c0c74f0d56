import { Agent } from 'node:http';
import { openDatabase } from '../postgres/database.ts';
import { pagesOfOffice, passwordOf } from './growth-pages.ts';
import { median, percentile } from './measure.ts';
import { openBenchFolder } from './office/bench-folder.ts';
import { BENCH_PORT, type BenchOffice, benchOffice } from './office/bench-office.ts';
import { memoryOf, run } from './running.ts';
import { signIn, type Visitor, visitor } from './visitor.ts';

const ROUNDS = 40;
const WARM_UP = 8;
const MOST_MS = 50;
const MOST_RATIO = 1.3;
/** Below this the machine's own unrest is larger than what an office's growth could add. */
const UNREST_MS = 2;
const MOST_MEMORY = 250;

interface Figures {
  median: number;
  p95: number;
}

/**
 * The pages of an office with so many letters and with ten times as many, by a process of the built product over HTTP: what
 * grows with the office shows as a ratio above 1.
 */
export async function growthBench(
  folder: string,
  sizes: readonly number[],
  print: (line: string) => void,
): Promise<void> {
  const opened = await openBenchFolder(folder);
  const all = new Map<string, Map<number, Figures>>();
  try {
    for (const size of sizes) {
      const office = await benchOffice(opened, size, (words) => print(`  … ${words}`));
      for (const [name, figures] of await measure(office, print)) {
        all.set(name, (all.get(name) ?? new Map()).set(size, figures));
      }
    }
  } finally {
    await opened.server.stop();
  }
  print(
    `\n${'median (95 of 100 within), ms'.padEnd(40)}${sizes.map((size) => `${size} letters`.padStart(22)).join('')}`,
  );
  for (const [name, bySize] of all) print(lineOf(name, bySize, sizes));
}

async function measure(office: BenchOffice, print: (line: string) => void): Promise<Map<string, Figures>> {
  const db = openDatabase(office.environment.DATABASE_URL, { max: 1 });
  const pages = await pagesOfOffice(db).finally(() => db.close());
  const server = await run('serve', { ...office.environment, TRUST_PROXY: '1' }, BENCH_PORT);
  const agent = new Agent({ keepAlive: true });
  const figures = new Map<string, Figures>();
  try {
    const visitors = new Map<string | undefined, Visitor>();
    for (const [i, user] of [...new Set(pages.map((page) => page.user))].entries()) {
      const who = visitor({ port: BENCH_PORT, host: `localhost:${BENCH_PORT}`, address: `10.20.0.${i + 1}`, agent });
      if (user !== undefined) await signIn(who, user, passwordOf(user));
      visitors.set(user, who);
    }
    for (const { name, user, paths } of pages) {
      const times: number[] = [];
      for (let round = -WARM_UP; round < ROUNDS; round++) {
        const path = paths[(round + WARM_UP) % paths.length] ?? '/';
        const answer = await visitors.get(user)?.ask(path);
        if (answer?.status !== 200) throw new Error(`${name}: ${path} answered ${answer?.status}`);
        if (round >= 0) times.push(answer.ms);
      }
      figures.set(name, { median: median(times), p95: percentile(times, 0.95) });
    }
    const memory = await memoryOf(server.pid);
    print(
      `  … ${office.letters} letters: the process of the pages holds ${memory.toFixed(0)} MB   aim: under ${MOST_MEMORY} MB: ${memory < MOST_MEMORY ? 'reached' : 'NOT reached'}`,
    );
  } finally {
    agent.destroy();
    await server.stop();
  }
  return figures;
}

function lineOf(name: string, bySize: ReadonlyMap<number, Figures>, sizes: readonly number[]): string {
  const cells = sizes.map((size) => {
    const one = bySize.get(size);
    return (one === undefined ? '' : `${one.median.toFixed(1)} (${one.p95.toFixed(1)})`).padStart(22);
  });
  const [before, last] = [bySize.get(sizes.at(-2) ?? 0)?.median, bySize.get(sizes.at(-1) ?? 0)?.median];
  if (last === undefined) return `${name.padEnd(40)}${cells.join('')}`;
  const ratio = before === undefined ? '' : `   × ${(last / before).toFixed(2)}`;
  const grows = before !== undefined && last > MOST_RATIO * before && last > before + UNREST_MS;
  const verdict = last < MOST_MS && !grows ? 'reached' : 'NOT reached';
  const aim = before === undefined ? `under ${MOST_MS} ms` : `under ${MOST_MS} ms, at most × ${MOST_RATIO}`;
  return `${name.padEnd(40)}${cells.join('')}${ratio}   aim: ${aim}: ${verdict}`;
}

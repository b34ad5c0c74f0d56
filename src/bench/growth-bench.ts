import { Agent } from 'node:http';
import { openDatabase } from '../postgres/database.ts';
import { type PageAsked, pagesOfOffice, passwordOf } from './growth-pages.ts';
import { median, percentile } from './measure.ts';
import { openBenchFolder } from './office/bench-folder.ts';
import { BENCH_PORT, type BenchOffice, benchOffice } from './office/bench-office.ts';
import { memoryOf, type Running, run } from './running.ts';
import { signIn, type Visitor, visitor } from './visitor.ts';

const ROUNDS = 40;
const WARM_UP = 24;
/** Of every stretch not counted: what was asked for before was another page. */
const FIRST = 2;
const MOST_MS = 50;
const MOST_RATIO = 1.3;
/** Below this the machine's own unrest is larger than what an office's growth could add. */
const UNREST_MS = 2;
const MOST_MEMORY = 250;

/** An office at work: its pages, and who asks for them. */
interface Served {
  letters: number;
  pages: PageAsked[];
  visitors: Map<string | undefined, Visitor>;
  server: Running;
}

/**
 * The pages of an office with so many letters and with ten times as many, by processes of the built product over HTTP: what
 * grows with the office shows as a ratio above 1. All offices are open at once and asked in turn, request by request, so that
 * whatever else the machine does falls on all of them alike.
 */
export async function growthBench(
  folder: string,
  sizes: readonly number[],
  print: (line: string) => void,
): Promise<void> {
  const opened = await openBenchFolder(folder);
  const agent = new Agent({ keepAlive: true });
  const offices: Served[] = [];
  try {
    for (const size of sizes) {
      const office = await benchOffice(opened, size, (words) => print(`  … ${words}`));
      offices.push(await serve(office, BENCH_PORT + offices.length, agent));
    }
    const names = offices.at(-1)?.pages.map(({ name }) => name) ?? [];
    // As in the middle of a morning: a process that has just begun compiles its own code and finds nothing at hand, and the
    // database keeps a plan only when it has planned a statement some times on that connection.
    for (const name of names) await askInTurn(offices, name, WARM_UP);
    print(
      `${'median (95 of 100 within), ms'.padEnd(40)}${sizes.map((size) => `${size} letters`.padStart(20)).join('')}`,
    );
    for (const name of names) print(lineOf(name, await askInTurn(offices, name, ROUNDS)));
    for (const { letters, server } of offices) print(memoryLine(letters, await memoryOf(server.pid)));
  } finally {
    agent.destroy();
    for (const { server } of offices) await server.stop();
    await opened.server.stop();
  }
}

async function serve({ letters, environment }: BenchOffice, port: number, agent: Agent): Promise<Served> {
  const db = openDatabase(environment.DATABASE_URL, { max: 1 });
  const pages = await pagesOfOffice(db).finally(() => db.close());
  const host = `localhost:${BENCH_PORT}`;
  const origin = { APP_ORIGIN: `http://${host}`, PUBLIC_ORIGIN: `http://${host}`, TRUST_PROXY: '1' };
  const server = await run('serve', { ...environment, ...origin, PORT: String(port) }, port);
  try {
    const visitors = new Map<string | undefined, Visitor>();
    for (const [i, user] of [...new Set(pages.map((page) => page.user))].entries()) {
      const who = visitor({ port, host, address: `10.20.0.${i + 1}`, agent });
      if (user !== undefined) await signIn(who, user, passwordOf(user));
      visitors.set(user, who);
    }
    return { letters, pages, visitors, server };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The times of one page, by office; the first asked is another one in every round. */
async function askInTurn(offices: readonly Served[], name: string, rounds: number): Promise<number[][]> {
  const times: number[][] = offices.map(() => []);
  for (let round = -FIRST; round < rounds; round++) {
    for (let turn = 0; turn < offices.length; turn++) {
      const which = (round + FIRST + turn) % offices.length;
      const page = offices[which]?.pages.find((each) => each.name === name);
      const path = page?.paths[(round + FIRST) % page.paths.length];
      // A small office may have none of these.
      if (path === undefined) continue;
      const answer = await offices[which]?.visitors.get(page?.user)?.ask(path);
      if (answer?.status !== 200) throw new Error(`${name}: ${path} answered ${answer?.status}`);
      if (round >= 0) times[which]?.push(answer.ms);
    }
  }
  return times;
}

function lineOf(name: string, times: readonly (readonly number[])[]): string {
  const cells = times.map((list) =>
    (list.length === 0 ? '' : `${median(list).toFixed(1)} (${percentile(list, 0.95).toFixed(1)})`).padStart(20),
  );
  const [before = [], last = []] = times.length > 1 ? times.slice(-2) : [[], ...times];
  // Of requests that were made side by side: a machine that slows down meanwhile slows both.
  const ratio = before.length === 0 ? undefined : median(last.map((ms, i) => ms / (before[i] ?? ms)));
  const grows = ratio !== undefined && ratio > MOST_RATIO && median(last) > median(before) + UNREST_MS;
  const verdict = median(last) < MOST_MS && !grows ? 'reached' : 'NOT reached';
  const aim = ratio === undefined ? `under ${MOST_MS} ms` : `under ${MOST_MS} ms, at most × ${MOST_RATIO}`;
  const grown = ratio === undefined ? '' : `   × ${ratio.toFixed(2)}`;
  return `${name.padEnd(40)}${cells.join('')}${grown}   aim: ${aim}: ${verdict}`;
}

function memoryLine(letters: number, megabytes: number): string {
  const verdict = megabytes < MOST_MEMORY ? 'reached' : 'NOT reached';
  return `memory of the pages of ${letters} letters: ${megabytes.toFixed(0)} MB   aim: under ${MOST_MEMORY} MB: ${verdict}`;
}

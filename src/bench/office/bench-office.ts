import { systemClock } from '../../clock.ts';
import { readConfig } from '../../config.ts';
import { openLog } from '../../log.ts';
import { type Database, openDatabase } from '../../postgres/database.ts';
import type { EmbeddedPostgres } from '../../postgres/embedded.ts';
import { migrate } from '../../postgres/migrate.ts';
import { wire } from '../../wiring.ts';
import { aWeek } from './a-week.ts';
import { copyDatabase, findFinished, markFinished, settle } from './bench-databases-store.ts';
import { databaseAddress } from './bench-folder.ts';
import { foundBenchOffice } from './found-office.ts';
import { generateLetters } from './generate.ts';
import { generateHandovers } from './generate-handovers.ts';
import { generateIncoming } from './generate-incoming.ts';
import { AGENCIES } from './words.ts';

/** Where every office of the bench lives: its seals and check addresses name it. */
export const BENCH_PORT = 3_911;
/** Letters registered in a week at all desks. */
const MOST_OF_A_WEEK = 300;

/** What a process of Layang is told to serve this office. */
export interface BenchOffice {
  letters: number;
  environment: { DATA_DIR: string; DATABASE_URL: string; PORT: string };
}

/**
 * An office with so many letters, made once and found again afterwards: the staff and keys in one database, and for each size
 * a copy of it that is filled: letters, incoming letters, a week of work on top by the real acts, and the books of papers. A run that was broken off
 * among the letters leaves a database without its mark, which is made anew; what else a database lacks is added.
 */
export async function benchOffice(
  { dataDir, server }: { dataDir: string; server: EmbeddedPostgres },
  letters: number,
  told: (words: string) => void,
  agencies: number = AGENCIES.length,
): Promise<BenchOffice> {
  const environment = (name: string) => ({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseAddress(server.url, name),
    PORT: String(BENCH_PORT),
  });
  const base = 'bench_staff';
  if ((await findFinished(server.superuserUrl, base)) === undefined) {
    told('founding the office');
    await copyDatabase(server.superuserUrl, 'template1', base);
    const config = readConfig({ ...environment(base), LOG_LEVEL: 'silent' });
    const layang = await wire(config, openLog('silent'), systemClock);
    const superuser = openDatabase(databaseAddress(server.superuserUrl, base), { max: 1 });
    try {
      await foundBenchOffice(layang, superuser, agencies);
    } finally {
      await layang.close();
      await superuser.close();
    }
    await markFinished(server.superuserUrl, base, `${agencies} agencies`);
  }
  // A folder kept from an earlier version comes along.
  await migrate(environment(base).DATABASE_URL);
  const name = `bench_${letters}`;
  if ((await findFinished(server.superuserUrl, name)) === undefined) {
    await copyDatabase(server.superuserUrl, base, name);
    await fill('letters', async (superuser, report) => {
      const { host } = readConfig(environment(name));
      await generateLetters(superuser, { letters, host, told: report });
    });
  }
  await migrate(environment(name).DATABASE_URL);
  if (!(await findFinished(server.superuserUrl, name))?.includes('incoming letters')) {
    await fill('incoming letters', (superuser, report) => generateIncoming(superuser, { letters, told: report }));
  }
  if (!(await findFinished(server.superuserUrl, name))?.includes('week')) {
    await fill('acts of a week', async () => {
      const layang = await wire(
        readConfig({ ...environment(name), LOG_LEVEL: 'silent' }),
        openLog('silent'),
        systemClock,
      );
      await aWeek(layang, Math.min(MOST_OF_A_WEEK, Math.ceil(letters / 20))).finally(() => layang.close());
    });
  }
  if (!(await findFinished(server.superuserUrl, name))?.includes('handover books')) {
    await fill('handover books', generateHandovers);
  }
  return { letters, environment: environment(name) };

  /** One thing more that the office has, written into its mark when it is whole. */
  async function fill(what: string, make: (superuser: Database, report: (done: number) => void) => Promise<void>) {
    const before = await findFinished(server.superuserUrl, name);
    const superuser = openDatabase(databaseAddress(server.superuserUrl, name), { max: 1 });
    const start = performance.now();
    const seconds = () => Math.round((performance.now() - start) / 1000);
    try {
      await make(superuser, (done) => told(`${done} of ${letters} ${what} after ${seconds()} s`));
    } finally {
      await superuser.close();
    }
    await settle(server.superuserUrl, name);
    const note = `${letters} ${what} in ${seconds()} s`;
    await markFinished(server.superuserUrl, name, before === undefined ? note : `${before}; ${note}`);
  }
}

// `dying-runner.ts DATABASE_URL [REDIS_URL]` runs one job and holds still between the work and the note that it is done; the test kills it there.
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { openBullQueue } from '../../src/jobs/bull-queue.ts';
import { defineJob } from '../../src/jobs/define-job.ts';
import { startRunner } from '../../src/jobs/runner.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';

const [databaseUrl = '', redisUrl] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
const distributor = redisUrl === undefined ? undefined : openBullQueue({ url: redisUrl, name: 'kab.example' });
const job = defineJob({
  name: 'work',
  payload: z.object({ code: z.string() }),
  async handle({ code }) {
    await db.run(sql`INSERT INTO unit (code, name) VALUES (${code}, 'made') ON CONFLICT DO NOTHING`);
    process.stdout.write('worked\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
});
startRunner({ db, jobs: [job], clock: systemClock, log: console, distributor });

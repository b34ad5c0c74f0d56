// Runs one job and holds still between the work and the note that it is done; the test kills it there.
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { defineJob } from '../../src/jobs/define-job.ts';
import { startRunner } from '../../src/jobs/runner.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';

const db = openDatabase(process.argv[2] ?? '');
const job = defineJob({
  name: 'work',
  payload: z.object({ code: z.string() }),
  async handle({ code }) {
    await db.run(sql`INSERT INTO unit (code, name) VALUES (${code}, 'made') ON CONFLICT DO NOTHING`);
    process.stdout.write('worked\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
});
startRunner({ db, jobs: [job], clock: systemClock, log: console });

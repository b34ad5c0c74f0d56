// Runs the mail jobs on a database until it is killed: `sending-process.ts DATABASE_URL SMTP_URL`.
import { systemClock } from '../../src/clock.ts';
import { startRunner } from '../../src/jobs/runner.ts';
import { openMailServer } from '../../src/mail/mail-server.ts';
import { mailJobs } from '../../src/mail/send-mail.ts';
import { openDatabase } from '../../src/postgres/database.ts';

const [databaseUrl = '', url = ''] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
const documents = { read: async () => Buffer.alloc(0) };
const server = openMailServer({ url, from: 'Layang <surat@kab.example>' });
startRunner({
  db,
  jobs: mailJobs({ db, clock: systemClock, documents, server, log: console }),
  clock: systemClock,
  log: console,
});
process.stdout.write('sending\n');

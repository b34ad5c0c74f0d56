#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { type Command, runCommand } from './command.ts';
import { type Config, readConfig, terminalLanguage } from './config.ts';
import { printSignIns, runDemo } from './demo/run-demo.ts';
import { openLog } from './log.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { migrate } from './postgres/migrate.ts';
import { serve } from './serve.ts';
import { untilSignal } from './signals.ts';
import { verifyCommand } from './verification/verify-command.ts';
import { createApp } from './web/app.ts';
import { type Layang, wire } from './wiring.ts';

const commands: Record<string, Command> = {
  serve: {
    usage: 'serve',
    summary: { id: 'jalankan aplikasi web', en: 'run the web application' },
    async run(args, { print, language }) {
      parseArgs({ args, options: {} });
      return withLayang(async (layang, config) =>
        staying(layang, config, async () => {
          print(`Layang: ${config.appOrigin}`);
          const token = await layang.people.inviteFirstAdministrator();
          if (token === undefined) return;
          print(
            {
              id: 'Basis data ini masih kosong. Administrator pertama masuk sekali lewat tautan ini (berlaku 24 jam):',
              en: 'This database is empty. The first administrator comes in once by this link (good for 24 hours):',
            }[language],
          );
          print(`${config.appOrigin}/setup/${token}`);
        }),
      );
    },
  },
  demo: {
    usage: 'demo [--once] [--out DIR]',
    summary: {
      id: 'satu surat melewati seluruh jalannya di kabupaten rekaan',
      en: 'take one letter the whole way through a made-up regency',
    },
    async run(args, { print, language }) {
      const { values } = parseArgs({ args, options: { once: { type: 'boolean' }, out: { type: 'string' } } });
      const options = { out: values.out ?? 'demo-out', language, print };
      return withLayang(async (layang, config) => {
        const story = () => runDemo(layang, config, options);
        if (values.once) {
          await story();
          return 0;
        }
        return staying(layang, config, async () => {
          await story();
          printSignIns(config, options);
          print({ id: '\nCtrl+C untuk berhenti.', en: '\nCtrl+C to stop.' }[language]);
        });
      });
    },
  },
  verify: {
    usage: 'verify FILE… [--trust ca.pem]… [--json]',
    summary: {
      id: 'periksa tanda tangan PDF: 0 utuh dan dipercaya, 1 tidak, 2 tidak dapat diperiksa',
      en: 'check the signatures of a PDF: 0 intact and trusted, 1 not, 2 cannot be tried',
    },
    run: (args) => verifyCommand(args, process),
  },
  migrate: {
    usage: 'migrate',
    summary: {
      id: 'sesuaikan basis data dengan versi Layang ini',
      en: 'bring the database to the schema of this Layang',
    },
    async run(args, { print, language }) {
      parseArgs({ args, options: {} });
      const config = readConfig();
      const server = config.databaseUrl === undefined ? await startEmbeddedPostgres(config.dataDir) : undefined;
      try {
        const run = await migrate(config.databaseUrl ?? server?.url ?? '');
        for (const name of run) print(name);
        if (run.length === 0) print({ id: 'Basis data sudah sesuai.', en: 'The database is up to date.' }[language]);
        return 0;
      } finally {
        await server?.stop();
      }
    },
  },
};

/** Settings checked, everything opened, and closed again in order however it ends. */
async function withLayang(work: (layang: Layang, config: Config) => Promise<number>): Promise<number> {
  const config = readConfig();
  const layang = await wire(config, openLog(config.logLevel), systemClock);
  try {
    return await work(layang, config);
  } finally {
    await layang.close();
  }
}

/** Pages and jobs until somebody says stop; then no new request, the running ones to their end, the jobs to theirs. */
async function staying(layang: Layang, config: Config, once: () => Promise<void>): Promise<number> {
  const stopped = untilSignal();
  const pages = await serve(createApp(layang.web), config.port);
  const jobs = layang.startJobs();
  try {
    await once();
    await stopped;
    return 0;
  } finally {
    await pages.close();
    await jobs.stop();
  }
}

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalLanguage());

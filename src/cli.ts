#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { type Command, runCommand } from './command.ts';
import { type Config, readConfig, terminalLanguage, whereTyped } from './config.ts';
import { furnishDemo, printSignIns, runDemo } from './demo/run-demo.ts';
import { openLog } from './log.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { migrate } from './postgres/migrate.ts';
import { projectPath } from './project-root.ts';
import { demandFreePort, serve } from './serve.ts';
import { statusOf, untilSignal } from './signals.ts';
import { verifyCommand } from './verification/verify-command.ts';
import { createApp } from './web/app.ts';
import { type Layang, wire } from './wiring.ts';
import { demandWritableFolder } from './writable-folder.ts';

const commands: Record<string, Command> = {
  serve: {
    usage: 'serve',
    summary: { id: 'jalankan aplikasi web', en: 'run the web application' },
    async run(args, { print, language }) {
      parseArgs({ args, options: {} });
      const config = readConfig();
      await demandFreePort(config.port);
      return withLayang(config, async (layang, stopped) =>
        staying(layang, config, stopped, async () => {
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
      const config = readConfig();
      const out = values.out === undefined ? resolve('demo-out') : resolve(whereTyped(), values.out);
      const options = { out, language, print };
      await demandWritableFolder(out);
      if (!values.once) await demandFreePort(config.port);
      return withLayang(config, async (layang, stopped) => {
        const story = () => runDemo(layang, config, options);
        if (values.once) return await Promise.race([story().then(() => 0), stopped.then(statusOf)]);
        return staying(layang, config, stopped, async () => {
          await furnishDemo(layang, await story(), options);
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
    helps: true,
    run(args, { language }) {
      process.chdir(whereTyped());
      return verifyCommand(args, { stdout: process.stdout, stderr: process.stderr, language });
    },
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
      if (config.databaseUrl === undefined) await demandWritableFolder(config.dataDir);
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
  version: {
    usage: 'version',
    summary: { id: 'versi Layang ini', en: 'the version of this Layang' },
    async run(args, { print }) {
      parseArgs({ args, options: {} });
      const { version } = JSON.parse(await readFile(projectPath('package.json'), 'utf8')) as { version: string };
      print(version);
      return 0;
    },
  },
};

/**
 * Everything opened, and closed again in order however it ends. A signal that comes while it opens ends it when it is
 * open: what is begun in the middle of an opening, a database server for one, would be left behind.
 */
async function withLayang(
  config: Config,
  work: (layang: Layang, stopped: Promise<NodeJS.Signals>) => Promise<number>,
): Promise<number> {
  await demandWritableFolder(config.dataDir);
  let interrupted: number | undefined;
  const stopped = untilSignal();
  void stopped.then((signal) => {
    interrupted = statusOf(signal);
  });
  const layang = await wire(config, openLog(config.logLevel), systemClock).catch((error: unknown) => {
    // Ctrl+C reaches what we started too, initdb for one; that it then fails is what was asked for.
    if (interrupted === undefined) throw error;
  });
  try {
    return interrupted ?? (layang === undefined ? 1 : await work(layang, stopped));
  } finally {
    await layang?.close();
  }
}

/** Pages and jobs until somebody says stop; then no new request, the running ones to their end, the jobs to theirs. */
async function staying(
  layang: Layang,
  config: Config,
  stopped: Promise<NodeJS.Signals>,
  once: () => Promise<void>,
): Promise<number> {
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

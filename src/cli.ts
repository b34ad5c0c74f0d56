#!/usr/bin/env node
import { type Command, runCommand } from './command.ts';
import { readConfig, terminalLanguage } from './config.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { migrate } from './postgres/migrate.ts';

const commands: Record<string, Command> = {
  migrate: {
    usage: 'migrate',
    summary: {
      id: 'sesuaikan basis data dengan versi Layang ini',
      en: 'bring the database to the schema of this Layang',
    },
    async run(_args, { print, language }) {
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

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalLanguage());

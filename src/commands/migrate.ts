import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { migrate as migrateDatabase } from '../postgres/migrate.ts';
import { openServer } from '../postgres/server.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import type { Command } from './command.ts';

export const migrate: Command = {
  usage: 'migrate',
  summary: {
    id: 'sesuaikan basis data dengan versi Layang ini',
    en: 'bring the database to the schema of this Layang',
  },
  async run(args, { print, language }) {
    parseArgs({ args, options: {} });
    const config = readConfig();
    if (config.databaseUrl === undefined) await demandWritableFolder(config.dataDir);
    const server = await openServer(config);
    try {
      const run = await migrateDatabase(server.url);
      for (const name of run) print(name);
      if (run.length === 0) print({ id: 'Basis data sudah sesuai.', en: 'The database is up to date.' }[language]);
      return 0;
    } finally {
      await server.stop();
    }
  },
};

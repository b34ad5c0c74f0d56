import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import type { Command, Terminal } from './command.ts';
import { demandFreePort } from './listen.ts';
import { type Duties, staying } from './staying.ts';
import { withLayang } from './with-layang.ts';

/** The whole of Layang in one process. */
export const start: Command = {
  usage: 'start',
  summary: {
    id: 'jalankan halaman dan pekerjaan latar dalam satu proses',
    en: 'serve pages and run jobs in one process',
  },
  run: (args, terminal) => stay(args, terminal, { pages: true, jobs: true }),
};

export const serve: Command = {
  usage: 'serve',
  summary: { id: 'hanya halaman; pekerjaan latar ada di proses lain', en: 'serve pages alone; jobs run elsewhere' },
  run: (args, terminal) => stay(args, terminal, { pages: true, jobs: false }),
};

export const worker: Command = {
  usage: 'worker',
  summary: { id: 'hanya pekerjaan latar', en: 'run jobs alone' },
  run: (args, terminal) => stay(args, terminal, { pages: false, jobs: true }),
};

async function stay(args: string[], terminal: Terminal, duties: Duties): Promise<number> {
  parseArgs({ args, options: {} });
  const config = readConfig();
  if (duties.pages) await demandFreePort(config.port);
  return await withLayang(config, async (layang, stopped) => {
    // Asked before anybody is served: a database that goes away in this moment ends a start, not a process that answers.
    const token = duties.pages ? await layang.people.inviteFirstAdministrator() : undefined;
    return await staying(layang, config, duties, stopped, async () => {
      if (duties.pages) welcome(token, config, terminal);
      else terminal.print({ id: 'Pekerjaan latar berjalan.', en: 'Jobs are running.' }[terminal.language]);
    });
  });
}

/** `token` opens the set-up of an empty database. */
function welcome(token: string | undefined, config: Config, { print, language }: Terminal): void {
  print(`Layang: ${config.appOrigin}`);
  if (token === undefined) return;
  print(
    {
      id: 'Basis data ini masih kosong. Administrator pertama masuk sekali lewat tautan ini (berlaku 24 jam):',
      en: 'This database is empty. The first administrator comes in once by this link (good for 24 hours):',
    }[language],
  );
  print(`${config.appOrigin}/setup/${token}`);
}

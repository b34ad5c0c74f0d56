import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import type { Layang } from '../wiring.ts';
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
  return await withLayang(config, (layang, stopped) =>
    staying(layang, config, duties, stopped, async () => {
      if (duties.pages) await welcome(layang, config, terminal);
      else terminal.print({ id: 'Pekerjaan latar berjalan.', en: 'Jobs are running.' }[terminal.language]);
    }),
  );
}

async function welcome(layang: Layang, config: Config, { print, language }: Terminal): Promise<void> {
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
}

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, whereTyped } from '../config.ts';
import { furnishDemo, printSignIns, runDemo } from '../demo/run-demo.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import { type Command, exitStatus } from './command.ts';
import { demandFreePort } from './listen.ts';
import { statusOf } from './signals.ts';
import { staying } from './staying.ts';
import { withLayang } from './with-layang.ts';

export const demo: Command = {
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
      if (values.once)
        return await Promise.race([
          story().then((issuedId) => (issuedId === undefined ? exitStatus.refused : 0)),
          stopped.then(statusOf),
        ]);
      return staying(layang, config, { pages: true, jobs: true }, stopped, async () => {
        await furnishDemo(layang, await story(), options);
        printSignIns(config, options);
        print({ id: '\nCtrl+C untuk berhenti.', en: '\nCtrl+C to stop.' }[language]);
      });
    });
  },
};

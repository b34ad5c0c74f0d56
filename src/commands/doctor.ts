import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import type { HealthState } from '../monitoring/health-check.ts';
import type { Command } from './command.ts';
import { withLayang } from './with-layang.ts';

const marks: Record<HealthState, { id: string; en: string }> = {
  ok: { id: 'baik', en: 'good' },
  attention: { id: 'perlu perhatian', en: 'needs attention' },
  broken: { id: 'rusak', en: 'broken' },
};

/** The checks of the page "Keadaan sistem" where nobody has signed in yet. What stops a start is told as it is there. */
export const doctor: Command = {
  usage: 'doctor',
  summary: {
    id: 'periksa keadaan sistem satu per satu: 0 tidak ada yang rusak, 1 ada',
    en: 'look at the state of the system, one thing at a time: 0 nothing is broken, 1 something is',
  },
  async run(args, { print, language }) {
    parseArgs({ args, options: {} });
    return await withLayang(readConfig(), async ({ monitoring }) => {
      const all = await monitoring.system.lookAtAll();
      for (const { label, state, words, todo, lines = [] } of all) {
        print(`${label[language]}: ${marks[state][language]}. ${words[language]}`);
        for (const line of lines) print(`    ${line[language]}`);
        if (todo !== undefined) print(`  → ${todo[language]}`);
      }
      const broken = all.filter(({ state }) => state === 'broken').length;
      print('');
      print(
        broken === 0
          ? { id: 'Tidak ada yang rusak.', en: 'Nothing is broken.' }[language]
          : { id: `${broken} hal rusak.`, en: `Broken: ${broken}.` }[language],
      );
      return broken === 0 ? 0 : 1;
    });
  },
};

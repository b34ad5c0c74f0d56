import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { projectPath } from '../project-root.ts';
import type { Command } from './command.ts';

export const version: Command = {
  usage: 'version',
  summary: { id: 'versi Layang ini', en: 'the version of this Layang' },
  async run(args, { print }) {
    parseArgs({ args, options: {} });
    const { version } = JSON.parse(await readFile(projectPath('package.json'), 'utf8')) as { version: string };
    print(version);
    return 0;
  },
};

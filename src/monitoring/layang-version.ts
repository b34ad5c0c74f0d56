import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { projectPath } from '../project-root.ts';

/** As package.json has it. */
export async function layangVersion(): Promise<string> {
  const text = await readFile(projectPath('package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

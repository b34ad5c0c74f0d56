import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** Style sheets, fonts and pictures as the build makes them, in a folder of this test file. */
export async function builtAssets(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'layang-assets-'));
  made.push(directory);
  const { buildAssets } = await import('../../src/web/build-assets.mjs');
  await buildAssets(directory);
  return directory;
}

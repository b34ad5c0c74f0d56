import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Style sheets, fonts and pictures as the build makes them: made by the first file that asks, kept for the whole run. */
export async function builtAssets(): Promise<string> {
  const made = process.env.LAYANG_TEST_ASSETS ?? '';
  if (existsSync(made)) return made;
  const directory = mkdtempSync(join(dirname(made), 'assets-'));
  const { buildAssets } = await import('../../src/web/build-assets.mjs');
  await buildAssets(directory);
  try {
    renameSync(directory, made);
  } catch (error) {
    // Another worker was faster.
    if (!existsSync(made)) throw error;
    rmSync(directory, { recursive: true });
  }
  return made;
}

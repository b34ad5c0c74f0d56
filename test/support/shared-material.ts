import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';

/**
 * The absolute path of a corpus or a set of vectors that lies beside the repository (`corpus/ordinary`,
 * `vectors/seal.json`, …), or undefined on a machine that does not have it. Nothing in the product depends on it.
 */
export function sharedMaterial(path: string): string | undefined {
  const absolute = fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
  return existsSync(absolute) ? absolute : undefined;
}

/** A `describe` over such material; where it is absent the group shows up as skipped, with the reason in its title. */
export function describeWith(path: string, name: string, body: (absolute: string) => void): void {
  const absolute = sharedMaterial(path);
  if (absolute === undefined) {
    describe.skip(`${name} (skipped: ${path} is not on this machine)`, () => {
      it('needs the material', () => {});
    });
    return;
  }
  describe(name, () => body(absolute));
}

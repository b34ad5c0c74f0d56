import { readFileSync } from 'node:fs';
import { projectPath } from '../../src/project-root.ts';
import { missingFrom } from '../support/complete-lock.mjs';

interface Lock {
  packages: Record<
    string,
    {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
      version?: string;
      license?: string;
    }
  >;
}
const lock = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock;

test('the lock names the packages of every platform, or npm ci refuses it; after adding a dependency: npm run lock', () => {
  expect(missingFrom(lock).map(({ name }: { name: string }) => name)).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const { dependencies, devDependencies } = lock.packages[''] ?? {};
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:.*@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

test('no package asks for a licence an office cannot run', () => {
  const refused = Object.entries(lock.packages).filter(([, entry]) =>
    /AGPL|SSPL|BUSL|Commons-Clause/i.test(entry.license ?? ''),
  );
  expect(refused.map(([path]) => path)).toEqual([]);
});

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
      integrity?: string;
      resolved?: string;
      link?: boolean;
      inBundle?: boolean;
      optional?: boolean;
      hasInstallScript?: boolean;
      license?: string;
    }
  >;
}
const lock = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as Lock;

test('the lock names the packages of every platform, or npm ci refuses it; after adding a dependency: npm run lock', () => {
  expect(missingFrom(lock).map(({ name }: { name: string }) => name)).toEqual([]);
});

const entries = Object.entries(lock.packages).filter(([path]) => path !== '');

test('every package comes from the registry and is bound by its hash', () => {
  const elsewhere = entries.filter(([, { resolved, link, inBundle }]) => {
    const registry = resolved === undefined || resolved.startsWith('https://registry.npmjs.org/');
    return !registry || link === true || inBundle === true;
  });
  expect(elsewhere.map(([path]) => path)).toEqual([]);
  // What npm could not look up when the lock was made: native parts of other machines than those we are tried on.
  const unbound = entries.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));
  const ours = unbound.filter(([path, { optional }]) => optional !== true || /linux-x64(-gnu)?$/.test(path));
  expect(ours.map(([path]) => path)).toEqual([]);
});

test('each package that would run a script when it is installed has been decided about', () => {
  const { allowScripts } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const names = entries.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => nameOf(path));
  expect(names.sort()).toEqual(Object.keys(allowScripts).sort());
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

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

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../src/project-root.ts';
import { PACKAGES } from '../support/judge.ts';

const readme = readFileSync(projectPath('README.md'), 'utf8');

test('decisions are numbered without gaps, begin with their number and have thirty lines or less', () => {
  const folder = projectPath('docs', 'decisions');
  readdirSync(folder)
    .sort()
    .forEach((name, index) => {
      const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      expect(lines[0]).toMatch(new RegExp(`^# ${index + 1}\\. `));
      expect([name, lines.length <= 30]).toEqual([name, true]);
      for (const part of ['Context', 'Decision', 'Consequences']) expect(lines.join('\n')).toContain(`**${part}.**`);
    });
});

test('the map names every room and no other', () => {
  const rooms = readdirSync(projectPath('src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const named = [...readme.matchAll(/`([a-z]+)\/`(?= `| \|)/g)].map((match) => match[1]);
  expect(named.sort()).toEqual(rooms.map(({ name }) => name).sort());
});

test('the table of settings names every variable that is read', () => {
  const config = ['config.ts', 'setting-forms.ts'].map((name) => readFileSync(projectPath('src', name), 'utf8')).join();
  const read = new Set(
    [...config.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z]+)*)'|environment\.([A-Z][A-Z0-9_]+)/g)].map((m) => m[1] ?? m[2]),
  );
  // The terminal's, and one that is written for a package, not read.
  const others = ['LC_ALL', 'LC_MESSAGES', 'LANG', 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'];
  for (const name of others) read.delete(name);
  const listed = [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \| /gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual([...read].sort());
});

test('every judge that a test asks for is one whose package is known, and .ci/run installs it', () => {
  const files = readdirSync(projectPath('test'), { recursive: true, encoding: 'utf8' });
  const asked = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(projectPath('test', file), 'utf8').matchAll(/\bjudged\(\s*\[([^\]]*)\]/g)])
    .flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name));
  expect(new Set(asked).size).toBeGreaterThan(8);
  expect([...new Set(asked)].filter((name) => !(name in PACKAGES))).toEqual([]);
  const script = readFileSync(projectPath('.ci', 'run'), 'utf8');
  const installed = new Set([...script.matchAll(/:([a-z0-9-]+)(?=\s)/g)].map(([, name]) => name));
  expect(
    Object.values(PACKAGES)
      .flatMap((names) => names.split(' '))
      .filter((name) => !installed.has(name)),
  ).toEqual([]);
});

test('the README tells of every command and of every file of src/ itself', () => {
  const sources = readdirSync(projectPath('src', 'commands')).map((name) =>
    readFileSync(projectPath('src', 'commands', name), 'utf8'),
  );
  const usages = sources.flatMap((text) =>
    [...text.matchAll(/^ {2}usage: '([^']+)'/gm)].map(([, usage = '']) => usage),
  );
  const files = readdirSync(projectPath('src')).filter((name) => name.endsWith('.ts'));
  expect(usages.length).toBeGreaterThan(10);
  const told = readme.replaceAll('\\|', '|');
  expect([...usages, ...files].filter((word) => !told.includes(`\`${word}\``))).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { projectPath } from '../../src/project-root.ts';

/** Requirements of levels 1 and 2 in ASVS 5.0.0, by section. */
const asvs: Readonly<Record<string, string>> = {
  '1.1': '1-2',
  '1.2': '1-9',
  '1.3': '1-11',
  '1.4': '1-3',
  '1.5': '1-2',
  '2.1': '1-3',
  '2.2': '1-3',
  '2.3': '1-4',
  '2.4': '1',
  '3.2': '1-2',
  '3.3': '1-4',
  '3.4': '1-6',
  '3.5': '1-5',
  '3.7': '1-2',
  '4.1': '1-3',
  '4.2': '1',
  '4.3': '1-2',
  '4.4': '1-4',
  '5.1': '1',
  '5.2': '1-3',
  '5.3': '1-2',
  '5.4': '1-3',
  '6.1': '1-3',
  '6.2': '1-12',
  '6.3': '1-4',
  '6.4': '1-4',
  '6.5': '1-5',
  '6.6': '1-3',
  '6.8': '1-4',
  '7.1': '1-3',
  '7.2': '1-4',
  '7.3': '1-2',
  '7.4': '1-5',
  '7.5': '1-2',
  '7.6': '1-2',
  '8.1': '1-2',
  '8.2': '1-3',
  '8.3': '1',
  '8.4': '1',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.1': '1-2',
  '10.2': '1-2',
  '10.3': '1-4',
  '10.4': '1-11',
  '10.5': '1-5',
  '10.6': '1-2',
  '10.7': '1-3',
  '11.1': '1-2',
  '11.2': '1-3',
  '11.3': '1-3',
  '11.4': '1-4',
  '11.5': '1',
  '11.6': '1',
  '12.1': '1-3',
  '12.2': '1-2',
  '12.3': '1-4',
  '13.1': '1',
  '13.2': '1-5',
  '13.3': '1-2',
  '13.4': '1-5',
  '14.1': '1-2',
  '14.2': '1-4',
  '14.3': '1-3',
  '15.1': '1-3',
  '15.2': '1-3',
  '15.3': '1-7',
  '16.1': '1',
  '16.2': '1-5',
  '16.3': '1-4',
  '16.4': '1-3',
  '16.5': '1-3',
  '17.1': '1',
  '17.2': '1-4',
  '17.3': '1-2',
};

const table = readFileSync(projectPath('docs', 'security', 'asvs.md'), 'utf8');
const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = '', , state = '', where = '']) => ({ id, state, where }),
);

test('the table of ASVS has one row for each requirement of levels 1 and 2, in their order', () => {
  const wanted = Object.entries(asvs).flatMap(([section, range]) => {
    const [first = 1, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, n) => `${section}.${first + n}`);
  });
  expect(rows.map(({ id }) => id)).toEqual(wanted);
  expect(wanted).toHaveLength(253);
});

test('its states are those that it explains, and counted as they are', () => {
  const states = ['met', 'partly', 'operator', 'not', 'n/a'];
  const counts = states.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`);
  expect(table).toContain(`${rows.length} requirements: ${counts.join(', ')}.`);
});

test.each(['SECURITY.md', 'docs/security/asvs.md', 'docs/security/threat-model.md'])(
  'every file that %s names is there',
  (document) => {
    const text = readFileSync(projectPath(document), 'utf8');
    const named = [...text.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+\/?|[\w-]+\.(?:md|json))`|\]\(([^)#]+)\)/g)]
      .map(([, code, link]) => code ?? (link === undefined ? '' : link))
      .filter((name) => !name.startsWith('DATA_DIR') && !name.startsWith('__'));
    expect(named.length).toBeGreaterThan(3);
    const missing = named.filter((name) => !existsSync(projectPath(name)) && !existsSync(projectPath('src', name)));
    expect(missing).toEqual([]);
  },
);

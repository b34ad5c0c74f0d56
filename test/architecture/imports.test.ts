import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  everybodys,
  exceptions,
  forbidden,
  longData,
  longest,
  narrowed,
  outOfReach,
  packages,
  rootFiles,
  rows,
} from './rooms.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

interface Line {
  /** `src/web/app.ts:12`. */
  at: string;
  file: string;
  room: string;
  text: string;
}

interface ImportLine extends Line {
  target: string;
  typeOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const lines: Line[] = files.flatMap((file) =>
  readFileSync(join(source, file), 'utf8')
    .split('\n')
    .map((text, i) => ({ at: `src/${file}:${i + 1}`, file, room: roomOf(file), text })),
);
const imports: ImportLine[] = files.flatMap((file) => importsOf(file));

/** The folder under `src/`, or the name of a file of `src/` itself. */
function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, '');
}

function importsOf(file: string): ImportLine[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found: ImportLine[] = [];
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\s+from\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm;
  for (const match of text.matchAll(statement)) {
    const line = text.slice(0, match.index).split('\n').length + (/^\s*\n/.exec(match[0]) ? 1 : 0);
    found.push({
      at: `src/${file}:${line}`,
      file,
      room: roomOf(file),
      text: match[0].trim().replace(/\s+/g, ' '),
      target: match[2] ?? match[3] ?? '',
      typeOnly: match[1] !== undefined,
    });
  }
  return found;
}

function targetRoom(line: ImportLine): string {
  return roomOf(relative(source, join(source, line.file, '..', line.target)));
}

function rowOf(room: string): number {
  return rows.findIndex((row) => row.includes(room));
}

function mayImport(from: string, to: string): boolean {
  if (from === to || everybodys.includes(to)) return true;
  if (rowOf(from) === 0) return true;
  if (to in rootFiles) return rootFiles[to]?.includes(from) ?? false;
  if (rowOf(from) < 0) return from === 'setting-forms' && ['seal', 'people', 'exchange'].includes(to);
  const only = narrowed[from];
  if (only) return only.includes(to);
  if (forbidden[from]?.includes(to)) return false;
  return exceptions[from]?.includes(to) || (rowOf(to) >= 0 && rowOf(to) > rowOf(from));
}

function say(offending: Line[]): string[] {
  return offending.map((line) => `${line.at}  ${line.text.trim()}`);
}

test('the reader of import lines finds them', () => {
  expect(imports.length).toBeGreaterThan(50);
  expect(new Set(imports.map((line) => line.room)).has('postgres')).toBe(true);
});

test('every folder of src/ is a room of the table', () => {
  const rooms = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.map((entry) => entry.name).filter((name) => rowOf(name) < 0)).toEqual([]);
});

test('a room imports only the rooms below it', () => {
  const own = imports.filter((line) => line.target.startsWith('.'));
  expect(say(own.filter((line) => !mayImport(line.room, targetRoom(line))))).toEqual([]);
});

test('what must be out of reach is so through any number of imports', () => {
  const runtime = imports.filter((line) => line.target.startsWith('.') && !line.typeOnly);
  const ways: string[] = [];
  for (const [from, places] of Object.entries(outOfReach)) {
    const seen = new Map(files.filter((file) => roomOf(file) === from).map((file) => [file, file]));
    for (const [file, way] of seen) {
      if (places.includes(roomOf(file))) ways.push(way);
      for (const line of runtime.filter((candidate) => candidate.file === file)) {
        const next = relative(source, join(source, file, '..', line.target));
        if (!seen.has(next)) seen.set(next, `${way} → ${next}`);
      }
    }
  }
  expect(ways).toEqual([]);
});

test('own files are named with their ending', () => {
  const own = imports.filter((line) => line.target.startsWith('.'));
  expect(say(own.filter((line) => !line.target.endsWith('.ts')))).toEqual([]);
});

test('each of these packages is known to one place alone', () => {
  const offending = imports.filter((line) => {
    const rule = packages[line.target];
    return rule && !rule.in.includes(line.room) && !(line.typeOnly && rule.types?.includes(line.room));
  });
  expect(say(offending)).toEqual([]);
});

test('the environment is read in config.ts alone', () => {
  expect(say(lines.filter((line) => line.text.includes('process.env') && line.file !== 'config.ts'))).toEqual([]);
});

test('SQL stands in stores and in postgres/ alone', () => {
  const importsSql = imports.filter((line) => /(^|\/)sql\.ts$/.test(line.target) && !line.typeOnly);
  const offending = importsSql.filter((line) => line.room !== 'postgres' && !line.file.endsWith('-store.ts'));
  expect(say(offending)).toEqual([]);
  // Typst's compiler is asked by `query` too.
  const raw = lines.filter((line) => /(?<!\bcompiler)\.query\(/.test(line.text) && line.room !== 'postgres');
  expect(say(raw)).toEqual([]);
});

test('rules that anybody may read stay free of the clock and of chance in the pure rooms', () => {
  const pure = lines.filter((line) => ['pdf', 'certificates'].includes(line.room));
  expect(say(pure.filter((line) => /Date\.now\(\)|new Date\(\)|Math\.random\(/.test(line.text)))).toEqual([]);
});

test('a file has one idea: at most 250 lines, unless it is data', () => {
  const long = files
    .map((file) => ({ file, count: lines.filter((line) => line.file === file).length - 1 }))
    .filter(({ file, count }) => count > longest && !longData.some((pattern) => pattern.test(`/${file}`)));
  expect(long.map(({ file, count }) => `src/${file}  ${count} lines`)).toEqual([]);
});

test('files are named in kebab-case after what they are, never after nothing in particular', () => {
  const names = files.filter(
    (file) =>
      !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file) ||
      /util|helper|manager|common|misc/.test(file),
  );
  expect(names).toEqual([]);
});

test('nothing is switched off: no any, no ignored error, no console', () => {
  const off = /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b|biome-ignore(?!.*: )|\bconsole\./;
  expect(say(lines.filter((line) => off.test(line.text)))).toEqual([]);
});

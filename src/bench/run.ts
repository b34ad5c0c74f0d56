/**
 * `npm run bench [-- PART…]`: each speed beside its limit or peer, measured in this run on this machine. Without a part: `work`,
 * `start` and `load`. `growth` takes sizes and makes the offices that it measures, a million letters in half an hour or more:
 * `npm run bench -- growth 10000 100000 1000000 --folder DIR` keeps them in DIR for the next time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growthBench } from './growth-bench.ts';
import { loadBench } from './load-bench.ts';
import { startBench } from './start-bench.ts';
import { type Line, lineText } from './table.ts';
import { checkPageBench, workBench } from './work-bench.ts';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const show = (lines: readonly Line[]) => lines.map(lineText).forEach(print);
const GROWTH = [10_000, 100_000];

const parts: Record<string, (folder: string, sizes: number[]) => Promise<void>> = {
  work: () => workBench(show),
  check: () => checkPageBench(show),
  start: async () => show(await startBench()),
  load: (folder) => loadBench(folder, print),
  growth: (folder, sizes) => growthBench(folder, sizes.length > 0 ? sizes : GROWTH, print),
};
const BY_ITSELF = ['work', 'start', 'load'];

const { values, positionals } = parseArgs({ options: { folder: { type: 'string' } }, allowPositionals: true });
const sizes = positionals.filter((word) => /^[1-9][0-9]{2,7}$/.test(word)).map(Number);
const named = positionals.filter((word) => !/^[0-9]+$/.test(word));
const unknown = named.find((word) => !Object.hasOwn(parts, word));
if (unknown !== undefined)
  throw new Error(`no part of the bench is called ${unknown}: ${Object.keys(parts).join(', ')}`);
const asked = named.length > 0 ? named : BY_ITSELF;

print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; medians`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const own = values.folder === undefined ? await mkdtemp(join(tmpdir(), 'layang-bench-')) : undefined;
try {
  for (const name of asked) {
    print(`\n${name}`);
    await parts[name]?.(values.folder ?? own ?? '', sizes);
  }
} finally {
  if (own !== undefined) await rm(own, { recursive: true, force: true });
}
const left = Object.keys(parts).filter((name) => !asked.includes(name));
if (left.length > 0) print(`\nleft out: ${left.join(', ')}`);

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const loader = new URL('../support/typescript-loader.mjs', import.meta.url).href;
const heap = new URL('../../src/lean-heap.ts', import.meta.url).href;

/** As the program does: loads much, is shrunk, works. Prints the young space in MiB at each step. */
const program = `
import { getHeapSpaceStatistics } from 'node:v8';
const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1024 / 1024;
const work = () => { const kept = []; for (let i = 0; i < 3e6; i++) kept[i % 30_000] = { i, more: [i] }; };
work();
const { shrinkHeap } = await import(${JSON.stringify(heap)});
const grown = young();
await shrinkHeap();
const shrunk = young();
work();
console.log(JSON.stringify({ grown, shrunk, worked: young() }));`;

test('what loading took is given back before the first request, and does not grow again', async () => {
  const args = ['--no-warnings', '--import', loader, '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH } });
  const { grown, shrunk, worked } = JSON.parse(stdout) as { grown: number; shrunk: number; worked: number };
  expect(grown).toBeGreaterThanOrEqual(16);
  expect(shrunk).toBeLessThanOrEqual(4);
  expect(worked).toBeLessThanOrEqual(4);
});

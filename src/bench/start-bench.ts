import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure.ts';
import { memoryOf, run } from './running.ts';
import type { Line } from './table.ts';

const PORT = 3_914;
const AGAIN = 5;
const MOST = { emptyMs: 10_000, againMs: 3_000, memory: 250 };

/** From `layang start` to its first page: in an empty folder, where it makes its database, and when it finds its own. */
export async function startBench(): Promise<Line[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'layang-bench-start-'));
  const times: number[] = [];
  const memory: number[] = [];
  try {
    for (let start = 0; start <= AGAIN; start++) {
      const running = await run('start', { DATA_DIR: dataDir, PORT: String(PORT) }, PORT);
      times.push(running.firstPageMs ?? Number.NaN);
      memory.push(await memoryOf(running.pid));
      await running.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const [empty = Number.NaN, ...again] = times;
  const line = (what: string, ours: number, unit: Line['unit'], words: string, most: number): Line => ({
    what,
    ours,
    unit,
    beside: [],
    aim: { words, reached: ours < most },
  });
  return [
    line('start to first page, empty folder', empty, 'ms', 'under 10 s', MOST.emptyMs),
    line('start to first page, afterwards', median(again), 'ms', 'under 3 s', MOST.againMs),
    line('its memory then', median(memory), 'MB', 'under 250 MB', MOST.memory),
  ];
}

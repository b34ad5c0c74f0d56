/* Starts a job that never ends, says by which process, and waits to be killed. */
import { readFileSync } from 'node:fs';
import { openProcessPool } from '../../src/processes/process-pool.ts';

const refuse = () => new Error('refused');
const pool = openProcessPool({
  program: new URL('./hungry.ts', import.meta.url),
  argument: {},
  processes: 1,
  deadlineMs: 600_000,
  refusals: { timeout: refuse, busy: refuse },
});
await pool.ask('something');
pool.ask('for ever').catch(() => {});
const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
process.stdout.write(`child ${children}\n`);

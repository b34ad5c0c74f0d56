import { existsSync, readFileSync } from 'node:fs';
import { openProcessPool, type ProcessPool } from '../../src/processes/process-pool.ts';
import { startChild } from '../support/child.ts';

const pools: ProcessPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function pool(setting: { deadlineMs?: number; jobsPerProcess?: number; processes?: number } = {}): ProcessPool {
  const opened = openProcessPool({
    program: new URL('./hungry.ts', import.meta.url),
    argument: {},
    heapMb: 100,
    processes: 1,
    deadlineMs: 60_000,
    refusals: {
      timeout: () => new Error('too long'),
      busy: () => new Error('too many'),
      killed: () => new Error('killed'),
    },
    ...setting,
  });
  pools.push(opened);
  return opened;
}

const pidOf = async (answer: Promise<unknown>) => ((await answer) as { pid: number }).pid;

const onLinux = existsSync('/proc/self/task') ? test : test.skip;

test('a job that never ends costs its process, and the next job gets another', async () => {
  const one = pool({ deadlineMs: 3_000 });
  const first = await pidOf(one.ask('something'));
  await expect(one.ask('for ever')).rejects.toThrow('too long');
  expect(await pidOf(one.ask('something'))).not.toBe(first);
});

test.each(['buffers', 'heap'])(
  'a job that fills the memory with %s is ended long before the machine is full',
  async (job) => {
    const one = pool();
    await expect(one.ask(job)).rejects.toThrow('killed');
    await expect(one.ask('something')).resolves.toMatchObject({ job: 'something' });
  },
);

test('a program that fails by itself is a fault, not a bound', async () => {
  await expect(pool().ask('fail')).rejects.toThrow('hungry.ts ended (3)');
});

test('a job given to a process that is dying is ended by a signal, never a broken pipe like one to the database', async () => {
  const one = pool();
  const pid = await pidOf(one.ask('something'));
  process.kill(pid, 'SIGKILL');
  // More than lies between two processes, so that the writing fails before anybody knows of the end.
  await expect(one.ask('x'.repeat(8_000_000))).rejects.toThrow('killed');
  expect(await pidOf(one.ask('something'))).not.toBe(pid);
});

test('a process serves as many jobs as it may, then another takes over', async () => {
  const [often, once] = [pool(), pool({ jobsPerProcess: 1 })];
  expect(await pidOf(often.ask('a'))).toBe(await pidOf(often.ask('b')));
  expect(await pidOf(once.ask('a'))).not.toBe(await pidOf(once.ask('b')));
});

test('no more processes run than were granted, however many jobs wait', async () => {
  const two = pool({ processes: 2 });
  const jobs = Array.from({ length: 6 }, (_, n) => two.ask(`job ${n}`));
  const pids = new Set(await Promise.all(jobs.map(pidOf)));
  expect(pids.size).toBeLessThanOrEqual(2);
});

onLinux('a job that never ends does not outlive whoever asked for it', async () => {
  const parent = startChild(new URL('./abandoning.ts', import.meta.url), []);
  const pid = (await parent.says('child ')).replace('child ', '');
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await parent.kill();
  while (existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
});

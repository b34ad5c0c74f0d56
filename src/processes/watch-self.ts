import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const EVERY_MS = 25;

/**
 * For a program of a pool, before it takes its first job: ends this process as soon as its memory (heap, buffers and native
 * code together) passes `memoryMb`, or when whoever started it is gone. A thread looks, because the job itself may never
 * come back to the event loop; it has no say in anything else.
 */
export async function watchSelf(memoryMb: number): Promise<void> {
  const watch = `const look = () => {
    const { rss } = process.memoryUsage;
    if (rss() > ${memoryMb * 1024 * 1024} || process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL');
  };
  look();
  setInterval(look, ${EVERY_MS});
  require('node:worker_threads').parentPort.postMessage('looked');`;
  const thread = new Worker(watch, {
    eval: true,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  // The first look is over before the first job: what is too large already never begins.
  await once(thread, 'message');
  thread.unref();
}

import type { Config } from '../config.ts';
import { shrinkHeap } from '../lean-heap.ts';
import { createApp } from '../web/app.ts';
import type { Layang } from '../wiring.ts';
import { openFiguresPort } from './figures-port.ts';
import { listen } from './listen.ts';

/** What a process does until it is stopped: answer requests, run jobs, or both. */
export interface Duties {
  pages: boolean;
  jobs: boolean;
}

/**
 * Does its duties until somebody says stop; then no new request, the running ones to their end, the jobs to theirs.
 * `once` runs when everything is up.
 */
export async function staying(
  layang: Layang,
  config: Config,
  duties: Duties,
  stopped: Promise<NodeJS.Signals>,
  once: () => Promise<void>,
): Promise<number> {
  // Open as long as anything is, so that a process that drains is seen to.
  const figures = await openFiguresPort(layang.monitoring, config);
  try {
    return await dutiesUntil(layang, config, duties, stopped, once);
  } finally {
    await figures?.close();
  }
}

async function dutiesUntil(...[layang, config, duties, stopped, once]: Parameters<typeof staying>): Promise<number> {
  // Once it runs, a Redis that goes away holds nothing up; one that was never there is a mistake to be told now.
  if (duties.jobs) await layang.queue?.probe();
  await shrinkHeap();
  const draining = layang.monitoring.readiness.drain;
  const pages = duties.pages ? await listen(createApp(layang.web), config.port, draining) : undefined;
  const jobs = duties.jobs ? layang.startJobs() : undefined;
  let signal: NodeJS.Signals | undefined;
  try {
    await once();
    signal = await stopped;
    return 0;
  } finally {
    draining();
    // Ctrl+C comes from somebody who waits for it; SIGTERM from a service manager, with a proxy and another process beside us.
    await Promise.all([pages?.close({ patient: signal === 'SIGTERM' }), jobs?.stop()]);
  }
}

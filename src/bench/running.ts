import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { projectPath } from '../project-root.ts';

/** A process of the built product, as an office would start it. */
export interface Running {
  name: string;
  pid: number;
  /** Milliseconds from its start to its first page; undefined for one that has no pages. */
  firstPageMs: number | undefined;
  stop(): Promise<void>;
}

const LIMIT_MS = 120_000;

/** `layang start`, `serve` or `worker`, with nothing of this process' environment but what is given. */
export async function run(
  command: 'start' | 'serve' | 'worker',
  environment: Record<string, string>,
  port: number | undefined,
): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), command], {
    env: { NODE_ENV: 'production', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Whoever ends the bench in the middle leaves no office behind.
  const endToo = () => child.kill('SIGTERM');
  process.once('exit', endToo);
  const ended = once(child, 'exit').finally(() => process.off('exit', endToo));
  if (port !== undefined) {
    const host = new URL(environment.APP_ORIGIN ?? `http://localhost:${port}`).host;
    while ((await signInStatus(port, host)) !== 200) {
      if (child.exitCode !== null || performance.now() - began > LIMIT_MS)
        throw new Error(`layang ${command} did not come up`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return {
    name: port === undefined ? command : `${command} ${port}`,
    pid: child.pid ?? 0,
    firstPageMs: port === undefined ? undefined : performance.now() - began,
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await ended;
  }
}

function signInStatus(port: number, host: string): Promise<number> {
  return new Promise((resolve) => {
    get({ port, host: 'localhost', path: '/sign-in', headers: { host } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    }).once('error', () => resolve(0));
  });
}

/** Megabytes of real memory that a process holds; 0 where there is no /proc. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** Seconds of processor time that a process has used. */
export async function processorOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

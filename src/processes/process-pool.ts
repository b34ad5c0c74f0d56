import { type ChildProcess, fork } from 'node:child_process';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../errors.ts';

export interface ProcessPool {
  /**
   * Gives one job to a process of its own and returns its answer, unchecked. What the program sends as `{ id, progress }`
   * before it answers is told on the way.
   * @throws what `refusals` says, after the deadline (the process is killed), when too many wait, when a signal ended it
   * @throws Fault when the process dies otherwise, or the pool is closed
   */
  ask(job: unknown, told?: (progress: unknown) => void): Promise<unknown>;
  load(): PoolLoad;
  close(): Promise<void>;
}

/** Jobs at this moment. */
export interface PoolLoad {
  running: number;
  waiting: number;
}

export interface PoolSetting {
  /** Plain JavaScript, or TypeScript where this process itself runs from the sources. */
  program: URL;
  argument: unknown;
  environment?: Record<string, string>;
  /** Megabytes of JavaScript heap; by default what Node gives. What lies outside the heap a program bounds itself. */
  heapMb?: number;
  processes: number;
  deadlineMs: number;
  /** After so many jobs a process is replaced: native code leaks a little with every job. */
  jobsPerProcess?: number;
  /** `killed`: a signal ended the process, most likely because of its memory; without it that is a Fault. */
  refusals: { timeout(): Error; busy(): Error; killed?(): Error };
}

/** A program beside the caller's file (its `import.meta.url`), with the same ending: from `src/` and from `dist/` alike. */
export function programBeside(file: string, name: string): URL {
  return new URL(`./${name}${extname(new URL(file).pathname)}`, file);
}

const JOBS_PER_PROCESS = 500;

interface Waiting {
  job: unknown;
  told: ((progress: unknown) => void) | undefined;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

const MOST_WAITING = 500;

/**
 * Processes that start when first needed and stay, one job at a time each. They hold no state worth keeping: one that dies
 * or is killed is replaced at the next job. While idle they do not keep the program alive.
 */
export function openProcessPool(setting: PoolSetting): ProcessPool {
  const program = fileURLToPath(setting.program);
  const name = basename(program);
  const { refusals, jobsPerProcess = JOBS_PER_PROCESS } = setting;
  const waiting: Waiting[] = [];
  const idle: ChildProcess[] = [];
  const alive = new Set<ChildProcess>();
  const served = new WeakMap<ChildProcess, number>();
  let closed = false;
  let jobs = 0;

  const start = (): ChildProcess => {
    const child = fork(program, [JSON.stringify(setting.argument)], {
      serialization: 'advanced',
      execArgv: [
        // The sources run only under the loader with which this process was started.
        ...(program.endsWith('.ts') ? process.execArgv : []),
        ...(setting.heapMb === undefined ? [] : [`--max-old-space-size=${setting.heapMb}`]),
      ],
      env: setting.environment ?? {},
      // A crash may print what was being set; letters do not belong in logs.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    alive.add(child);
    child.once('exit', () => {
      alive.delete(child);
      const at = idle.indexOf(child);
      if (at >= 0) idle.splice(at, 1);
    });
    return child;
  };

  const rest = (child: ChildProcess) => {
    child.unref();
    child.channel?.unref();
    idle.push(child);
    next();
  };

  const next = () => {
    if (waiting.length === 0 || (idle.length === 0 && alive.size >= setting.processes)) return;
    const task = waiting.shift();
    if (task === undefined) return;
    const child = idle.pop() ?? start();
    child.ref();
    child.channel?.ref();
    run(child, task);
  };

  const run = (child: ChildProcess, task: Waiting) => {
    const id = ++jobs;
    const settle = (finish: () => void, keep: boolean) => {
      clearTimeout(deadline);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      finish();
      const count = (served.get(child) ?? 0) + 1;
      served.set(child, count);
      if (keep && count < jobsPerProcess) rest(child);
      else {
        alive.delete(child);
        child.kill('SIGKILL');
        next();
      }
    };
    const onMessage = (message: unknown) => {
      if (isProgress(message) && message.id === id) task.told?.(message.progress);
      if (!isAnswer(message) || message.id !== id) return;
      settle(() => task.resolve(message.answer), true);
    };
    const onExit = (code: number | null, signal: string | null) => {
      const killed = signal !== null && !closed ? refusals.killed?.() : undefined;
      settle(() => task.reject(killed ?? new Fault(`${name} ended (${signal ?? code})`)), false);
    };
    const onError = (cause: Error) => settle(() => task.reject(new Fault(name, { cause })), false);
    const deadline = setTimeout(() => settle(() => task.reject(refusals.timeout()), false), setting.deadlineMs);
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.once('error', onError);
    child.send({ id, job: task.job }, (error) => {
      // It is ending, and its exit says how: a broken pipe of ours would be taken for one to the database.
      if (error) child.kill('SIGKILL');
    });
  };

  return {
    ask(job, told) {
      if (closed) return Promise.reject(new Fault(`${name} is closed`));
      if (waiting.length >= MOST_WAITING) return Promise.reject(refusals.busy());
      return new Promise((resolve, reject) => {
        waiting.push({ job, told, resolve, reject });
        next();
      });
    },
    load: () => ({ running: alive.size - idle.length, waiting: waiting.length }),
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(new Fault(`${name} is closed`));
      await Promise.all(
        [...alive].map((child) => {
          child.ref();
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          return ended;
        }),
      );
    },
  };
}

function isProgress(message: unknown): message is { id: number; progress: unknown } {
  return typeof message === 'object' && message !== null && 'id' in message && 'progress' in message;
}

function isAnswer(message: unknown): message is { id: number; answer: unknown } {
  return typeof message === 'object' && message !== null && 'id' in message && 'answer' in message;
}

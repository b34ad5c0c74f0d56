import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Fault, Refusal } from '../errors.ts';

export interface ProcessPool {
  /**
   * Gives one job to a process of its own and returns its answer, unchecked.
   * @throws Refusal `typesetting-timeout` after the deadline (the process is killed), `typesetting-busy` when too many wait
   * @throws Fault when the process dies or the pool is closed
   */
  ask(job: unknown): Promise<unknown>;
  close(): Promise<void>;
}

interface PoolSetting {
  /** A plain JavaScript file beside this one. */
  program: string;
  argument: unknown;
  environment?: Record<string, string>;
  processes: number;
  deadlineMs: number;
}

/** Native code leaks a little with every job; a process is replaced before that matters. */
const JOBS_PER_PROCESS = 500;

interface Waiting {
  job: unknown;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

const MOST_WAITING = 500;

/**
 * Processes that start when first needed and stay, one job at a time each. They hold no state worth keeping: one that dies
 * or is killed is replaced at the next job. While idle they do not keep the program alive.
 */
export function openProcessPool(setting: PoolSetting): ProcessPool {
  const waiting: Waiting[] = [];
  const idle: ChildProcess[] = [];
  const alive = new Set<ChildProcess>();
  const served = new WeakMap<ChildProcess, number>();
  let closed = false;
  let jobs = 0;

  const start = (): ChildProcess => {
    const program = fileURLToPath(new URL(setting.program, import.meta.url));
    const child = fork(program, [JSON.stringify(setting.argument)], {
      serialization: 'advanced',
      execArgv: [],
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
      if (keep && count < JOBS_PER_PROCESS) rest(child);
      else {
        alive.delete(child);
        child.kill('SIGKILL');
        next();
      }
    };
    const onMessage = (message: unknown) => {
      if (!isAnswer(message) || message.id !== id) return;
      settle(() => task.resolve(message.answer), true);
    };
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => task.reject(new Fault(`${setting.program} ended (${signal ?? code})`)), false);
    const onError = (cause: Error) => settle(() => task.reject(new Fault(`${setting.program}`, { cause })), false);
    const deadline = setTimeout(() => settle(() => task.reject(timedOut()), false), setting.deadlineMs);
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.once('error', onError);
    child.send({ id, job: task.job }, (error) => {
      if (error) onError(error);
    });
  };

  return {
    ask(job) {
      if (closed) return Promise.reject(new Fault(`${setting.program} is closed`));
      if (waiting.length >= MOST_WAITING) return Promise.reject(busy());
      return new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        next();
      });
    },
    async close() {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(new Fault(`${setting.program} is closed`));
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

function isAnswer(message: unknown): message is { id: number; answer: unknown } {
  return typeof message === 'object' && message !== null && 'id' in message && 'answer' in message;
}

function timedOut(): Refusal {
  return new Refusal('unavailable', 'typesetting-timeout', {
    id: 'Halaman terlalu lama disusun dan dihentikan. Coba lagi; jika terulang, pendekkan isi surat.',
    en: 'Setting the page took too long and was stopped. Try again; if it happens again, shorten the text.',
  });
}

function busy(): Refusal {
  return new Refusal('unavailable', 'typesetting-busy', {
    id: 'Terlalu banyak halaman sedang disusun. Coba lagi sebentar lagi.',
    en: 'Too many pages are being set. Try again in a moment.',
  });
}

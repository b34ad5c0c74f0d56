import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed, foundRegency } from '../../src/demo/found-regency.ts';
import { openLog } from '../../src/log.ts';
import { type Database, openDatabase } from '../../src/postgres/database.ts';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { wire } from '../../src/wiring.ts';
import { CHEAP_KDF } from '../issuing/signing-world.ts';
import { openPostOffice, type PostOffice } from '../mail/mail-room.ts';
import { freePort, type RedisServer, startRedis } from '../support/redis-server.ts';
import { mountDisk, unmountDisk } from '../support/small-disk.ts';

const command = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const loader = fileURLToPath(new URL('../support/typescript.cjs', import.meta.url));
const READY = /^(Layang: http|Pekerjaan latar berjalan)/m;
const AGAIN_MS = 300;

/** A process of the application that is started again whenever it ends, as a service manager does. */
export interface Kept {
  name: string;
  kill(signal: NodeJS.Signals): void;
  /** Stands still, as on a machine that is starved or a virtual one that is moved; false lets it go on. */
  hold(still: boolean): void;
}

export interface ChaosOffice {
  origin: string;
  db: Database;
  /** Posts by name. */
  positions: Map<string, number>;
  processes: Kept[];
  redis: RedisServer;
  mail: PostOffice;
  /** SIGINT stops the database server fast, SIGQUIT at once, SIGKILL kills it; it comes back by itself. */
  killDatabase(signal: NodeJS.Signals): void;
  /** Undefined where no small disk may be mounted. */
  disk: { fill(): void; free(): void } | undefined;
  /** Processes that ended although nobody killed them and they had been up. */
  died: string[];
  /** What the processes said that nobody foresaw. */
  unforeseen: string[];
  untilUp(): Promise<void>;
  /** Ends every process in order. */
  stop(): Promise<void>;
  /** Runs `layang <args>` to its end. */
  run(...args: string[]): Promise<{ status: number | null; output: string }>;
}

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The made-up regency on a PostgreSQL, a Redis, a mail server and a small disk of its own: two processes for pages, two for jobs. */
export async function chaosOffice(): Promise<ChaosOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'layang-chaos-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const small = mountDisk('160m');
  if (small !== undefined) {
    closing.push(() => unmountDisk(small));
    symlinkSync(small, join(dataDir, 'documents'));
  }
  const server = await startEmbeddedPostgres(folder, { sync: false });
  closing.push(() => server.stop());
  const redis = await startRedis();
  const mail = await openPostOffice({ hideSTARTTLS: true });
  closing.push(() => mail.close());

  const balancer = await openBalancer();
  closing.push(() => balancer.close());
  const settings = {
    DATA_DIR: dataDir,
    DATABASE_URL: server.url,
    APP_ORIGIN: balancer.origin,
    PUBLIC_ORIGIN: balancer.origin,
  };
  const layang = await wire(readConfig(settings), openLog('silent'), systemClock, {
    kdf: openKdf({ settings: CHEAP_KDF }),
  });
  await foundRegency(layang);
  const administrator = await actorNamed(layang, 'admin');
  await layang.sending.setPolicy(administrator, { kind: null, unitId: null, atOnce: true, attach: true });
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  await layang.close();

  const environment = {
    ...settings,
    PATH: process.env.PATH ?? '',
    LANG: 'id_ID.UTF-8',
    LOG_LEVEL: 'warn',
    REDIS_URL: redis.url,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Layang <surat@sagaraasri.example>',
  };
  const died: string[] = [];
  const unforeseen: string[] = [];
  const told = { died, unforeseen };
  const ports = [await freePort(), await freePort()];
  const processes = [
    ...ports.map((port) => keep(`serve ${port}`, ['serve'], { ...environment, PORT: String(port) }, told)),
    ...[1, 2].map((n) => keep(`worker ${n}`, ['worker'], environment, told)),
  ];
  const stop = async () => {
    await Promise.all(processes.map((one) => one.stop()));
  };
  closing.push(stop);
  balancer.lead(ports);
  const db = openDatabase(server.url);
  closing.push(() => db.close());
  const ballast = join(small ?? folder, 'ballast');

  return {
    origin: balancer.origin,
    db,
    positions,
    processes,
    redis,
    mail,
    killDatabase(signal) {
      const [pid] = readFileSync(join(folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), signal);
    },
    disk: small === undefined ? undefined : { fill: () => fill(ballast), free: () => rmSync(ballast, { force: true }) },
    died,
    unforeseen,
    async untilUp() {
      while (!processes.every((one) => one.isUp())) await pause(50);
    },
    stop,
    async run(...args) {
      const child = launch(args, environment);
      let output = '';
      const hear = (piece: Buffer) => {
        output += piece.toString();
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      const [status] = (await once(child, 'close')) as [number | null];
      return { status, output };
    },
  };
}

function launch(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', '--require', loader, command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
}

function keep(
  name: string,
  args: string[],
  env: Record<string, string>,
  told: { died: string[]; unforeseen: string[] },
) {
  let up = false;
  let asked = false;
  let over = false;
  let again: NodeJS.Timeout | undefined;
  let child = begin();

  function begin(): ChildProcess {
    up = false;
    asked = false;
    const started = launch(args, env);
    let said = '';
    const hear = (piece: Buffer) => {
      said = `${said}${piece.toString()}`.slice(-20_000);
      if (READY.test(said)) up = true;
      for (const line of piece.toString().split('\n')) {
        if (/unforeseen error|given up|was refused|UnhandledPromise|Uncaught/.test(line))
          told.unforeseen.push(`${name}: ${line}`);
      }
    };
    started.stdout?.on('data', hear);
    started.stderr?.on('data', hear);
    started.once('exit', (code, signal) => {
      if (up && !asked) told.died.push(`${name} ended with ${code ?? signal}:\n${said.slice(-3_000)}`);
      up = false;
      if (!over)
        again = setTimeout(() => {
          child = begin();
        }, AGAIN_MS);
    });
    return started;
  }

  return {
    name,
    isUp: () => up,
    kill(signal: NodeJS.Signals) {
      asked = true;
      child.kill(signal);
    },
    hold: (still: boolean) => void child.kill(still ? 'SIGSTOP' : 'SIGCONT'),
    async stop() {
      over = true;
      clearTimeout(again);
      if (child.exitCode !== null || child.signalCode !== null) return;
      asked = true;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** One address before both processes; a connection goes to whichever takes it. */
async function openBalancer() {
  let ports: number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server: Server = createServer((from) => {
    open.add(from);
    from.on('error', () => {});
    from.on('close', () => open.delete(from));
    const first = turn++;
    const attempt = (n: number) => {
      const port = ports[(first + n) % ports.length];
      if (n >= ports.length || port === undefined || from.destroyed) return void from.destroy();
      const to = dial(port, '127.0.0.1');
      to.once('error', () => attempt(n + 1));
      to.once('connect', () => {
        to.removeAllListeners('error');
        to.on('error', () => from.destroy());
        to.on('close', () => from.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to).pipe(from);
      });
    };
    attempt(0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    lead(to: number[]) {
      ports = to;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function fill(path: string): void {
  const piece = Buffer.alloc(1024 * 1024);
  for (let size = piece.length; size >= 1; size = Math.floor(size / 8)) {
    try {
      for (;;) writeFileSync(path, piece.subarray(0, size), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real redis-server on a free loopback port, ended with the test file. */
export interface RedisServer {
  readonly port: number;
  /** `redis://…` with the password, if there is one. */
  readonly url: string;
  process(): ChildProcess;
  /** As `kill -9`; what it held is gone. */
  kill(): Promise<void>;
  /** On the same port, empty. */
  start(): Promise<void>;
  flush(): Promise<void>;
  /** One command over a connection of its own; the answer as Redis wrote it. */
  ask(...words: string[]): Promise<string>;
  /** Everything that it holds, keys and values, as one text. */
  contents(): Promise<string>;
}

const servers: RedisServer[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const server of servers) await server.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export async function startRedis(options: { password?: string; settings?: string[] } = {}): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'layang-redis-'));
  folders.push(folder);
  const { password, settings = [] } = options;
  let running: ChildProcess | undefined;

  const server: RedisServer = {
    port,
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    process() {
      if (!running) throw new Error('redis-server does not run');
      return running;
    },
    async kill() {
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const end = once(running, 'exit');
      running.kill('SIGKILL');
      await end;
    },
    async start() {
      const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
      const secret = password === undefined ? [] : ['--requirepass', password];
      const child = spawn('redis-server', [...own, ...secret, ...settings], { stdio: 'ignore' });
      running = child;
      for (;;) {
        if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
        const answer = await server.ask('PING').catch(() => '');
        if (answer.includes('PONG')) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    flush: async () => void (await server.ask('FLUSHALL')),
    async ask(...words) {
      const secret = password === undefined ? [] : [['AUTH', password]];
      return await talk(port, [...secret, words]);
    },
    async contents() {
      const dumped = await server.ask(
        'EVAL',
        `local all = {}
         for _, key in ipairs(redis.call('KEYS', '*')) do
           local kind = redis.call('TYPE', key).ok
           local value = ''
           if kind == 'string' then value = redis.call('GET', key)
           elseif kind == 'hash' then value = table.concat(redis.call('HGETALL', key), ' ')
           elseif kind == 'list' then value = table.concat(redis.call('LRANGE', key, 0, -1), ' ')
           elseif kind == 'set' then value = table.concat(redis.call('SMEMBERS', key), ' ')
           elseif kind == 'zset' then value = table.concat(redis.call('ZRANGE', key, 0, -1), ' ') end
           table.insert(all, key .. ' = ' .. value)
         end
         return table.concat(all, '\\n')`,
        '0',
      );
      return dumped;
    },
  };
  await server.start();
  servers.push(server);
  return server;
}

/** Sends the commands one after the other and gives the last answer, once the server has closed the connection. */
async function talk(port: number, commands: string[][]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  const encoded = [...commands, ['QUIT']].map(
    (words) => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`,
  );
  socket.write(encoded.join(''));
  await once(socket, 'close');
  return Buffer.concat(heard).toString();
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

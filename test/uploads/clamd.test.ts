import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clamdAddress } from '../../src/setting-forms.ts';
import { openClamd } from '../../src/uploads/clamd.ts';
import { type ClamdServer, EICAR, EICAR_NAME, startClamd } from '../support/clamd-server.ts';
import { isPresent, judged } from '../support/judge.ts';

const folder = mkdtemp(join(tmpdir(), 'layang-scanned-'));
let clamd: ClamdServer | undefined;
const servers: Server[] = [];
beforeAll(async () => {
  if (isPresent('clamd')) clamd = await startClamd({ streamMegabytes: 1 });
});
afterAll(async () => {
  await clamd?.stop();
  for (const server of servers) server.close();
  await rm(await folder, { recursive: true, force: true });
});

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await folder, `${bytes.length}-${Math.random()}`);
  await writeFile(path, bytes);
  return path;
}

function running(): ClamdServer {
  if (clamd === undefined) throw new Error('clamd did not start');
  return clamd;
}

judged(['clamd'], 'the real scanner lets clean files through and names what it found, over both doors', async () => {
  const { port, socket } = running();
  for (const address of [{ host: '127.0.0.1', port }, { path: socket }]) {
    const scanner = openClamd(address);
    expect(await scanner.version()).toMatch(/^ClamAV \d/);
    expect(await scanner.scan(await fileOf(Buffer.from('%PDF-1.7 surat')))).toBe('clean');
    expect(await scanner.scan(await fileOf(Buffer.alloc(0)))).toBe('clean');
    for (const before of ['', '%PDF-1.7\n', '\u00ff\u00d8\u00ff\u00e0 foto ']) {
      const path = await fileOf(Buffer.concat([Buffer.from(before, 'latin1'), EICAR]));
      expect(await scanner.scan(path)).toEqual({ virus: EICAR_NAME });
    }
  }
});

judged(['clamd'], 'a file that it does not take is told as too large, however large', async () => {
  const scanner = openClamd({ host: '127.0.0.1', port: running().port });
  for (const megabytes of [2, 8, 40]) {
    expect([megabytes, await scanner.scan(await fileOf(Buffer.alloc(megabytes * 1024 * 1024, 'x')))]).toEqual([
      megabytes,
      'too-large',
    ]);
  }
});

async function listening(answer: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {});
    answer(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
}

test('whatever is no verdict counts for none: nobody there, silence, nonsense, a broken line', async () => {
  const away = { problem: 'unavailable', code: 'virus-scanner-away' };
  const path = await fileOf(Buffer.alloc(300_000, 'x'));
  const others = [
    { host: '127.0.0.1', port: 1 },
    { path: join(await folder, 'no-socket') },
    await listening((socket) => socket.end()),
    await listening((socket) => socket.destroy()),
    await listening(() => {}),
    await listening((socket) => socket.end('stream: OK')),
    await listening((socket) => socket.end('OK\0')),
    await listening((socket) => socket.end('stream: OK but not quite\0')),
    await listening((socket) => socket.end('x'.repeat(10_000))),
    await listening((socket) => socket.end("stream: Can't allocate memory ERROR\0")),
  ];
  for (const address of others) {
    await expect(openClamd(address, { answerWithinMs: 300 }).scan(path)).rejects.toMatchObject(away);
  }
  await expect(openClamd(await listening((socket) => socket.end('SSH-2.0\0'))).version()).rejects.toMatchObject(away);
});

test('a file that is gone is not the scanner’s fault', async () => {
  const address = await listening(() => {});
  await expect(openClamd(address).scan('/nowhere/at-all')).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['clamav:3310', { host: 'clamav', port: 3310 }],
  ['[::1]:3310', { host: '::1', port: 3310 }],
  ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ['clamav', undefined],
  ['clamav:0', undefined],
  ['clamav:99999', undefined],
  ['http://clamav:3310', undefined],
  ['clamd.ctl', undefined],
])('%s as an address', (text, address) => {
  expect(clamdAddress(text)).toEqual(address);
});

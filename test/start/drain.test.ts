import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { openDrain } from '../../src/commands/drain.ts';

/** A listening server that is drained, and connections to it that stay open as a proxy's do. */
async function drained(app: RequestListener) {
  const server = createServer(app);
  const drain = openDrain(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    drain,
    async connection() {
      // Read from the beginning: a connection tells of its end only to whoever reads.
      const socket = connect(port, '127.0.0.1').resume();
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return {
        socket,
        async ask(path: string): Promise<string> {
          const answer = heads(socket);
          socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
          return await answer;
        },
      };
    },
  };
}

function heads(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\r\n\r\n') || !text.endsWith('done')) return;
      socket.off('data', hear);
      resolve(text);
    };
    socket.on('data', hear);
    socket.once('close', () => reject(new Error(`closed after: ${text}`)));
  });
}

test('a request that arrives on an open connection after the door was shut is answered, and then the connection ends', async () => {
  const { server, drain, connection } = await drained((_req, res) => void res.end('done'));
  const [used, unused] = [await connection(), await connection()];
  expect(await used.ask('/')).toContain('Connection: keep-alive');
  const ended = drain.run({ patient: true });
  while (server.listening) await new Promise(setImmediate);
  await expect(connection()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const closed = new Promise((resolve) => used.socket.once('close', resolve));
  expect(await used.ask('/')).toContain('Connection: close');
  await closed;
  expect(await unused.ask('/')).toContain('Connection: close');
  await ended;
});

test('whoever asks for readiness is told twice before the door is shut', async () => {
  const { server, drain, connection } = await drained((_req, res) => void res.end('done'));
  const asking = await connection();
  await asking.ask('/readyz');
  asking.socket.destroy();
  const ended = drain.run({ patient: true });
  for (const _time of ['first', 'second']) {
    expect(server.listening).toBe(true);
    await (await connection()).ask('/readyz');
  }
  await ended;
});

test('at a terminal nobody is waited for who asks nothing; what runs ends with its answer', async () => {
  let arrived: (answer: () => void) => void = () => {};
  const answering = new Promise<() => void>((resolve) => {
    arrived = resolve;
  });
  const { drain, connection } = await drained((_req, res) => arrived(() => res.end('done')));
  const [idle, busy] = [await connection(), await connection()];
  const cut = new Promise((resolve) => idle.socket.once('close', resolve));
  const asked = busy.ask('/');
  const answer = await answering;
  const ended = drain.run({ patient: false });
  await cut;
  answer();
  expect(await asked).toContain('Connection: close');
  await ended;
});

import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type ErrorRequestHandler } from 'express';
import { isRefusal } from '../../src/errors.ts';
import { fileRefusal } from '../../src/web/file-refusals.ts';
import { filesReceiver, receivedFile, receivedFiles, removeReceived } from '../../src/web/receive-files.ts';
import { until } from '../support/patience.ts';

const directory = mkdtempSync(join(tmpdir(), 'layang-received-'));
let server: Server;
let origin: string;

beforeAll(async () => {
  writeFileSync(join(directory, 'left-behind'), 'x');
  utimesSync(join(directory, 'left-behind'), new Date(0), new Date(0));
  writeFileSync(join(directory, 'young'), 'x');
  const receive = filesReceiver(directory);
  const app = express();
  const wanted = { field: 'file', most: 2, maxBytes: 1000 };
  app.post(
    '/',
    receive(wanted, ({ body }) => body._csrf === 'ours'),
    async (req, res) => {
      try {
        const files = receivedFiles(req).map(({ name, path, size }) => ({
          name,
          size,
          text: readFileSync(path, 'utf8'),
        }));
        res.json({ body: req.body, files });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        res.status(422).json({ body: req.body, code: error.code, problem: error.fields.file?.en });
      } finally {
        await removeReceived(req);
      }
    },
  );
  app.post(
    '/one',
    receive({ ...wanted, most: 1 }, () => true),
    (req, res) => res.json(receivedFile(req, 'file')),
  );
  const told: ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(error.status ?? 500).json({ code: error.code });
  };
  app.use(told);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const lying = () => readdirSync(directory).filter((name) => name !== 'young' && name !== 'left-behind');

// What was received goes as soon as the answer is out, perhaps a moment after it has arrived here.
afterEach(() => until(() => lying().length === 0));

interface Answer {
  status: number;
  body: Record<string, unknown>;
  code?: string;
  problem?: string;
  files?: { name: string; size: number; text: string }[];
}

async function send(parts: [name: string, value: string | File][], path = '/'): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  const answer = await fetch(origin + path, { method: 'POST', body: form });
  return { ...((await answer.json()) as Answer), status: answer.status };
}

const ours: [string, string] = ['_csrf', 'ours'];
const file = (text: string, name = 'surat.pdf'): [string, File] => ['file', new File([text], name)];

describe('A form that brings files', () => {
  it('has them on disk while it is answered, in its order, and what was typed beside them', async () => {
    const { body, files } = await send([
      ours,
      file('a'.repeat(1000), 'Séé "x".pdf'),
      ['note', 'satu'],
      file('b'),
      ['note', 'dua'],
    ]);
    expect(body).toEqual({ _csrf: 'ours', note: ['satu', 'dua'] });
    expect(files?.map(({ name, size }) => [name, size])).toEqual([
      ['Séé "x".pdf', 1000],
      ['surat.pdf', 1],
    ]);
    expect(files?.[1]?.text).toBe('b');
  });

  it('removed, at its first, what a process left that died, and nothing younger', () => {
    expect(readdirSync(directory)).toContain('young');
    expect(readdirSync(directory)).not.toContain('left-behind');
  });

  it('leaves nothing when its token does not stand before the file', async () => {
    for (const parts of [[file('a')], [['_csrf', 'other'] as [string, string], file('a')], [file('a'), ours]])
      expect((await send(parts)).files).toEqual([]);
  });

  it('refuses a file that is larger than allowed by one byte, and keeps what was typed before and after', async () => {
    const { status, code, problem, body } = await send([ours, ['a', '1'], file('a'.repeat(1001)), ['b', '2']]);
    expect([status, code, body]).toEqual([422, 'file-too-large', { _csrf: 'ours', a: '1', b: '2' }]);
    expect(problem).toMatch(/^surat\.pdf is too large\. The largest is 1 kB: .* If others were chosen with it/);
  });

  it('names the largest as the field does', () => {
    const { words } = fileRefusal('file-too-large', 'files', { most: 1, bytes: 20 * 1024 * 1024 });
    expect(words.id).toContain('Paling besar 20 MB:');
  });

  it('refuses one file too many, and one by another field', async () => {
    expect((await send([ours, file('a'), file('b'), file('c')])).code).toBe('too-many-files');
    expect((await send([ours, ['other', new File(['a'], 'a')]])).code).toBe('too-many-files');
  });

  it('takes an empty file for none where there is but one, and names it where there may be others', async () => {
    const among = await send([ours, file('a'), file('', 'kosong.pdf')]);
    expect([among.code, among.problem]).toEqual(['file-empty', expect.stringMatching(/^kosong\.pdf is empty/)]);
    expect(await send([ours, file('')], '/one')).toMatchObject({ code: 'file-missing' });
  });

  it('keeps of a file’s name only the last part, as one line', async () => {
    const names = ['../../etc/passwd', 'C:\\Surat\\a.pdf', 'a\u202Efdp.exe', 'x'.repeat(400)];
    const found: (string | undefined)[] = [];
    for (const name of names) found.push((await send([ours, file('a', name)])).files?.[0]?.name);
    expect(found).toEqual(['passwd', 'a.pdf', 'afdp.exe', 'x'.repeat(200)]);
  });

  it('whose body is broken, or holds names in brackets or too many fields, could not be read', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const broken = await fetch(origin, { method: 'POST', headers, body: '--x\r\nContent-Disposition: nothing' });
    expect(broken.status).toBe(400);
    expect((await send([ours, ['a[b]', '1'], file('a')])).status).toBe(400);
    const many = Array.from({ length: 301 }, (_, n): [string, string] => [`f${n}`, '']);
    expect((await send([ours, file('a'), ...many])).status).toBe(400);
  });

  /** Sends the token and the beginning of a file, and stays there. */
  function halfSent() {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const part = (name: string, more: string) => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000\r\n\r\n${part('_csrf', '')}ours\r\n${part('file', '; filename="a"')}${'a'.repeat(600)}`,
    );
    return socket;
  }

  it('leaves nothing when the sender goes away in the middle', async () => {
    const socket = halfSent();
    await until(() => lying().length === 1);
    socket.destroy();
    await until(() => lying().length === 0);
  });

  it('is put off while too many of one sender are on their way, and taken when they have gone', async () => {
    const sockets = [halfSent(), halfSent(), halfSent()];
    await until(() => lying().length === 3);
    expect(await send([ours, ['note', 'satu'], file('a')])).toMatchObject({
      status: 422,
      code: 'files-busy',
      body: { note: 'satu' },
    });
    for (const socket of sockets) socket.destroy();
    await until(() => lying().length === 0);
    expect((await send([ours, file('a')])).files).toHaveLength(1);
  });
});

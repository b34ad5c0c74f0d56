import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { letterToSign, signingWorld } from '../issuing/signing-world.ts';
import { type Child, startChild } from '../support/child.ts';
import { client, hiddenFields } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { siteWithoutTls, startNginx } from '../support/nginx.ts';
import { freePort } from '../support/redis-server.ts';

const cli = new URL('../../src/cli.ts', import.meta.url);

/** Readers and writers at once; each sends its next request soon after the last one was answered, and leaves the machine to the others. */
const READERS = ['/', '/letters', '/check'];
const WRITERS = 2;
const BREATH_MS = 10;

judged(
  ['nginx'],
  'two processes behind a proxy are restarted one after the other under load: no request fails, and what was said to be done is done once',
  async () => {
    const world = await signingWorld();
    const { layang, config, databaseUrl } = world;
    const letter = await letterToSign(world);
    const { token } = await layang.signLetter({
      actor: world.chief,
      ...letter,
      passphrase: demoPassphrase('kadisdik'),
    });
    await layang.close();
    const [port, one, two] = [await freePort(), await freePort(), await freePort()];
    const origin = `http://localhost:${port}`;
    const serve = async (own: number): Promise<Child> => {
      const settings = {
        DATABASE_URL: databaseUrl,
        DATA_DIR: config.dataDir,
        PORT: own,
        TRUST_PROXY: 1,
        LOG_LEVEL: 'error',
      };
      const named = Object.entries({ ...settings, APP_ORIGIN: origin, PUBLIC_ORIGIN: origin });
      const child = startChild(cli, ['serve'], {
        through: ['env', ...named.map(([name, value]) => `${name}=${value}`)],
      });
      await child.says(`Layang: ${origin}`);
      return child;
    };
    const processes = new Map([
      [one, await serve(one)],
      [two, await serve(two)],
    ]);
    const nginx = await startNginx(siteWithoutTls(port, [one, two]), port);

    const browser = client(origin);
    const entered = await browser.send('/sign-in', { username: 'analis', password: demoPassword('analis') });
    expect(entered.location).toBe('/');
    const { _csrf = '' } = hiddenFields((await browser.get('/letters/new')).html);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

    const agent = new Agent({ keepAlive: true });
    const ask = askBy(agent, port, cookie);
    const failed: string[] = [];
    const made: number[] = [];
    const asked = { read: 0, written: 0 };
    let over = false;
    const read = async (path: string) => {
      while (!over) {
        const { status, fault } = await ask('GET', path);
        asked.read += 1;
        await pause(BREATH_MS);
        if (status !== 200) failed.push(`GET ${path}: ${fault ?? status}`);
      }
    };
    const write = async () => {
      while (!over) {
        const body = new URLSearchParams({ _csrf, _once: randomUUID(), kind: 'surat-dinas' });
        const { status, location, fault } = await ask('POST', '/letters/new', body.toString());
        asked.written += 1;
        await pause(BREATH_MS);
        const id = /^\/letters\/(\d+)\/edit$/.exec(location ?? '')?.[1];
        if (status === 303 && id !== undefined) made.push(Number(id));
        else failed.push(`POST: ${fault ?? status} ${location}`);
      }
    };
    const load = [...[...READERS, `/${token}`].map(read), ...Array.from({ length: WRITERS }, write)];
    const exits: (number | null)[] = [];
    for (const own of [one, two, one]) {
      const old = processes.get(own);
      await old?.kill('SIGTERM');
      exits.push(old?.process.exitCode ?? null);
      processes.set(own, await serve(own));
    }
    over = true;
    await Promise.all(load);
    agent.destroy();

    expect(failed).toEqual([]);
    expect(exits).toEqual([0, 0, 0]);
    // A connection that the kernel took while the door shut is reset: the proxy asks the other process, and the form is done once.
    expect(nginx.said()).not.toMatch(/no live upstreams/);
    expect(asked.read).toBeGreaterThan(50);
    expect(asked.written).toBeGreaterThan(20);
    const db = openDatabase(databaseUrl);
    try {
      const stored = await db.many(z.object({ id: z.number() }), sql`SELECT id FROM letter ORDER BY id`);
      expect(stored.map(({ id }) => id)).toEqual([letter.letterId, ...made].toSorted((a, b) => a - b));
    } finally {
      await db.close();
      for (const child of processes.values()) await child.kill();
    }
  },
);

interface Answer {
  status: number;
  location?: string | undefined;
  fault?: string;
}

/** A request as a browser's, except that a connection that fails is told and not tried again. */
function askBy(agent: Agent, port: number, cookie: string) {
  return (method: string, path: string, body = ''): Promise<Answer> =>
    new Promise((resolve) => {
      const fields = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
      const headers = { cookie, host: `localhost:${port}`, ...(method === 'POST' ? fields : {}) };
      const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
        const { statusCode: status = 0 } = answer;
        answer.resume();
        answer.on('end', () => resolve({ status, location: answer.headers.location }));
        answer.on('error', (error) => resolve({ status, fault: String(error) }));
      });
      sent.on('error', (error) => resolve({ status: 0, fault: String(error) }));
      sent.end(body);
    });
}

import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect } from '@jest/globals';
import { openBreaker } from '../../src/documents/breaker.ts';
import type { Patience } from '../../src/documents/bucket-client.ts';
import { isSilence } from '../../src/documents/bucket-errors.ts';
import { openBucketStore } from '../../src/documents/bucket-store.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { newFolder } from './bucket-world.ts';

const letter = randomBytes(60_000);
const hash = createHash('sha256').update(letter).digest();
const unreachable = { problem: 'unavailable', code: 'documents-unreachable' };

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const silent: Answer = () => {};
const whole: Answer = (_request, response) => void response.setHeader('content-length', letter.length).end(letter);

/** For an answer that comes, however busy the machine is. */
const comes = { firstMs: PATIENCE_MS, answerMs: PATIENCE_MS };
/** For one that never does. */
const never = { firstMs: 400, answerMs: 500 };

/** As much of a service as reading needs: every connection is accepted; what is answered, and for how long it is waited for, the test says. */
async function service({ restMs = 60_000 } = {}) {
  let answer: Answer = whole;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const settings = { endpoint: `http://127.0.0.1:${port}`, region: 'x', accessKeyId: 'kunci', secretKey: 'rahasia' };
  const patience = { connectMs: PATIENCE_MS, ...comes, restMs };
  const store = await openBucketStore({ ...settings, bucket: 'surat' }, newFolder(), { patience });
  // The first request of a process is slower than all others.
  await store.read(hash);
  asked = 0;
  return {
    store,
    asked: () => asked,
    set(next: Answer, waits: Partial<Patience> = next === silent ? never : comes) {
      answer = next;
      Object.assign(patience, waits);
    },
  };
}

describe('a bucket that takes everything and never answers', () => {
  it('is waited for twice by the first reader; the next ones are refused without asking it', async () => {
    const { store, set, asked } = await service();
    set(silent);
    await expect(store.read(hash)).rejects.toMatchObject(unreachable);
    expect(asked()).toBe(2);
    const acts = [store.read(hash), store.locate(hash), store.has(hash), store.put(letter), store.demandWritable()];
    for (const act of await Promise.allSettled([...acts, store.probe()])) {
      expect(act).toMatchObject({ reason: unreachable });
    }
    expect(asked()).toBe(2);
  });

  it('is tried by one request at a time, and the first that is answered opens the way for all', async () => {
    const { store, set, asked } = await service({ restMs: 0 });
    set(silent);
    await expect(store.read(hash)).rejects.toMatchObject(unreachable);
    const before = asked();
    const crowd = await Promise.allSettled(Array.from({ length: 10 }, () => store.read(hash)));
    expect(crowd.every(({ status }) => status === 'rejected')).toBe(true);
    // One trial, and its second try.
    expect(asked() - before).toBe(2);

    set(whole);
    expect((await store.read(hash)).equals(letter)).toBe(true);
    const together = await Promise.all(Array.from({ length: 10 }, () => store.read(hash)));
    expect(together.every((bytes) => bytes.equals(letter))).toBe(true);
  });

  it('that answers at the second try, because only a connection had died, has refused nobody', async () => {
    const { store, set, asked } = await service();
    set((request, response) => (asked() === 1 ? silent : whole)(request, response), { firstMs: 2_000 });
    expect((await store.read(hash)).equals(letter)).toBe(true);
    expect((await store.read(hash)).equals(letter)).toBe(true);
  });

  it('still hands out what lies on this machine already', async () => {
    const { store, set } = await service();
    await store.locate(hash);
    set(silent);
    await expect(store.read(hash)).rejects.toMatchObject(unreachable);
    expect(await store.locate(hash)).toContain('lent');
  });
});

it('a slow transfer that goes on comes to its end, and beside it a silent question closes nothing', async () => {
  const { store, set } = await service();
  const pieces: Answer = (request, response) => {
    if (request.method === 'HEAD') return;
    response.setHeader('content-length', letter.length);
    let sent = 0;
    const drop = setInterval(() => {
      response.write(letter.subarray(sent, sent + 4_000));
      sent += 4_000;
      if (sent < letter.length) return;
      clearInterval(drop);
      response.end();
    }, 50);
  };
  set(pieces, { firstMs: 400, answerMs: 4_000 });
  const slow = store.read(hash);
  await expect(store.has(hash)).rejects.toMatchObject(unreachable);
  expect((await slow).equals(letter)).toBe(true);
  expect((await store.read(hash)).equals(letter)).toBe(true);
});

describe('the breaker', () => {
  const silence = Object.assign(new Error('too late'), { name: 'TimeoutError' });
  const refused = Object.assign(new Error('refused'), { name: 'Error', code: 'ECONNREFUSED' });
  const open = () => {
    const clock = { ms: 0 };
    return { clock, breaker: openBreaker(isSilence, { restMs: 5_000, now: () => clock.ms }) };
  };
  const fails = (error: Error) => () => Promise.reject(error);
  const answers = async () => 'answer';

  it('rests for its time, and a trial that meets silence begins the rest anew', async () => {
    const { breaker, clock } = open();
    await expect(breaker.through(fails(silence))).rejects.toBe(silence);
    clock.ms = 4_999;
    await expect(breaker.through(answers)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    clock.ms = 5_000;
    await expect(breaker.through(fails(silence))).rejects.toBe(silence);
    clock.ms = 9_999;
    await expect(breaker.through(answers)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    clock.ms = 10_000;
    expect(await breaker.through(answers)).toBe('answer');
    expect(await breaker.through(answers)).toBe('answer');
  });

  it('lets connections that are refused fail by themselves: they keep nobody waiting', async () => {
    const { breaker } = open();
    await expect(breaker.through(fails(refused))).rejects.toBe(refused);
    expect(await breaker.through(answers)).toBe('answer');
  });

  it('does not close because of one slow answer while others come', async () => {
    const { breaker, clock } = open();
    const slow = breaker.through(async () => {
      clock.ms = 1_000;
      await breaker.through(answers);
      clock.ms = 4_000;
      throw silence;
    });
    await expect(slow).rejects.toBe(silence);
    expect(await breaker.through(answers)).toBe('answer');
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { BucketClient } from '../../src/documents/bucket-client.ts';
import { bucketStore } from '../../src/documents/bucket-store.ts';
import { openFetchedFiles } from '../../src/documents/fetched-files.ts';
import { newFolder } from './bucket-world.ts';

const letter = Buffer.from('an orphan that somebody stores again');
const hash = createHash('sha256').update(letter).digest();
const key = `documents/${hash.toString('hex')}`;
const hour = 3_600_000;
const files = openFetchedFiles(newFolder(), 0);

/** A step that a client has asked for and the service has not taken yet. */
interface Step {
  who: string;
  what: string;
  take(): void;
}

type Objects = Map<string, { bytes: Buffer; modifiedAt: number }>;

/** A service that takes one request at a time, whichever the test chooses. `lost`: the answer to this request never comes. */
function client(objects: Objects, waiting: Step[], who: string, lost?: string): BucketClient {
  const ask = <T>(what: string, act: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const take = () => resolve(act());
      waiting.push({ who, what, take: what === lost ? () => void act() : take });
      // The client hears that the connection is gone, and the request is still on its way.
      if (what === lost) reject(new Error('the answer was lost'));
    });
  return {
    async put(name, content, { onlyNew = false } = {}) {
      const bytes = Buffer.concat([...(content.pieces() as Iterable<Uint8Array>)]);
      return await ask(`put ${name.split('/')[0]}`, () => {
        if (onlyNew && objects.has(name)) return 'exists';
        objects.set(name, { bytes, modifiedAt: Date.now() });
        return 'stored';
      });
    },
    get: (name) =>
      ask('get', () => {
        const found = objects.get(name);
        return found && pieces(found.bytes);
      }),
    head: (name) =>
      ask(`head ${name.split('/')[0]}`, () => {
        const found = objects.get(name);
        return found && { modifiedAt: new Date(found.modifiedAt) };
      }),
    async *list() {},
    remove: (name) => ask(`remove ${name.split('/')[0]}`, () => void objects.delete(name)),
    clockAhead: () => 0,
  };
}

async function* pieces(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** Lets every promise that can go on do so. */
const settle = async () => {
  for (let turn = 0; turn < 12; turn++) await new Promise(setImmediate);
};

/**
 * One run of a writer and a sweep over the same old document, each step of the service chosen by `choices`.
 * @returns how many could be chosen from at each step
 */
async function run(choices: readonly number[], options: { conditional: boolean; lost?: string }): Promise<number[]> {
  const objects: Objects = new Map([[key, { bytes: letter, modifiedAt: Date.now() - 3 * hour }]]);
  const waiting: Step[] = [];
  const settings = { endpoint: undefined, bucket: 'surat' };
  const ours = (who: string, lost?: string) => {
    const plain = client(objects, waiting, who, lost);
    return options.conditional ? plain : { ...plain, put: (name: string, content: never) => plain.put(name, content) };
  };
  let looks = 0;
  const writer = bucketStore({
    client: ours('writer'),
    settings,
    files,
    wait: async () => {
      looks += 1;
      if (looks > 2) throw new Error('the writer gives up');
    },
  });
  const sweep = bucketStore({ client: ours('sweep', options.lost), settings, files });
  let told: 'stored' | 'refused' | undefined;
  let swept = false;
  void writer.put(letter).then(
    () => (told = 'stored'),
    () => (told = 'refused'),
  );
  void sweep.remove(hash, new Date(Date.now() - hour)).then(
    () => (swept = true),
    () => (swept = true),
  );
  const widths: number[] = [];
  for (let step = 0; ; step++) {
    await settle();
    if (waiting.length === 0) break;
    widths.push(waiting.length);
    waiting.splice(choices[step] ?? 0, 1)[0]?.take();
  }
  expect(swept).toBe(true);
  expect(told).toBeDefined();
  const trace = { choices: choices.slice(0, widths.length), ...options };
  if (told === 'stored')
    expect({ ...trace, there: objects.get(key)?.bytes.equals(letter) }).toEqual({ ...trace, there: true });
  // Refused only where the sweep was held up for as long as the writer waits.
  if (looks <= 2) expect({ ...trace, told }).toEqual({ ...trace, told: 'stored' });
  return widths;
}

/** Every order in which the service may take the steps of both. */
async function everyOrder(options: { conditional: boolean; lost?: string }): Promise<number> {
  let choices: number[] = [];
  for (let runs = 1; ; runs++) {
    const widths = await run(choices, options);
    const taken = widths.map((_, step) => choices[step] ?? 0);
    let last = widths.length - 1;
    while (last >= 0 && (taken[last] ?? 0) + 1 >= (widths[last] ?? 0)) last -= 1;
    if (last < 0) return runs;
    choices = [...taken.slice(0, last), (taken[last] ?? 0) + 1];
  }
}

describe('a document that is stored again at the moment it is swept', () => {
  test.each([true, false])(
    'is there once the writer was told so, in every order of their steps (%#)',
    async (conditional) => {
      expect(await everyOrder({ conditional })).toBeGreaterThan(100);
    },
  );

  test.each(['remove documents', 'remove leaving', 'put leaving'])(
    'also when the answer to "%s" is lost',
    async (lost) => {
      expect(await everyOrder({ conditional: true, lost })).toBeGreaterThan(20);
    },
  );
});

import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { turnedAway } from './receive-refusals.ts';
import { MOST_MESSAGE_BYTES } from './signed-message.ts';

/**
 * A delivery on the line: the length of its note in decimal digits and a newline, the note, and then the PDF to the end. The
 * note comes first, so that nothing of the file is kept before its sender is known.
 */
export interface ArrivingDelivery {
  note: string;
  /** What follows the note; to be read once, to its end. */
  rest: AsyncIterable<Buffer>;
  /** Takes whatever nobody read from the line and throws it away. */
  drain(): Promise<void>;
}

const MOST_DIGITS = 6;

/** @throws Refusal `malformed` */
export async function readDelivery(chunks: AsyncIterable<Buffer>): Promise<ArrivingDelivery> {
  const source = chunks[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { done, value } = await source.next();
    if (done) throw turnedAway('malformed');
    held = Buffer.concat([held, value]);
  };
  while (held.indexOf(10) < 0 && held.length <= MOST_DIGITS) await more();
  const end = held.indexOf(10);
  const digits = held.subarray(0, Math.max(end, 0)).toString('latin1');
  const length = /^[1-9][0-9]{0,5}$/.test(digits) ? Number(digits) : 0;
  if (length === 0 || length > MOST_MESSAGE_BYTES) throw turnedAway('malformed');
  while (held.length < end + 1 + length) await more();
  const note = held.subarray(end + 1, end + 1 + length).toString('utf8');
  const begun = held.subarray(end + 1 + length);
  async function* rest(): AsyncIterable<Buffer> {
    if (begun.length > 0) yield begun;
    for (;;) {
      const { done, value } = await source.next();
      if (done) return;
      yield value;
    }
  }
  return {
    note,
    rest: rest(),
    async drain() {
      try {
        while (!(await source.next()).done);
      } catch {
        // The line is gone, and with it whoever waits for the answer.
      }
    },
  };
}

/**
 * Keeps what follows under a name of its own in `folder` while `use` looks at it. Reading ends with the first byte too many.
 * @throws Refusal `document-differs` when it is not as long as `length` or not of this SHA-256
 */
export async function withFile<T>(
  rest: AsyncIterable<Buffer>,
  expected: { sha256: Buffer; length: number },
  folder: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = join(folder, `exchange-${randomBytes(16).toString('hex')}`);
  const hash = createHash('sha256');
  let size = 0;
  async function* bounded(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > expected.length) throw turnedAway('document-differs');
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(rest, bounded, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    if (size !== expected.length || !hash.digest().equals(expected.sha256)) throw turnedAway('document-differs');
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

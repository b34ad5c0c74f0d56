import { type FileHandle, open } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Refusal } from '../errors.ts';
import type { VirusScanner, VirusVerdict } from './virus-scanner.ts';

/** A server, or the path of a socket on this machine. */
export type ClamdAddress = { host: string; port: number } | { path: string };

/** From the sending of the last byte; signatures are loaded anew some times a day, and it is silent meanwhile. */
const ANSWER_WITHIN_MS = 120_000;
const CONNECT_WITHIN_MS = 5_000;
/** The longest answer that a healthy scanner gives. */
const MOST_ANSWER = 4_096;
const LARGEST_CHUNK = 64 * 1024;

/**
 * ClamAV's scanner by its own protocol (clamd(8), INSTREAM): the bytes go over the connection, so it needs no right to our files
 * and may live on another machine. One connection a file. Nothing but a plain OK counts as clean.
 */
export function openClamd(address: ClamdAddress, limits: { answerWithinMs?: number } = {}): VirusScanner {
  const { answerWithinMs = ANSWER_WITHIN_MS } = limits;
  return {
    async scan(path) {
      const file = await open(path, 'r');
      try {
        return readVerdict(await ask(address, 'zINSTREAM', answerWithinMs, chunksOf(file)));
      } finally {
        await file.close();
      }
    },
    version: async () => {
      const answer = await ask(address, 'zVERSION', answerWithinMs, []);
      if (!answer.startsWith('ClamAV')) throw away(new Error('something else answers there'));
      return answer;
    },
  };
}

function readVerdict(answer: string): VirusVerdict {
  if (answer === 'stream: OK') return 'clean';
  const found = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
  if (found !== undefined) return { virus: found.replace(/[^\w.+-]/g, '_') };
  if (answer.startsWith('INSTREAM size limit exceeded')) return 'too-large';
  throw away(new Error('the scanner gave no verdict'));
}

/** Each chunk with its length before it, and an empty one at the end. */
async function* chunksOf(file: FileHandle): AsyncIterable<Buffer> {
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4 + LARGEST_CHUNK), 4, LARGEST_CHUNK, at);
    buffer.writeUInt32BE(bytesRead);
    yield buffer.subarray(0, 4 + bytesRead);
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}

async function ask(
  address: ClamdAddress,
  command: string,
  withinMs: number,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<string> {
  const socket = connect({ ...address, timeout: CONNECT_WITHIN_MS });
  try {
    let answered = false;
    const answer = answerOf(socket).finally(() => {
      answered = true;
    });
    // Asked for below; whoever waits for the connection hears of its end first.
    answer.catch(() => {});
    await connected(socket);
    socket.setTimeout(withinMs);
    await write(socket, Buffer.from(`${command}\0`));
    for await (const piece of pieces) {
      // A scanner that has heard enough answers and closes at once: its answer is read before another write meets the closed
      // door, because that would end the connection with the answer unread.
      await nextTurn();
      if (answered || !(await write(socket, piece))) break;
    }
    return await answer;
  } catch (error) {
    throw away(error);
  } finally {
    socket.destroy();
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
    socket.once('timeout', () => reject(new Error('it does not answer')));
  });
}

/** False once the other side no longer listens. */
function write(socket: Socket, bytes: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    socket.write(bytes, (error) => resolve(error === undefined || error === null));
  });
}

/** Up to the NUL byte that ends an answer to a `z` command. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.on('data', (piece: Buffer) => {
      heard += piece.toString('latin1');
      const end = heard.indexOf('\0');
      if (end >= 0) resolve(heard.slice(0, end).trim());
      else if (heard.length > MOST_ANSWER) reject(new Error('it talks too much'));
    });
    socket.once('timeout', () => reject(new Error('it gives no answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
  });
}

function away(cause: unknown): Refusal {
  const refusal = new Refusal('unavailable', 'virus-scanner-away', {
    id: 'Pemindai virus tidak menjawab, jadi berkas ini belum dapat diterima. Coba lagi beberapa menit lagi; jika tetap begitu, beri tahu administrator.',
    en: 'The virus scanner does not answer, so this file cannot be accepted yet. Try again in a few minutes; if it stays so, tell the administrator.',
  });
  refusal.cause = cause;
  return refusal;
}

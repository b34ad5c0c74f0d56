import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { openBreaker } from './breaker.ts';
import { codeOf, isPassing, isSilence, statusOf } from './bucket-errors.ts';
import type { Content } from './content.ts';

export interface BucketSettings {
  /** Undefined: Amazon's own, by region. */
  endpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretKey: string;
}

/** The few things we ask of an S3 service. What it throws is the service's own answer: `bucket-errors.ts` reads it. */
export interface BucketClient {
  /**
   * Whole or not at all; the service refuses bytes that arrive with another SHA-256. With `onlyNew` what is there is left
   * alone (`exists`) by services that can do so; others write the same bytes once more.
   */
  put(key: string, content: Content, options?: { onlyNew?: boolean }): Promise<'stored' | 'exists'>;
  /** Undefined when there is none. Pieces that come to no end in time, or end too soon, throw. */
  get(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  head(key: string): Promise<{ modifiedAt: Date } | undefined>;
  list(prefix: string): AsyncIterable<{ key: string; modifiedAt: Date }>;
  /**
   * What is not there is fine. Tried once, and signed before `performance.now()` says `before`: the service refuses it a
   * quarter of an hour after that, wherever it was held up on its way.
   */
  remove(key: string, before?: number): Promise<void>;
  /** By how much the service's clock is ahead of ours, in ms, where it is by minutes. Times are told in ours. */
  clockAhead(): number;
}

/** How long one is waited for. */
export interface Patience {
  connectMs: number;
  /** For the first answer to a question; a second try, and whatever is sent or is coming, has `answerMs` to begin or to go on. */
  firstMs: number;
  answerMs: number;
  /** For how long nothing is asked of a service that was silent. */
  restMs: number;
}

/** At the first try a connection may be meant that a router has forgotten, so there is little to lose by a fresh one. */
const usual: Patience = { connectMs: 3_000, firstMs: 4_000, answerMs: 10_000, restMs: 5_000 };
/** What moves slower than this is as good as standing still. */
const leastBytesPerMs = 128;
const pauseMs = 200;

/** The packages of S3 are loaded here and nowhere else: a process without a bucket pays nothing for them. */
export async function openBucketClient(settings: BucketSettings, patience: Patience = usual): Promise<BucketClient> {
  const s3 = await import('@aws-sdk/client-s3');
  const { bucket: Bucket, endpoint } = settings;
  const client: S3Client = new s3.S3Client({
    region: settings.region,
    // A name before the address needs DNS and certificates that services of one's own seldom have.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretKey },
    // We name the hash of what we send ourselves; the other way to send one is unknown to many services.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    maxAttempts: 1,
    // What goes wrong is thrown, and logged where it is caught.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    requestHandler: { connectionTimeout: patience.connectMs, socketTimeout: patience.answerMs },
  });
  // Known to be missing from the first answer that says so.
  let conditional = true;
  const timeFor = (bytes: number) => Math.round(patience.answerMs + bytes / leastBytesPerMs);
  const breaker = openBreaker(isSilence, patience);
  const ours = (theirs: Date | undefined) => new Date((theirs?.getTime() ?? 0) - client.config.systemClockOffset);

  /** Once more for what may have passed by then: nobody waits longer than for both tries and a pause. */
  async function twice<T>(ask: (ms: number) => Promise<T>): Promise<T> {
    try {
      return await breaker.through(() => ask(patience.firstMs));
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(pauseMs);
      return await breaker.through(() => ask(patience.answerMs), true);
    }
  }

  async function putOnce(key: string, content: Content, onlyNew: boolean): Promise<'stored' | 'exists'> {
    const command = new s3.PutObjectCommand({
      Bucket,
      Key: key,
      Body: Readable.from(content.pieces()),
      ContentLength: content.length,
      ContentType: 'application/octet-stream',
      ChecksumSHA256: content.sha256.toString('base64'),
      ...(onlyNew ? { IfNoneMatch: '*' } : {}),
    });
    // Part of the signature, so that every service compares it with what arrives.
    command.middlewareStack.add(
      (next) => async (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers['x-amz-content-sha256'] = content.sha256.toString('hex');
        return await next(args);
      },
      { step: 'build', name: 'ownContentHash' },
    );
    try {
      await within(timeFor(content.length), (limit) => client.send(command, limit));
      return 'stored';
    } catch (error) {
      if (onlyNew && (statusOf(error) === 412 || statusOf(error) === 409)) return 'exists';
      if (!onlyNew || codeOf(error) !== 'NotImplemented') throw error;
      conditional = false;
      return await putOnce(key, content, false);
    }
  }

  return {
    put: (key, content, options = {}) => twice(() => putOnce(key, content, conditional && options.onlyNew === true)),

    async get(key) {
      return await twice((ms) =>
        unlessMissing(async () => {
          const command = new s3.GetObjectCommand({ Bucket, Key: key });
          const { Body, ContentLength = 0 } = await within(ms, (limit) => client.send(command, limit));
          return Body === undefined ? undefined : inTime(Body as Readable, timeFor(ContentLength), breaker.heard);
        }),
      );
    },

    async head(key) {
      return await twice((ms) =>
        unlessMissing(async () => {
          const command = new s3.HeadObjectCommand({ Bucket, Key: key });
          const { LastModified } = await within(ms, (limit) => client.send(command, limit));
          return { modifiedAt: ours(LastModified) };
        }),
      );
    },

    async *list(prefix) {
      let ContinuationToken: string | undefined;
      do {
        const command = new s3.ListObjectsV2Command({
          Bucket,
          Prefix: prefix,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        });
        const page = await twice((ms) => within(ms, (limit) => client.send(command, limit)));
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (Key !== undefined) yield { key: Key, modifiedAt: ours(LastModified) };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },

    async remove(key, before = Number.POSITIVE_INFINITY) {
      const command = new s3.DeleteObjectCommand({ Bucket, Key: key });
      // Looked at when it is signed and before it is sent: a machine that slept in between sends an old signature.
      command.middlewareStack.add(
        (next) => async (args) => {
          if (performance.now() > before) throw new Error('too late to remove it');
          return await next(args);
        },
        { step: 'finalizeRequest', priority: 'low', name: 'signedInTime' },
      );
      await breaker.through(() => within(patience.answerMs, (limit) => client.send(command, limit)));
    },

    clockAhead: () => client.config.systemClockOffset,
  };
}

/** Limits the time until an answer begins, and no longer: its pieces may then come for minutes. */
async function within<T>(ms: number, ask: (limit: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), ms);
  try {
    return await ask({ abortSignal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** A bucket that is missing is another matter than an object that is. */
async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (statusOf(error) === 404 && codeOf(error) !== 'NoSuchBucket') return undefined;
    throw error;
  }
}

async function* inTime(body: Readable, ms: number, heard: () => void): AsyncIterable<Uint8Array> {
  const timer = setTimeout(() => body.destroy(new Error(`no end within ${ms} ms`)), ms);
  try {
    for await (const piece of body) {
      heard();
      yield piece as Uint8Array;
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { codeOf, isPassing, statusOf } from './bucket-errors.ts';
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

/** How long one is waited for: to connect, and for an answer to begin or to go on. */
export interface Patience {
  connectMs: number;
  answerMs: number;
}

const usual: Patience = { connectMs: 3_000, answerMs: 10_000 };
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
  const within = (bytes = 0) => ({ abortSignal: AbortSignal.timeout(timeFor(bytes)) });
  const ours = (theirs: Date | undefined) => new Date((theirs?.getTime() ?? 0) - client.config.systemClockOffset);

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
      await client.send(command, within(content.length));
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
      return await twice(() =>
        unlessMissing(async () => {
          const { Body, ContentLength = 0 } = await client.send(
            new s3.GetObjectCommand({ Bucket, Key: key }),
            within(),
          );
          return Body === undefined ? undefined : inTime(Body as Readable, timeFor(ContentLength));
        }),
      );
    },

    async head(key) {
      return await twice(() =>
        unlessMissing(async () => {
          const { LastModified } = await client.send(new s3.HeadObjectCommand({ Bucket, Key: key }), within());
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
        const page = await twice(() => client.send(command, within()));
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
      await client.send(command, within());
    },

    clockAhead: () => client.config.systemClockOffset,
  };
}

/** Once more for what may have passed by then: nothing here waits longer than two answers and a pause. */
async function twice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isPassing(error)) throw error;
    await pause(pauseMs);
    return await ask();
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

async function* inTime(body: Readable, ms: number): AsyncIterable<Uint8Array> {
  const timer = setTimeout(() => body.destroy(new Error(`no end within ${ms} ms`)), ms);
  try {
    for await (const piece of body) yield piece as Uint8Array;
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

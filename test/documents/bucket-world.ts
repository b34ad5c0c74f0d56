import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll } from '@jest/globals';
import type { BucketSettings } from '../../src/documents/bucket-client.ts';
import { isPresent } from '../support/judge.ts';
import { type SwiftServer, startSwift } from '../support/swift-server.ts';

/** The programs of the service, for `judged`. */
export const SWIFT = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
  'memcached',
];

export interface BucketWorld {
  swift: SwiftServer;
  /** A new bucket, empty; the settings that open it. */
  newBucket(): Promise<BucketSettings>;
  /** Puts bytes where they do not belong, as nobody of ours would. */
  write(settings: BucketSettings, key: string, bytes: Uint8Array): Promise<void>;
  keys(settings: BucketSettings): Promise<string[]>;
  letEverybodyRead(settings: BucketSettings): Promise<void>;
  /** Quota in bytes. */
  limit(settings: BucketSettings, bytes: number): Promise<void>;
}

let running: Promise<BucketWorld> | undefined;
const folders: string[] = [];
afterAll(async () => {
  await (await running)?.swift.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Undefined where Swift is not installed: the tests that need it are skipped visibly. */
export async function bucketWorld(): Promise<BucketWorld | undefined> {
  if (!SWIFT.every(isPresent)) return undefined;
  running ??= openWorld();
  return await running;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'layang documents '));
  folders.push(folder);
  return folder;
}

async function openWorld(): Promise<BucketWorld> {
  const swift = await startSwift();
  const { accessKeyId, secretKey } = swift.owner;
  const credentials = { accessKeyId, secretAccessKey: secretKey };
  const client = new S3Client({ endpoint: swift.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const { access, account } = await swiftAccount(swift);
  // What S3 has no word for is set in Swift's own.
  const set = async (bucket: string, headers: Record<string, string>) => {
    await fetch(`${account}/${bucket}`, { method: 'POST', headers: { ...headers, 'x-auth-token': access } });
  };
  let made = 0;
  return {
    swift,
    async newBucket() {
      made += 1;
      const bucket = `surat-${made}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return { endpoint: swift.endpoint, region: 'us-east-1', bucket, accessKeyId, secretKey };
    },
    async write({ bucket }, key, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    async keys({ bucket }) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    letEverybodyRead: ({ bucket }) => set(bucket, { 'x-container-read': '.r:*,.rlistings' }),
    limit: ({ bucket }, bytes) => set(bucket, { 'x-container-meta-quota-bytes': `${bytes}` }),
  };
}

async function swiftAccount({ endpoint, owner }: SwiftServer): Promise<{ access: string; account: string }> {
  const headers = { 'x-auth-user': owner.accessKeyId, 'x-auth-key': owner.secretKey };
  const answer = await fetch(`${endpoint}/auth/v1.0`, { headers });
  return { access: answer.headers.get('x-auth-token') ?? '', account: answer.headers.get('x-storage-url') ?? '' };
}

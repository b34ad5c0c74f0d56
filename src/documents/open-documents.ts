import { join } from 'node:path';
import type { BucketSettings } from './bucket-client.ts';
import { openBucketStore } from './bucket-store.ts';
import { type DocumentStore, openDocumentStore } from './document-store.ts';

export interface DocumentSettings {
  /** Absolute. */
  dataDir: string;
  /** Undefined: documents lie on disk, under `dataDir`. */
  bucket: BucketSettings | undefined;
}

/** The office's documents where the settings say. Nothing is tried yet: that is `probe`. */
export async function openDocuments({ dataDir, bucket }: DocumentSettings): Promise<DocumentStore> {
  return bucket === undefined
    ? openDocumentStore(join(dataDir, 'documents'))
    : await openBucketStore(bucket, join(dataDir, 'fetched'));
}

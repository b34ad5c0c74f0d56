import { join } from 'node:path';
import type { Sql } from '../postgres/database.ts';
import type { BucketSettings } from './bucket-client.ts';
import { openBucketStore } from './bucket-store.ts';
import { type DocumentStore, openDocumentStore } from './document-store.ts';
import { ownFolder } from './own-folder.ts';

export interface DocumentSettings {
  /** Absolute. */
  dataDir: string;
  /** Undefined: documents lie on disk, under `dataDir`. */
  bucket: BucketSettings | undefined;
}

/** The office's documents where the settings say. Nothing is tried yet: that is `probe`. */
export async function openDocuments({ dataDir, bucket }: DocumentSettings): Promise<DocumentStore> {
  return bucket === undefined
    ? openDocumentStore(folderIn(dataDir))
    : await openBucketStore(bucket, join(dataDir, 'fetched'));
}

/** The same documents, refused while their folder is an empty one; a bucket is known by its name and key. */
export function inOwnFolder(
  store: DocumentStore,
  { dataDir, bucket }: DocumentSettings,
  { db, marks }: { db: Sql; marks: boolean },
): DocumentStore {
  return bucket === undefined ? ownFolder(store, { db, directory: folderIn(dataDir), marks }) : store;
}

function folderIn(dataDir: string): string {
  return join(dataDir, 'documents');
}

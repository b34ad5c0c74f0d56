import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openServiceKeys, type ServiceKeys } from '../custody/service-keys.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { inOwnFolder, openDocuments } from '../documents/open-documents.ts';
import { Refusal } from '../errors.ts';
import { connectionRefusal } from '../postgres/connection-refusal.ts';
import { type Database, openDatabase } from '../postgres/database.ts';
import { demandCurrentSchema } from '../postgres/demand-current-schema.ts';
import { openServer } from '../postgres/server.ts';
import { demandNotRestoring } from '../safekeeping/restore-marker.ts';

/** What an office keeps, opened to be looked at: nothing is made, migrated or repaired. */
export interface Records {
  db: Database;
  /** Contains a password: never logged. */
  databaseUrl: string;
  documents: DocumentStore;
  keys: ServiceKeys;
}

/**
 * Opens the database (attached to the embedded server where one runs), the documents and the keys of an office that is
 * there; it may be working meanwhile.
 * @throws Refusal `no-office`, `database-unreachable`, `database-older`, `database-newer`, `service-key-…`
 */
export async function withRecords<T>(config: Config, work: (records: Records) => Promise<T>): Promise<T> {
  await demandNotRestoring(config.dataDir);
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'postgres', 'cluster'))) {
    throw new Refusal('not-found', 'no-office', {
      id: `Tidak ada instansi di ${config.dataDir}. Periksa DATA_DIR.`,
      en: `There is no office in ${config.dataDir}. Check DATA_DIR.`,
    });
  }
  const server = await openServer(config);
  const databaseUrl = server.url;
  const db = openDatabase(databaseUrl, { max: 4 });
  try {
    await demandCurrentSchema(db).catch((error: unknown) => {
      throw connectionRefusal(error) ?? error;
    });
    const documents = inOwnFolder(await openDocuments(config), config, { db, marks: false });
    const keys = await openServiceKeys(config.dataDir, { databaseIsNew: false });
    return await work({ db, databaseUrl, documents, keys });
  } finally {
    await db.close();
    await server.stop();
  }
}

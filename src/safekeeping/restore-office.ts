import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { serviceKeyFolderIsEmpty } from '../custody/service-key-files.ts';
import { type DocumentStore, openDocumentStore } from '../documents/document-store.ts';
import { Refusal } from '../errors.ts';
import { type Recovered, recoverActs } from '../issuing/recover-acts.ts';
import { fillTables } from '../postgres/copy-in.ts';
import type { Database } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { knownMigrations, listMigrationsRun } from '../postgres/schema-state.ts';
import { DOCUMENT_LIST, KEYS, type Manifest } from './backup-form.ts';
import { findCopy, inWords } from './backup-place.ts';
import { findOfficeMark, recordRestoration } from './backups-store.ts';
import { copyDocuments } from './copy-documents.ts';
import type { Finding } from './finding.ts';
import { restoreKeys } from './keys-folder.ts';
import { proveBackup } from './prove-backup.ts';
import { findMarker, removeMarker, writeMarker } from './restore-marker.ts';
import { readPart } from './write-part.ts';

export interface RestoreDeps {
  db: Database;
  /** Of the same database. Contains a password: never logged. */
  databaseUrl: string;
  clock: Clock;
  documents: DocumentStore;
  /** Absolute. */
  dataDir: string;
  /** Where this code's migrations are, when not in their own folder. */
  migrations?: string;
  onProgress?: (done: { count: number; of: number }) => void;
}

/** A copy that was proved. */
export interface ProvedBackup {
  copy: string;
  /** The folder of the documents of all copies of its place. */
  documents: string;
  manifest: Manifest;
}

/**
 * Finds the copy that was meant and reads every part of it, before anything is touched; `migrations` are those of this code.
 * @throws those of `findCopy` and `proveBackup`
 */
export async function openBackup(folder: string, migrations?: string): Promise<ProvedBackup> {
  const { copy, documents } = await findCopy(folder);
  return { copy, documents, manifest: await proveBackup(copy, await knownMigrations(migrations)) };
}

export interface Restored {
  manifest: Manifest;
  /** Documents that the copy lacks; `check` names their letters. */
  findings: Finding[];
  /** Signing acts that were under way at the moment of the copy. */
  recovered: Recovered[];
}

/**
 * Brings an office back from a copy into an empty database and an empty data folder. Documents and keys come first and the
 * database last, in one transaction: until then it is empty, which no start mistakes for an office. After an interruption
 * it is simply run again. `finish` is the last step before the office may start.
 * @throws Refusal `restore-not-empty`, `restore-of-another-copy`
 */
export async function restoreOffice(
  deps: RestoreDeps,
  { copy, documents: kept, manifest }: ProvedBackup,
  finish: (restored: Restored) => Promise<void> = async () => {},
): Promise<Restored> {
  await begin(deps, manifest);
  return await inWords(async () => {
    let count = 0;
    const { findings } = await copyDocuments(
      join(copy, DOCUMENT_LIST),
      openDocumentStore(kept),
      deps.documents,
      (more) => {
        count += more;
        deps.onProgress?.({ count, of: manifest.documents.count });
      },
    );
    await restoreKeys(join(copy, KEYS), join(deps.dataDir, 'keys'));
    if (!(await isFilled(deps.db, manifest))) await fillDatabase(deps, copy, manifest);
    await migrate(deps.databaseUrl, directoryOf(deps));
    await recordRestoration(deps.db, { takenAt: manifest.takenAt, restoredAt: deps.clock() });
    // Their processes are gone: what reached the copy whole is completed, the rest is given up and keeps its number.
    const restored = { manifest, findings, recovered: await recoverActs(deps) };
    await finish(restored);
    await removeMarker(deps.dataDir);
    return restored;
  });
}

/** Nothing is overwritten: either all is empty, or an interrupted restoration of this very copy goes on. */
async function begin(deps: RestoreDeps, manifest: Manifest): Promise<void> {
  const marker = await findMarker(deps.dataDir);
  const { office, takenAt } = manifest;
  if (marker !== undefined) {
    if (marker.office === office && marker.takenAt.getTime() === takenAt.getTime()) return;
    throw new Refusal('wrong-state', 'restore-of-another-copy', {
      id: `Di ${deps.dataDir} pemulihan cadangan lain (${marker.takenAt.toISOString()}) belum selesai. Selesaikan itu, atau pakai DATA_DIR dan basis data yang kosong.`,
      en: `In ${deps.dataDir} the restoration of another backup (${marker.takenAt.toISOString()}) is not finished. Finish that one, or use an empty DATA_DIR and database.`,
    });
  }
  if (!(await serviceKeyFolderIsEmpty(join(deps.dataDir, 'keys')))) throw notEmpty(`${deps.dataDir}/keys`);
  for await (const _first of deps.documents.list()) throw notEmpty('documents');
  const run = await listMigrationsRun(deps.db);
  // Migrations that the copy does not have cannot be taken back.
  if (run.some((name, index) => name !== manifest.migrations[index])) throw notEmpty('database');
  if (run.length > 0 && (await findOfficeMark(deps.db)) !== undefined) throw notEmpty('database');
  await writeMarker(deps.dataDir, { office, takenAt });
}

async function isFilled(db: Database, { office }: Manifest): Promise<boolean> {
  return (await listMigrationsRun(db)).length > 0 && (await findOfficeMark(db)) === office;
}

async function fillDatabase(deps: RestoreDeps, copy: string, manifest: Manifest): Promise<void> {
  const missing = manifest.migrations.length - (await listMigrationsRun(deps.db)).length;
  if (missing > 0) await migrate(deps.databaseUrl, { ...directoryOf(deps), count: missing });
  const { tables, sequences } = manifest;
  const read = ({ name }: { name: string }) => readPart(join(copy, 'tables', `${name}.gz`));
  await fillTables(deps.databaseUrl, { tables, sequences, read }, async (count) => {
    for (const table of ['office', 'person', 'letter']) if ((await count(table)) > 0) throw notEmpty('database');
  });
}

function directoryOf({ migrations }: RestoreDeps): { directory?: string } {
  return migrations === undefined ? {} : { directory: migrations };
}

function notEmpty(what: string): Refusal {
  const [id, en] =
    what === 'database'
      ? ['Basis datanya sudah berisi', 'The database is not empty']
      : what === 'documents'
        ? ['Penyimpanan berkasnya sudah berisi', 'The document store is not empty']
        : [`Folder ${what} sudah berisi`, `The folder ${what} is not empty`];
  return new Refusal('wrong-state', 'restore-not-empty', {
    id: `${id}. Pemulihan hanya ke tempat yang kosong, supaya tidak ada yang tertimpa: pakai DATA_DIR baru yang kosong, dan dengan DATABASE_URL atau S3 juga basis data dan bucket yang kosong. Tidak ada yang diubah.`,
    en: `${en}. An office is restored only where all is empty, so that nothing is overwritten: use a new, empty DATA_DIR, and with DATABASE_URL or S3 an empty database and bucket as well. Nothing was changed.`,
  });
}

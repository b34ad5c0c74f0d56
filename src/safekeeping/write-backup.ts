import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { type DocumentStore, openDocumentStore } from '../documents/document-store.ts';
import { syncDirectory } from '../documents/written-file.ts';
import { Refusal } from '../errors.ts';
import { listAwaitedDocuments } from '../issuing/signing-act-store.ts';
import { findOffice } from '../people/office-store.ts';
import { readSnapshot, type Snapshot } from '../postgres/copy-out.ts';
import type { Database } from '../postgres/database.ts';
import { takeSessionLock } from '../postgres/session-lock.ts';
import { DOCUMENT_LIST, DOCUMENTS, FORM, folderName, KEYS, MANIFEST, Manifest, NOT_COPIED } from './backup-form.ts';
import { inWords, openBackupPlace } from './backup-place.ts';
import { findOfficeMark, listLastNumbers, recordBackup } from './backups-store.ts';
import { copyDocuments } from './copy-documents.ts';
import { copyKeys } from './keys-folder.ts';
import { writePart } from './write-part.ts';
import { writeWhole } from './write-whole.ts';

/** The session lock of whoever makes a copy. */
const COPYING = 7_126_319;

export interface BackupDeps {
  db: Database;
  /** Of the same database: COPY needs a connection of its own. Contains a password: never logged. */
  databaseUrl: string;
  clock: Clock;
  documents: DocumentStore;
  /** Absolute; its keys are copied. */
  dataDir: string;
  /** Of this Layang. */
  version: string;
  onProgress?: (done: { count: number; of: number }) => void;
}

/**
 * Makes a copy of one moment of the office in `folder` while it works. Before the last rename there is nothing that looks
 * like a copy; an earlier one is never touched. What could not be copied whole is named in the copy, which is still made:
 * an office that has lost one file needs its copies more than ever.
 * @throws Refusal `backup-running`, `no-office-yet`, `disk-full`, those of `openBackupPlace`
 */
export async function writeBackup(deps: BackupDeps, folder: string): Promise<{ copy: string; manifest: Manifest }> {
  const office = await findOfficeMark(deps.db);
  if (office === undefined) throw noOffice();
  const lock = await takeSessionLock(deps.db, COPYING);
  if (lock === undefined) throw running();
  try {
    return await inWords(async () => {
      await openBackupPlace(folder, deps.dataDir, office);
      const unfinished = join(folder, `unfinished-${randomBytes(8).toString('hex')}`);
      try {
        const manifest = await fill(deps, { folder, unfinished, office });
        const copy = join(folder, folderName(manifest.takenAt));
        await demandFreeName(copy);
        await rename(unfinished, copy);
        await syncDirectory(folder);
        const { takenAt, finishedAt, letters, documents, findings } = manifest;
        const { count, bytes } = documents;
        await recordBackup(deps.db, {
          takenAt,
          finishedAt,
          place: folder,
          letters,
          documents: count,
          bytes,
          findings: findings.length,
        });
        return { copy, manifest };
      } finally {
        await rm(unfinished, { recursive: true, force: true });
      }
    });
  } finally {
    await lock.letGo();
  }
}

interface Where {
  folder: string;
  unfinished: string;
  office: string;
}

async function fill(deps: BackupDeps, { folder, unfinished, office }: Where): Promise<Manifest> {
  await mkdir(join(unfinished, 'tables'), { recursive: true, mode: 0o700 });
  const takenAt = deps.clock();
  const rows = await readSnapshot(deps.databaseUrl, (snapshot) => copyRows(deps, snapshot, unfinished));
  // Outside of the snapshot, which holds up the cleaning of the database: a document on the list stays where it is.
  let count = 0;
  const told = (more: number) => {
    count += more;
    deps.onProgress?.({ count, of: rows.documents.count });
  };
  const kept = openDocumentStore(join(folder, DOCUMENTS));
  // Of copies that were cut off: the lock is ours, so nobody else writes here.
  await kept.removeUnfinished(takenAt);
  const { findings } = await copyDocuments(join(unfinished, DOCUMENT_LIST), deps.documents, kept, told);
  const keys = await copyKeys(join(deps.dataDir, 'keys'), join(unfinished, KEYS));
  const finishedAt = new Date(Math.max(deps.clock().getTime(), takenAt.getTime()));
  const manifest = Manifest.parse({
    form: FORM,
    layang: deps.version,
    office,
    takenAt,
    finishedAt,
    ...rows,
    keys,
    findings,
  });
  await syncDirectory(join(unfinished, 'tables'));
  await writeWhole(join(unfinished, MANIFEST), manifest);
  return manifest;
}

/** Everything that is read from the one moment. */
async function copyRows({ documents }: BackupDeps, snapshot: Snapshot, unfinished: string) {
  const tables: Manifest['tables'] = [];
  for (const table of snapshot.tables) {
    if (Object.hasOwn(NOT_COPIED, table.name)) continue;
    let rows = 0;
    // In the text form a line break inside a value is written `\n`: each one is the end of a row.
    const count = (piece: Uint8Array) => {
      for (const byte of piece) if (byte === 10) rows += 1;
    };
    const part = await writePart(join(unfinished, 'tables', `${table.name}.gz`), snapshot.copyOut(table), count);
    tables.push({ ...table, rows, ...part });
  }
  let count = 0;
  let bytes = 0;
  const awaited = await listAwaited(snapshot, documents);
  async function* list() {
    let rest = '';
    for await (const piece of snapshot.documentList() as AsyncIterable<Buffer>) {
      const lines = `${rest}${piece.toString('latin1')}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) note(line);
      yield piece;
    }
    for (const line of awaited) {
      note(line);
      yield Buffer.from(`${line}\n`);
    }
  }
  const note = (line: string) => {
    count += 1;
    bytes += Number(line.slice(65));
  };
  const part = await writePart(join(unfinished, DOCUMENT_LIST), list());
  return {
    officeName: (await findOffice(snapshot.sql))?.name ?? '',
    migrations: snapshot.migrations,
    tables,
    sequences: snapshot.sequences,
    documents: { ...part, count, bytes },
    letters: tables.find(({ name }) => name === 'issue')?.rows ?? 0,
    registers: await listLastNumbers(snapshot.sql),
  };
}

/** Signed files of acts that have not come to their end: with them the act is completed after a restoration. */
async function listAwaited(snapshot: Snapshot, documents: DocumentStore): Promise<string[]> {
  const lines: string[] = [];
  for (const sha256 of await listAwaitedDocuments(snapshot.sql)) {
    const found = await documents.examine(sha256);
    if (found?.sha256.equals(sha256)) lines.push(`${sha256.toString('hex')} ${found.length}`);
  }
  return lines;
}

async function demandFreeName(copy: string): Promise<void> {
  const taken = await stat(copy).then(
    () => true,
    () => false,
  );
  if (!taken) return;
  throw new Refusal('conflict', 'backup-name-taken', {
    id: `${copy} sudah ada. Ulangi sebentar lagi.`,
    en: `${copy} is there already. Try again in a moment.`,
  });
}

function noOffice(): Refusal {
  return new Refusal('wrong-state', 'no-office-yet', {
    id: 'Instansi ini belum selesai disiapkan: belum ada yang perlu dicadangkan.',
    en: 'This office is not set up yet: there is nothing to back up.',
  });
}

function running(): Refusal {
  return new Refusal('conflict', 'backup-running', {
    id: 'Pencadangan lain sedang berjalan. Tunggu sampai selesai.',
    en: 'Another backup is running. Wait until it has ended.',
  });
}

import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import type { DocumentStore } from './document-store.ts';
import { anyRecorded, listRecorded } from './documents-store.ts';
import { folderAway, unreachable } from './store-refusals.ts';
import { makeDirectory, syncDirectory } from './written-file.ts';

/** By this file the folder is known. Visible, and with a sentence in it, because whoever tidies up must not take it for rubbish. */
export const MARK = 'layang-documents.txt';
const WORDS = `Folder ini menyimpan berkas surat Layang. Jangan hapus berkas ini: tanpa berkas ini Layang menganggap disknya belum terpasang.
This folder keeps the documents of Layang. Do not remove this file: without it Layang takes the disk for one that is not mounted.
`;

/** How many of a folder's documents are asked for in the records before it counts as another office's. */
const LOOKED_AT = 50;

/**
 * The store on disk at `directory`, which says `documents-unreachable` while its folder is not the office's: an unmounted
 * disk leaves an empty folder, where every document would be missing and what is written would be hidden by the next
 * mounting. A folder without mark is the office's own if it holds a recorded document, or if none is recorded yet and none
 * was seen by this process; `marks` then writes the mark. Between the look and a write lies a moment that nothing guards.
 */
export function ownFolder(
  store: DocumentStore,
  { db, directory, marks }: { db: Sql; directory: string; marks: boolean },
): DocumentStore {
  let seen = false;

  async function isOurs(): Promise<boolean> {
    if (await isMarked(directory)) return true;
    const hashes = await firstIn(store);
    const holdsOurs = hashes.length > 0 && (await listRecorded(db, hashes)).length > 0;
    // The first of all may have come between these looks: its mark was there before it was recorded.
    if (!holdsOurs && (seen || (await anyRecorded(db)))) return isMarked(directory);
    // Where it cannot be written, whoever wants to write is told why; readers need no mark.
    if (marks) await mark(directory).catch(() => {});
    return true;
  }

  async function demandOurs(refusal = unreachable): Promise<void> {
    if (!(await isOurs())) throw refusal(new Fault(`the folder of the documents is empty: ${directory}`));
    seen = true;
  }

  const after =
    <A extends unknown[], R>(act: (...input: A) => Promise<R>) =>
    async (...input: A): Promise<R> => {
      await demandOurs();
      return await act(...input);
    };
  /** What is found is ours; only what is not may be a disk that is away. */
  const unlessAway =
    <A extends unknown[], R>(act: (...input: A) => Promise<R>, isFound: (result: R) => boolean = () => true) =>
    async (...input: A): Promise<R> => {
      try {
        const result = await act(...input);
        if (!isFound(result)) await demandOurs();
        return result;
      } catch (error) {
        await demandOurs();
        throw error;
      }
    };

  return {
    put: after(store.put),
    putFile: after(store.putFile),
    locate: unlessAway(store.locate),
    read: unlessAway(store.read),
    has: unlessAway(store.has, (found) => found),
    examine: unlessAway(store.examine, (found) => found !== undefined),
    async *list() {
      await demandOurs();
      yield* store.list();
    },
    remove: after(store.remove),
    removeUnfinished: after(store.removeUnfinished),
    demandWritable: after(store.demandWritable),
    async probe() {
      await demandOurs(folderAway(directory));
      await store.probe();
    },
  };
}

async function firstIn(store: DocumentStore): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  try {
    for await (const { sha256 } of store.list()) if (hashes.push(sha256) >= LOOKED_AT) break;
  } catch (error) {
    throw unreachable(error);
  }
  return hashes;
}

async function isMarked(directory: string): Promise<boolean> {
  return await access(join(directory, MARK)).then(
    () => true,
    () => false,
  );
}

async function mark(directory: string): Promise<void> {
  await makeDirectory(directory);
  await writeFile(join(directory, MARK), WORDS, { mode: 0o400, flag: 'wx', flush: true });
  await syncDirectory(directory);
}

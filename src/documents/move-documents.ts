import { Fault, Refusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { listRecordedAfter } from './document-check-store.ts';
import { leftAfterMs } from './document-home.ts';
import { type DocumentHome, listHomes, removeHome } from './document-home-store.ts';
import type { DocumentStore } from './document-store.ts';

export interface Moving {
  db: Database;
  from: DocumentStore;
  to: DocumentStore;
  /** What `from` is called in the settings. */
  source: DocumentHome;
  /** Takes each document away from the source once the target's was read back. */
  remove: boolean;
  progress(moved: Moved): void;
}

export interface Moved {
  copied: number;
  /** There before this run. */
  there: number;
  bytes: number;
  removed: number;
  /** Hashes, in hexadecimal: not whole at the source, so not copied. */
  damaged: string[];
  /** Hashes, in hexadecimal: not whole at the target, so not removed from the source. */
  spoilt: string[];
  /** Recorded, and not in the other home now either; at most 100 are named. */
  missing: string[];
}

/** Each waits for the network most of the time. */
const atOnce = 8;
const mostNamed = 100;

/**
 * Copies every document to the other home. A document has its name there only once it is whole, so a run that was killed is
 * simply run again and goes on; what came meanwhile is found by the next run.
 * @throws Refusal `documents-in-use`: `remove` while a process still uses the source
 */
export async function moveDocuments(moving: Moving): Promise<Moved> {
  const { db, from, to } = moving;
  const moved: Moved = { copied: 0, there: 0, bytes: 0, removed: 0, damaged: [], spoilt: [], missing: [] };
  const began = new Date();
  if (moving.remove) await demandLeft(db, moving.source);
  await to.probe();

  await each(from.list(), async ({ sha256 }) => {
    if (await to.has(sha256)) moved.there += 1;
    else if (!(await copy(moving, sha256, moved))) return;
    if (moving.remove) await takeAway(moving, sha256, { began, moved });
    moving.progress(moved);
  });
  await each(recorded(db), async (sha256) => {
    if (!(await to.has(sha256)) && moved.missing.length < mostNamed) moved.missing.push(sha256.toString('hex'));
  });
  const kept = moved.missing.length + moved.damaged.length + moved.spoilt.length;
  if (moving.remove && kept === 0) await removeHome(db, moving.source);
  return moved;
}

async function copy({ from, to }: Moving, sha256: Buffer, moved: Moved): Promise<boolean> {
  let bytes: Buffer;
  try {
    bytes = await from.read(sha256);
  } catch (error) {
    // A store that is away is a Refusal and ends the run.
    if (!(error instanceof Fault)) throw error;
    if (await from.has(sha256)) moved.damaged.push(sha256.toString('hex'));
    // Otherwise the office's own sweep took it.
    return false;
  }
  await to.put(bytes);
  moved.copied += 1;
  moved.bytes += bytes.length;
  return true;
}

async function takeAway(
  { from, to }: Moving,
  sha256: Buffer,
  { began, moved }: { began: Date; moved: Moved },
): Promise<void> {
  const there = await to.examine(sha256);
  // The sweep of an office that works at the target took it: no row names it.
  if (there === undefined) return;
  if (!there.sha256.equals(sha256)) moved.spoilt.push(sha256.toString('hex'));
  else if (await from.remove(sha256, began)) moved.removed += 1;
}

async function* recorded(db: Database): AsyncIterable<Buffer> {
  let reached: Buffer = Buffer.alloc(0);
  for (;;) {
    const rows = await listRecordedAfter(db, reached, 1_000);
    for (const { sha256 } of rows) yield sha256;
    const last = rows.at(-1);
    if (last === undefined) return;
    reached = last.sha256;
  }
}

async function demandLeft(db: Database, source: DocumentHome): Promise<void> {
  const used = (await listHomes(db)).find(({ home }) => home === source)?.usedAt;
  const left = used === undefined ? undefined : used.getTime() + leftAfterMs - Date.now();
  if (left === undefined || left <= 0) return;
  const minutes = Math.ceil(left / 60_000);
  throw new Refusal('wrong-state', 'documents-in-use', {
    id: `Layang masih memakai penyimpanan yang akan dikosongkan, atau baru saja berhenti. Jalankan Layang dengan penyimpanan yang baru, lalu ulangi setelah ${minutes} menit.`,
    en: `Layang still uses the store that would be emptied, or has only just stopped. Run Layang on the new store, then try again in ${minutes} minutes.`,
  });
}

/** Several at once, each taking the next one; the first error ends all. */
async function each<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items[Symbol.asyncIterator]();
  let stopped = false;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      try {
        for (let next = await waiting.next(); !next.done && !stopped; next = await waiting.next())
          await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }),
  );
}

import type { Sql } from '../postgres/database.ts';
import type { DocumentStore } from './document-store.ts';
import { listRecorded } from './documents-store.ts';

const graceMs = 3_600_000;
const batch = 500;

/**
 * Removes files that no row names: what acts left that never came to their end. Files younger than an hour stay, their
 * row may be on its way; so do files that an unfinished act will name once it is recovered (`listAwaited`). Returns the
 * hashes of what was removed.
 */
export async function sweepDocuments(deps: {
  db: Sql;
  store: DocumentStore;
  listAwaited: (db: Sql) => Promise<Buffer[]>;
}): Promise<Buffer[]> {
  const { db, store } = deps;
  // The clock that dates the files, never one that a caller moves: ahead of it, a file being written would pass for old.
  const notAfter = new Date(Date.now() - graceMs);
  const removed: Buffer[] = [];
  let candidates: Buffer[] = [];

  async function sweepBatch(): Promise<void> {
    // Awaited first: an act that comes to its end between the two questions is found by its row then, and never by neither.
    const awaited = await deps.listAwaited(db);
    // Read after the listing: a row that was written in between counts.
    const kept = [...awaited, ...(await listRecorded(db, candidates))];
    const known = new Set(kept.map((hash) => hash.toString('hex')));
    for (const hash of candidates) {
      if (!known.has(hash.toString('hex')) && (await store.remove(hash, notAfter))) removed.push(hash);
    }
    candidates = [];
  }

  for await (const { sha256, modifiedAt } of store.list()) {
    if (modifiedAt >= notAfter) continue;
    candidates.push(sha256);
    if (candidates.length >= batch) await sweepBatch();
  }
  await sweepBatch();
  await store.removeUnfinished(notAfter);
  return removed;
}

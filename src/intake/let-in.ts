import type { DocumentStore } from '../documents/document-store.ts';
import { recordDocument } from '../documents/documents-store.ts';
import { isRefusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import type { VirusScanner } from '../uploads/virus-scanner.ts';
import { type FileRow, storeLetIn, storeProblem } from './intake-files-store.ts';
import { MEDIA_TYPES } from './take-in.ts';

export interface LettingInDeps {
  db: Database;
  documents: Pick<DocumentStore, 'locate'>;
  /** Undefined where none is set up: what waited for one comes in unscanned. */
  scanner: VirusScanner | undefined;
}

/**
 * A file that came while the scanner was away. `in`: it is a document now. `out`: it may not come in, its row says why, and
 * the next sweep removes the bytes, which nothing names. `away`: still no answer, so it goes on waiting.
 */
export async function letIn(
  { db, documents, scanner }: LettingInDeps,
  file: FileRow,
  now: Date,
): Promise<'in' | 'out' | 'away'> {
  const verdict = scanner === undefined ? 'clean' : await ask(scanner, await documents.locate(file.sha256));
  if (verdict === 'away') return 'away';
  if (verdict === 'clean') {
    await db.transaction(async (tx) => {
      await recordDocument(tx, { ...file, mediaType: MEDIA_TYPES[file.kind], at: now });
      await storeLetIn(tx, file.id, now);
    });
    return 'in';
  }
  const problem =
    verdict === 'too-large' ? { code: 'virus-scan-too-large' } : { code: 'virus-found', detail: verdict.virus };
  await storeProblem(db, file.id, problem);
  return 'out';
}

async function ask(scanner: VirusScanner, path: string) {
  try {
    return await scanner.scan(path);
  } catch (error) {
    if (isRefusal(error) && error.code === 'virus-scanner-away') return 'away';
    throw error;
  }
}

import type { DocumentStore } from '../documents/document-store.ts';
import { isRefusal } from '../errors.ts';
import { demandClean } from '../uploads/demand-clean.ts';
import { headOf } from '../uploads/head-of.ts';
import { scanKind } from '../uploads/scan-kind.ts';
import { MOST_SCAN_BYTES, refuseUpload } from '../uploads/upload-words.ts';
import type { VirusScanner } from '../uploads/virus-scanner.ts';
import type { FileRow } from './intake-files-store.ts';

/** A file on this machine's disk, as it came in. */
export interface ComingFile {
  path: string;
  name: string;
  size: number;
  role: FileRow['role'];
}

export type ReceivedFile = Pick<FileRow, 'role' | 'name' | 'kind' | 'sha256' | 'length' | 'letInAt'>;

export interface ReceivingDeps {
  documents: Pick<DocumentStore, 'putFile'>;
  /** Undefined where none is set up. */
  scanner: VirusScanner | undefined;
  clock(): Date;
}

/**
 * A file looked at by its first bytes, scanned, and on disk when this returns. One with a virus is refused and was never
 * kept; while the scanner is away it is kept apart, not let in, and the job asks again.
 * @throws Refusal of `upload-words.ts`, and `disk-full`
 */
export async function receiveFile(deps: ReceivingDeps, file: ComingFile): Promise<ReceivedFile> {
  if (file.size === 0) throw refuseUpload('scan-empty');
  if (file.size > MOST_SCAN_BYTES) throw refuseUpload('scan-too-large');
  const found = scanKind(await headOf(file.path));
  if ('problem' in found) throw refuseUpload(found.problem);
  const letIn = await isLetIn(deps.scanner, file.path);
  const stored = await deps.documents.putFile(file.path);
  return {
    ...stored,
    role: file.role,
    kind: found.kind,
    name: shownName(file.name),
    letInAt: letIn ? deps.clock() : null,
  };
}

async function isLetIn(scanner: VirusScanner | undefined, path: string): Promise<boolean> {
  try {
    await demandClean(scanner, path);
    return true;
  } catch (error) {
    if (isRefusal(error) && error.problem === 'unavailable') return false;
    throw error;
  }
}

function shownName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200);
  return clean === '' ? '(tanpa nama)' : clean;
}

import { rm } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import type { DocumentStore } from '../../documents/document-store.ts';
import { recordDocument } from '../../documents/documents-store.ts';
import { Refusal, type Words } from '../../errors.ts';
import type { Database } from '../../postgres/database.ts';
import { demandClean } from '../../uploads/demand-clean.ts';
import { headOf } from '../../uploads/head-of.ts';
import { scanKind } from '../../uploads/scan-kind.ts';
import type { ScanWork } from '../../uploads/scan-work.ts';
import { type UploadProblem, uploadWords } from '../../uploads/upload-words.ts';
import type { UploadWork } from '../../uploads/upload-work.ts';
import type { VirusScanner } from '../../uploads/virus-scanner.ts';

/** What comes with a report while its sender waits: papers and photos of the day, not archives. */
export const MOST_REPORT_FILES = 5;
export const REPORT_FILE_BYTES = 20 * 1024 * 1024;

export interface ReportFilesDeps {
  db: Database;
  clock: Clock;
  documents: Pick<DocumentStore, 'putFile'>;
  /** Of its own, so that a photo does not wait behind five hundred scanned sheets. */
  scans: Pick<ScanWork, 'prepare'>;
  uploads: Pick<UploadWork, 'scratch'>;
  /** Undefined where none is set up. */
  scanner: VirusScanner | undefined;
}

/** Files for a report: PDFs and pictures, each looked into and kept as a PDF that can be read safely. */
export function openReportFiles(deps: ReportFilesDeps) {
  return {
    /**
     * In the order of the form. Nothing names the stored files until the report does: where it is refused they are swept.
     * @throws Refusal on `files`, naming the file and what is wrong with it
     */
    async take(received: readonly { path: string; name: string }[]) {
      const files: { name: string; sha256: Buffer; pages: number }[] = [];
      for (const { path, name } of received) files.push({ name, ...(await takeOne(deps, path, name)) });
      return files;
    },
  };
}
export type ReportFiles = ReturnType<typeof openReportFiles>;

async function takeOne({ db, clock, documents, scans, uploads, scanner }: ReportFilesDeps, path: string, name: string) {
  const found = scanKind(await headOf(path));
  if ('problem' in found) throw refused(name, found.problem);
  await demandClean(scanner, path);
  const out = await uploads.scratch();
  try {
    const prepared = await scans.prepare({ path, kind: found.kind }, out, () => {});
    if ('problem' in prepared) throw refused(name, prepared.problem);
    const stored = await documents.putFile(out);
    await recordDocument(db, { ...stored, mediaType: 'application/pdf', at: clock() });
    return { sha256: stored.sha256, pages: prepared.pages };
  } finally {
    await rm(out, { force: true });
  }
}

function refused(name: string, problem: UploadProblem): Refusal {
  const { id, en }: Words = uploadWords(problem);
  const words = { id: `${name}: ${id}`, en: `${name}: ${en}` };
  return new Refusal('invalid-input', problem, words, { files: words });
}

import type { DocumentStore } from '../documents/document-store.ts';
import { recordDocument } from '../documents/documents-store.ts';
import type { Database } from '../postgres/database.ts';
import type { ScanWork } from '../uploads/scan-work.ts';
import type { FileFacts } from './file-facts.ts';
import type { SealFinding } from './findings.ts';
import { type FileRow, storePrepared, storeProblem } from './intake-files-store.ts';
import { lookUpSeal, type SealSources, weightiest } from './look-up-seal.ts';
import { type VerifyingDeps, verifyReceived } from './verify-received.ts';

export interface FilePreparingDeps extends VerifyingDeps {
  db: Database;
  documents: Pick<DocumentStore, 'putFile' | 'locate'>;
  scans: Pick<ScanWork, 'prepare'>;
  seals: SealSources;
}

/** One received file made into pages at `out` and stored, with what its QR and its signatures say; or why there are none. */
export async function prepareFile(
  deps: FilePreparingDeps,
  file: FileRow,
  { out, now, told }: { out: string; now: Date; told(percent: number): void },
): Promise<void> {
  const { db, documents, scans } = deps;
  const path = await documents.locate(file.sha256);
  const prepared = await scans.prepare({ path, kind: file.kind }, out, told);
  if ('problem' in prepared) return await storeProblem(db, file.id, { code: prepared.problem });
  const { symbols, ...found } = prepared.facts;
  const seals: SealFinding[] = [];
  for (const symbol of symbols) {
    const seal = await lookUpSeal(deps.seals, symbol, file.name);
    if (seal !== undefined) seals.push(seal);
  }
  const seal = weightiest(seals);
  const facts: FileFacts = {
    ...found,
    ...(seal === undefined ? {} : { seal }),
    ...(found.signed ? { signatures: await verifyReceived(deps, { path, name: file.name }, now) } : {}),
  };
  const stored = await documents.putFile(out);
  await db.transaction(async (tx) => {
    await recordDocument(tx, { ...stored, mediaType: 'application/pdf', at: now });
    await storePrepared(tx, file.id, { sha256: stored.sha256, pages: prepared.pages, facts });
  });
}

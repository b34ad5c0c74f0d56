import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { DocumentStore } from '../documents/document-store.ts';
import { recordDocument } from '../documents/documents-store.ts';
import { defineJob, type JobContext, type JobDefinition } from '../jobs/define-job.ts';
import type { Database } from '../postgres/database.ts';
import type { DocxConverter } from './convert-docx.ts';
import { findUpload, GIVEN_UP, storeReady, storeRefused } from './upload-store.ts';
import type { UploadProblem } from './upload-words.ts';
import type { UploadWork } from './upload-work.ts';

export interface PreparingDeps {
  db: Database;
  documents: Pick<DocumentStore, 'putFile' | 'locate'>;
  uploads: Pick<UploadWork, 'prepare' | 'lookIntoDocx' | 'scratch'>;
  /** Undefined where LibreOffice is not installed. */
  converter: Pick<DocxConverter, 'convert'> | undefined;
}

export const PREPARE_UPLOAD = 'prepare-upload';

/** The way of a received file: looked into, turned into PDF if it is a DOCX, normalised, looked at. Safe to run twice. */
export function prepareUploadJob(deps: PreparingDeps): JobDefinition {
  return defineJob({
    name: PREPARE_UPLOAD,
    payload: z.object({ uploadId: z.number().int().positive() }),
    // Few enough that a file which ends every process is soon given up, enough for a disk to be cleared meanwhile.
    attempts: 7,
    handle: ({ uploadId }, context) => prepareUpload(deps, uploadId, context),
  });
}

/** Ends with the row `ready` or `refused` with its reason; if the power fails before that, the job begins anew. */
async function prepareUpload(deps: PreparingDeps, uploadId: number, { now, progress }: JobContext): Promise<void> {
  const { db, documents, uploads } = deps;
  const upload = await findUpload(db, uploadId);
  // Given up says how its job stands, and a job without the key of newer versions stands nowhere: its work is not done.
  const refused = upload?.state === 'refused' && upload.reason !== GIVEN_UP;
  if (upload === undefined || upload.state === 'ready' || refused) return;
  const files: string[] = [];
  const scratch = async () => {
    const path = await uploads.scratch();
    files.push(path);
    return path;
  };
  const tell = (step: string, percent: number) => progress({ step, percent });
  try {
    const received = await documents.locate(upload.receivedSha256);
    const pdf = upload.kind === 'pdf' ? received : await convert(deps, received, await scratch(), tell);
    if (typeof pdf !== 'string') return await storeRefused(db, uploadId, pdf.problem);
    const normalised = await scratch();
    const prepared = await uploads.prepare(pdf, normalised, ({ step, percent }) => tell(step, percent));
    if ('problem' in prepared) return await storeRefused(db, uploadId, prepared.problem);
    const stored = await documents.putFile(normalised);
    await db.transaction(async (tx) => {
      await recordDocument(tx, { ...stored, mediaType: 'application/pdf', at: now });
      await storeReady(tx, uploadId, { normalisedSha256: stored.sha256, prepared });
    });
  } finally {
    await Promise.all(files.map((path) => rm(path, { force: true })));
  }
}

async function convert(
  { uploads, converter }: PreparingDeps,
  docx: string,
  out: string,
  tell: (step: string, percent: number) => void,
): Promise<string | { problem: UploadProblem }> {
  if (converter === undefined) return { problem: 'docx-no-converter' };
  tell('inspecting', 1);
  const looked = await uploads.lookIntoDocx(docx);
  if ('problem' in looked) return looked;
  tell('converting', 5);
  return (await converter.convert(docx, out)) ?? out;
}

import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { recordDocument } from '../documents/documents-store.ts';
import { defineJob, type JobContext, type JobDefinition } from '../jobs/define-job.ts';
import type { UploadWork } from '../uploads/upload-work.ts';
import { gatherFindings } from './gather-findings.ts';
import { isPrepared, listFiles, storeRead } from './intake-files-store.ts';
import { findItem, GIVEN_UP, type ItemRow, storeReady, storeRefused } from './intake-store.ts';
import { type Joined, type JoiningDeps, joinFiles } from './join-files.ts';
import { type LettingInDeps, letIn } from './let-in.ts';
import { fieldsOf } from './look-up-seal.ts';
import { type FilePreparingDeps, prepareFile } from './prepare-file.ts';
import { askForPreparing, PREPARE_INTAKE } from './take-in.ts';

export interface PreparingDeps extends FilePreparingDeps, LettingInDeps, JoiningDeps {
  documents: FilePreparingDeps['documents'];
  scans: FilePreparingDeps['scans'] & JoiningDeps['scans'];
  uploads: Pick<UploadWork, 'scratch'>;
  /** An item stands prepared or refused; told of each at least once, also after the power failed. */
  prepared(intakeId: number): Promise<void>;
}

/** How long a letter waits before the virus scanner is asked again: as often as it takes, because nothing may be lost. */
const ASK_SCANNER_AGAIN_MS = 5 * 60_000;
/** The rest of the work is putting the pages together. */
const PERCENT_OF_FILES = 90;

/**
 * The way of what came in: each file let in, made into pages, looked at for our QR and for signatures; then all pages in their
 * order as one PDF. Every step is stored when it is done, so that whoever takes over goes on behind it, and may be done twice.
 */
export function prepareIntakeJob(deps: PreparingDeps): JobDefinition {
  return defineJob({
    name: PREPARE_INTAKE,
    payload: z.object({ intakeId: z.number().int().positive() }),
    // Few enough that a file which ends every process is soon given up, enough for a disk to be cleared meanwhile.
    attempts: 7,
    async handle({ intakeId }, context) {
      await prepareIntake(deps, intakeId, context);
      await deps.prepared(intakeId);
    },
  });
}

async function prepareIntake(deps: PreparingDeps, intakeId: number, context: JobContext): Promise<void> {
  const item = await findItem(deps.db, intakeId);
  if (item === undefined || !isWaiting(item)) return;
  const scratched: string[] = [];
  const scratch = async () => {
    const path = await deps.uploads.scratch();
    scratched.push(path);
    return path;
  };
  try {
    const files = await listFiles(deps.db, intakeId);
    for (const [index, file] of files.entries()) {
      if (file.problem !== null || isPrepared(file)) continue;
      const entry = file.letInAt === null ? await letIn(deps, file, context.now) : 'in';
      if (entry === 'away') return await askAgainLater(deps, intakeId, context.now);
      if (entry === 'out') continue;
      const told = (percent: number) => {
        const done = (index + percent / 100) / files.length;
        context.progress({ step: 'pages', percent: Math.floor(PERCENT_OF_FILES * done) });
      };
      await prepareFile(deps, file, { out: await scratch(), now: context.now, told });
    }
    await finish(deps, item, scratch, context.now);
  } finally {
    await Promise.all(scratched.map((path) => rm(path, { force: true })));
  }
}

/** What is told as given up has its work before it all the same, once somebody lets its job try again. */
function isWaiting({ state, reason }: ItemRow): boolean {
  return state === 'waiting' || (state === 'refused' && reason === GIVEN_UP);
}

async function askAgainLater({ db }: PreparingDeps, intakeId: number, now: Date): Promise<void> {
  await db.transaction((tx) => askForPreparing(tx, intakeId, now, new Date(now.getTime() + ASK_SCANNER_AGAIN_MS)));
}

/** Ends with the item `ready` or `refused`; if the power fails before that, the job begins anew behind what is stored. */
async function finish(deps: PreparingDeps, item: ItemRow, scratch: () => Promise<string>, at: Date): Promise<void> {
  const { db } = deps;
  const { id, revision } = item;
  const all = await listFiles(db, id);
  const files = all.filter(isPrepared);
  const faulty = all.find(({ problem }) => problem !== null);
  if (faulty !== undefined) return await storeRefused(db, { id, revision, reason: faulty.problem ?? '', at });
  // A file that came in meanwhile has asked for a round of its own.
  if (files.length < all.length) return;
  const kept = item.arrangement ?? [];
  const letter = files.filter(({ role }) => role === 'letter');
  const document = letter.length === 0 ? undefined : await joinFiles(deps, letter, kept, scratch);
  if (document !== undefined && 'problem' in document) {
    return await storeRefused(db, { id, revision, reason: document.problem, at });
  }
  const attachments: (Joined & { fileId: number })[] = [];
  for (const file of files.filter(({ role }) => role === 'attachment')) {
    const joined = await joinFiles(deps, [file], kept, scratch);
    if ('problem' in joined) return await storeRefused(db, { id, revision, reason: joined.problem, at });
    attachments.push({ fileId: file.id, ...joined });
  }
  const findings = gatherFindings(files, deps.scanner !== undefined);
  await db.transaction(async (tx) => {
    for (const one of [...(document === undefined ? [] : [document]), ...attachments]) {
      if (one.length === undefined) continue;
      await recordDocument(tx, { ...one, length: one.length, mediaType: 'application/pdf', at });
    }
    const ready = await storeReady(tx, {
      id,
      revision,
      documentSha256: document?.sha256 ?? null,
      pages: document?.pages ?? null,
      findings,
      found: findings.seal === undefined ? item.found : fieldsOf(findings.seal, item.found),
      at,
    });
    if (ready) for (const { fileId, sha256 } of attachments) await storeRead(tx, fileId, sha256);
  });
}

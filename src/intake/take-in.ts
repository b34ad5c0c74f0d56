import { recordDocument } from '../documents/documents-store.ts';
import { isRefusal, Refusal, type Words } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import type { ScanKind } from '../uploads/scan-kind.ts';
import type { FoundFields } from './found-fields.ts';
import { insertFile } from './intake-files-store.ts';
import type { IntakeOrigin } from './intake-item.ts';
import { findSubmission, insertItem, workKey } from './intake-store.ts';
import { MOST_BYTES_TOGETHER, MOST_FILES, refuseIntake } from './intake-words.ts';
import { type ComingFile, type ReceivedFile, type ReceivingDeps, receiveFile } from './receive-files.ts';

export interface TakeInDeps extends ReceivingDeps {
  db: Database;
  /** After a commit that left work for the jobs. */
  wake(): void;
}

export interface Coming {
  origin: IntakeOrigin;
  unitId: number;
  /** 8 to 200 characters, the sender's: the same one again is the same letter. */
  submissionKey: string;
  files: ComingFile[];
  found?: FoundFields;
  /** Who put it in; absent for what comes from outside. */
  personId?: number;
  /** A registered letter for which it was scanned. */
  forIncomingId?: number;
}

export const PREPARE_INTAKE = 'prepare-intake';
export const MEDIA_TYPES: Record<ScanKind, string> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
};

/**
 * Something that came from outside, or that a clerk dropped, laid into the front desk of a unit: its files on disk and its job
 * in the outbox when this returns. The same key again answers with the item that is there (`fresh` false) and changes nothing.
 * `within` runs in the same transaction when the item is new.
 * @throws Refusal of a file, `intake-too-many`, and `intake-key-taken` where the key is another unit's or person's
 */
export async function takeIn(
  deps: TakeInDeps,
  coming: Coming,
  within?: (tx: Transaction, intakeId: number) => Promise<void>,
): Promise<{ intakeId: number; fresh: boolean }> {
  const known = await findKnown(deps, coming);
  if (known !== undefined) return known;
  const files = await receiveTogether(deps, coming.files);
  const intakeId = await deps.db.transaction(async (tx) => {
    const id = await layDown(tx, coming, files, deps.clock());
    if (id !== undefined) await within?.(tx, id);
    return id;
  });
  if (intakeId === undefined) {
    // Sent twice at the same moment: the other one was first.
    const other = await findKnown(deps, coming);
    if (other === undefined) throw refuseIntake('intake-key-taken');
    return other;
  }
  deps.wake();
  return { intakeId, fresh: true };
}

/**
 * All files of one letter, on disk when this returns. Of several, the one that is refused is named.
 * @throws Refusal as `receiveFile`, and `intake-too-many`
 */
export async function receiveTogether(deps: ReceivingDeps, coming: readonly ComingFile[]): Promise<ReceivedFile[]> {
  const bytes = coming.reduce((sum, { size }) => sum + size, 0);
  if (coming.length > MOST_FILES || bytes > MOST_BYTES_TOGETHER) throw refuseIntake('intake-too-many');
  const files: ReceivedFile[] = [];
  for (const file of coming) {
    const received = receiveFile(deps, file);
    files.push(await (coming.length === 1 ? received : received.catch((error) => nameFile(error, file.name))));
  }
  return files;
}

/** Received files as one item, and the job that prepares them, in the caller's transaction; undefined where the key came before. */
export async function layDown(
  tx: Transaction,
  coming: Omit<Coming, 'files'>,
  files: readonly ReceivedFile[],
  at: Date,
): Promise<number | undefined> {
  const id = await insertItem(tx, {
    unitId: coming.unitId,
    origin: coming.origin,
    found: coming.found,
    putInBy: coming.personId ?? null,
    forIncomingId: coming.forIncomingId ?? null,
    submissionKey: coming.submissionKey,
    state: files.length === 0 ? 'ready' : 'waiting',
    at,
  });
  if (id === undefined) return undefined;
  // In one order: two who bring the same files the other way round would wait for each other.
  for (const file of files.toSorted((a, b) => Buffer.compare(a.sha256, b.sha256))) await recordLetIn(tx, file, at);
  for (const file of files) await insertFile(tx, id, file);
  if (files.length > 0) await askForPreparing(tx, id, at);
  return id;
}

/** A received file as part of an item. One that was not let in is no document yet; the sweep knows that it is waited for. */
export async function keepFile(tx: Transaction, intakeId: number, file: ReceivedFile, at: Date): Promise<void> {
  await recordLetIn(tx, file, at);
  await insertFile(tx, intakeId, file);
}

async function recordLetIn(tx: Transaction, file: ReceivedFile, at: Date): Promise<void> {
  if (file.letInAt !== null) await recordDocument(tx, { ...file, mediaType: MEDIA_TYPES[file.kind], at });
}

export async function askForPreparing(tx: Transaction, intakeId: number, at: Date, runAt?: Date): Promise<void> {
  const job = { name: PREPARE_INTAKE, payload: { intakeId }, key: workKey(intakeId) };
  await enqueue(tx, runAt === undefined ? job : { ...job, runAt }, at);
}

/** Whoever chose several has to know which one to leave out. */
function nameFile(error: unknown, name: string): never {
  if (!isRefusal(error)) throw error;
  const named = ({ id, en }: Words) => ({ id: `${name}: ${id}`, en: `${name}: ${en}` });
  const fields = Object.entries(error.fields).map(([field, words]) => [field, named(words)]);
  throw new Refusal(error.problem, error.code, named(error.words), Object.fromEntries(fields));
}

async function findKnown(
  { db }: TakeInDeps,
  { origin, submissionKey, unitId, personId }: Coming,
): Promise<{ intakeId: number; fresh: false } | undefined> {
  const known = await findSubmission(db, origin, submissionKey);
  if (known === undefined) return undefined;
  if (known.unitId !== unitId || known.putInBy !== (personId ?? null)) throw refuseIntake('intake-key-taken');
  return { intakeId: known.id, fresh: false };
}

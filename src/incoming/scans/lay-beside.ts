import { createHash } from 'node:crypto';
import { Refusal } from '../../errors.ts';
import { listHeld } from '../../intake/intake-files-store.ts';
import { findSubmission, storeFor } from '../../intake/intake-store.ts';
import type { ComingFile, ReceivedFile } from '../../intake/receive-files.ts';
import { layDown } from '../../intake/take-in.ts';
import type { Actor } from '../../people/actor.ts';
import type { Transaction } from '../../postgres/database.ts';
import { lockIncoming } from '../incoming-store.ts';
import type { RegisterDeps } from '../registering/register-letter.ts';
import { demandAdding } from './demand-adding.ts';
import { storeIntake } from './scans-store.ts';

/** A file of the letter that is being registered, on this machine's disk. */
export type ScanFile = Omit<ComingFile, 'role'>;

interface Registering {
  incomingId: number;
  unitId: number;
  submissionKey: string;
}

/** @throws Refusal of a file, on `file`; `withheld-with-file` there too: of an envelope nothing is read */
export async function receiveScan(
  { intakes }: Pick<RegisterDeps, 'intakes'>,
  { withheld, intakeId }: { withheld: boolean; intakeId?: number | undefined },
  scan: readonly ScanFile[],
): Promise<ReceivedFile[]> {
  if (withheld) throw envelopeWithFile();
  // An item of the desk has its files, and takes further ones on its own page.
  if (intakeId !== undefined) return [];
  return intakes.receive(scan.map((file) => ({ ...file, role: 'letter' as const })));
}

/**
 * Lays received files down as the item with which the transaction registers a letter; undefined for none. The caller writes down for
 * which one, as soon as it has its number: before that everything is done that can wait for somebody else.
 */
export async function layScan(
  tx: Transaction,
  clerk: Actor,
  { unitId, submissionKey }: Pick<Registering, 'unitId' | 'submissionKey'>,
  files: readonly ReceivedFile[],
  at: Date,
): Promise<number | undefined> {
  if (files.length === 0) return undefined;
  const coming = { origin: 'desk' as const, unitId, personId: clerk.personId };
  return layDown(tx, { ...coming, submissionKey: keyOf(submissionKey) }, files, at);
}

/**
 * The same for a line that was registered before under this key. It has its files, unless its answer was lost and somebody chose
 * them, or others, only then: whoever may add to it adds what it does not have, and nothing that was chosen is dropped without a word.
 */
export async function layBeside(
  tx: Transaction,
  clerk: Actor,
  registering: Registering,
  files: readonly ReceivedFile[],
  at: Date,
): Promise<void> {
  if (files.length === 0) return;
  const { incomingId, unitId, submissionKey } = registering;
  const first = await findSubmission(tx, 'desk', keyOf(submissionKey));
  const held = first === undefined ? [] : await listHeld(tx, { incomingId, intakeId: first.id }, files);
  const others = files.filter(({ sha256 }) => !held.some((each) => each.equals(sha256)));
  if (others.length === 0) return;
  await demandAdding(tx, clerk, incomingId, lockIncoming);
  const key = first === undefined ? submissionKey : `${submissionKey}:${hashOf(others)}`;
  const intakeId = await layScan(tx, clerk, { unitId, submissionKey: key }, others, at);
  if (intakeId === undefined) return;
  await storeFor(tx, intakeId, incomingId);
  await storeIntake(tx, incomingId, intakeId);
}

/** Keys of other items begin otherwise, those of the form hold no colon. */
const keyOf = (submissionKey: string) => `letter:${submissionKey}`;

function hashOf(files: readonly ReceivedFile[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of files) hash.update(sha256);
  return hash.digest('hex');
}

function envelopeWithFile(): Refusal {
  const words = {
    id: 'Surat yang didaftarkan sampulnya saja tidak menerima berkas. Simpan lagi tanpa berkas, atau hapus centang "Hanya sampulnya".',
    en: 'A letter of which only the envelope is registered takes no file. Save again without one, or untick "Envelope only".',
  };
  return new Refusal('invalid-input', 'withheld-with-file', words, { file: words });
}

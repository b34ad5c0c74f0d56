import { Refusal } from '../../errors.ts';
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
 * them only then: whoever may add to it adds them, and nothing that was chosen is dropped without a word.
 */
export async function layBeside(
  tx: Transaction,
  clerk: Actor,
  registering: Registering,
  files: readonly ReceivedFile[],
  at: Date,
): Promise<void> {
  if (files.length === 0) return;
  const { incomingId, submissionKey } = registering;
  if ((await findSubmission(tx, 'desk', keyOf(submissionKey))) !== undefined) return;
  await demandAdding(tx, clerk, incomingId, lockIncoming);
  const intakeId = await layScan(tx, clerk, registering, files, at);
  if (intakeId === undefined) return;
  await storeFor(tx, intakeId, incomingId);
  await storeIntake(tx, incomingId, intakeId);
}

/** Keys of other items hold a colon elsewhere, those of the form none. */
const keyOf = (submissionKey: string) => `letter:${submissionKey}`;

function envelopeWithFile(): Refusal {
  const words = {
    id: 'Surat yang didaftarkan sampulnya saja tidak menerima berkas. Simpan lagi tanpa berkas, atau hapus centang "Hanya sampulnya".',
    en: 'A letter of which only the envelope is registered takes no file. Save again without one, or untick "Envelope only".',
  };
  return new Refusal('invalid-input', 'withheld-with-file', words, { file: words });
}

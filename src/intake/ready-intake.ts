import type { Transaction } from '../postgres/database.ts';
import type { Findings } from './findings.ts';
import { isPrepared, listFiles } from './intake-files-store.ts';
import { type ItemRow, listItemsFor, lockItem, storeEnd, storeFree } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';

/** What a registration takes over from the item that it registers. */
export interface IntakeToRegister extends Pick<ItemRow, 'unitId' | 'origin' | 'state'> {
  /** Absent where no letter came as a file, and until it is ready. */
  document?: { sha256: Buffer; pages: number };
  /** It was scanned for this letter, and is not to be registered itself. */
  forIncomingId: number | null;
  attachments: { name: string; sha256: Buffer; pages: number }[];
  findings: Findings | null;
  /** Of the files as they came. */
  fileHashes: Buffer[];
}

/**
 * Locks the item until the transaction ends: two who register it at once come one after the other, and nobody changes its pages
 * meanwhile.
 * @throws Refusal `intake-unknown`
 */
export async function lockForRegistering(tx: Transaction, intakeId: number): Promise<IntakeToRegister> {
  const item = await lockItem(tx, intakeId);
  if (item === undefined) throw refuseIntake('intake-unknown');
  const files = await listFiles(tx, intakeId);
  const { unitId, origin, state, documentSha256, pages, findings, forIncomingId } = item;
  return {
    ...{ unitId, origin, state, findings, forIncomingId },
    ...(documentSha256 === null || pages === null ? {} : { document: { sha256: documentSha256, pages } }),
    attachments: files
      .filter(isPrepared)
      .filter(({ role }) => role === 'attachment')
      .map((file) => ({ name: file.name, sha256: file.readSha256 ?? file.preparedSha256, pages: file.pages })),
    fileHashes: files.map(({ sha256 }) => sha256),
  };
}

/** In the transaction of `lockForRegistering`: it leaves the front desk. */
export async function markRegistered(tx: Transaction, intakeId: number, at: Date): Promise<void> {
  await storeEnd(tx, intakeId, { state: 'registered' }, at);
}

/**
 * Its line was struck: the item that it registered lies at the front desk again, as it was, and beside it what was scanned for the
 * line and not added yet. What was put aside is so at the desk from now on.
 */
export async function backToDesk(
  tx: Transaction,
  { incomingId, intakeId }: { incomingId: number; intakeId: number | null },
  at: Date,
): Promise<void> {
  const item = intakeId === null ? undefined : await lockItem(tx, intakeId);
  if (item?.state === 'registered') await storeEnd(tx, item.id, { state: 'ready' }, at);
  for (const which of ['open', 'put_aside'] as const)
    for (const { id } of await listItemsFor(tx, incomingId, which)) await storeFree(tx, id);
}

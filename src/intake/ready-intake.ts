import type { Transaction } from '../postgres/database.ts';
import type { Findings } from './findings.ts';
import type { FoundFields } from './found-fields.ts';
import { isPrepared, listFiles } from './intake-files-store.ts';
import type { IntakeOrigin } from './intake-item.ts';
import { type ItemRow, lockItem, storeEnd } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';

/** What a registration takes over from the item that it registers. */
export interface ReadyIntake {
  id: number;
  unitId: number;
  origin: IntakeOrigin;
  found: FoundFields | undefined;
  findings: Findings | undefined;
  /** Both undefined where no letter came as a file. */
  documentSha256: Buffer | undefined;
  pages: number | undefined;
  attachments: { name: string; sha256: Buffer; pages: number }[];
  putInAt: Date;
}

/**
 * Locks the item until the transaction ends and gives what is registered of it: two who register it at once come one after the
 * other.
 * @throws Refusal `intake-unknown`, `intake-registered` (conflict), `intake-put-aside`, `intake-not-ready`
 */
export async function readyIntake(tx: Transaction, intakeId: number): Promise<ReadyIntake> {
  const item = await lockItem(tx, intakeId);
  if (item === undefined) throw refuseIntake('intake-unknown');
  demandOpen(item);
  if (item.state !== 'ready') throw refuseIntake('intake-not-ready');
  const files = (await listFiles(tx, intakeId)).filter(isPrepared);
  return {
    id: item.id,
    unitId: item.unitId,
    origin: item.origin,
    found: item.found,
    findings: item.findings ?? undefined,
    documentSha256: item.documentSha256 ?? undefined,
    pages: item.pages ?? undefined,
    attachments: files
      .filter(({ role }) => role === 'attachment')
      .map(({ name, readSha256, preparedSha256, pages }) => ({ name, sha256: readSha256 ?? preparedSha256, pages })),
    putInAt: item.putInAt,
  };
}

/** In the transaction of `readyIntake`: it leaves the front desk. */
export async function markRegistered(tx: Transaction, intakeId: number, at: Date): Promise<void> {
  await storeEnd(tx, intakeId, { state: 'registered' }, at);
}

/** Neither registered nor put aside. */
export function demandOpen({ state }: Pick<ItemRow, 'state'>): void {
  if (state === 'registered') throw refuseIntake('intake-registered');
  if (state === 'put_aside') throw refuseIntake('intake-put-aside');
}

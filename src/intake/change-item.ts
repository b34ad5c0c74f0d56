import type { Actor } from '../people/actor.ts';
import type { Transaction } from '../postgres/database.ts';
import { type ArrangedPage, Arrangement, isArrangementOf } from './arrangement.ts';
import { type FileRow, isPrepared, listFiles, removeFile, storeRole } from './intake-files-store.ts';
import { type ItemRow, lockItem, storeChanged, storeEnd } from './intake-store.ts';
import { MOST_BYTES_TOGETHER, MOST_FILES, refuseIntake } from './intake-words.ts';
import { demandOpen, getOwnItem } from './own-item.ts';
import { type ComingFile, receiveFile } from './receive-files.ts';
import { askForPreparing, keepFile, type TakeInDeps } from './take-in.ts';

export type ChangingDeps = TakeInDeps;

/** What a clerk changes about an item before it is registered. What was prepared is prepared anew. */
export function openChanging(deps: ChangingDeps) {
  const { db, clock } = deps;

  /** With the item locked and still in the front desk; `act` says how its pages stand then. */
  async function change(
    actor: Actor,
    id: number,
    act: (tx: Transaction, item: ItemRow, files: FileRow[]) => Promise<ArrangedPage[] | null>,
  ): Promise<void> {
    await getOwnItem(db, actor, id);
    await db.transaction(async (tx) => {
      const item = await lockItem(tx, id);
      if (item === undefined) throw refuseIntake('intake-unknown');
      demandOpen(item);
      const at = clock();
      const arrangement = await act(tx, item, await listFiles(tx, id));
      await storeChanged(tx, id, { arrangement, at });
      await askForPreparing(tx, id, at);
    });
    deps.wake();
  }

  return {
    /**
     * Order and turn of all pages. `revision` is that of the item as it was shown.
     * @throws Refusal `intake-changed`, `intake-not-all-pages` on `pages`, `intake-not-ready`
     */
    async arrange(actor: Actor, id: number, input: { revision: number; pages: ArrangedPage[] }): Promise<void> {
      await change(actor, id, async (_tx, item, files) => {
        if (item.revision !== input.revision) throw refuseIntake('intake-changed');
        const prepared = files.filter(isPrepared);
        if (prepared.length < files.length) throw refuseIntake('intake-not-ready');
        const asked = Arrangement.safeParse(input.pages);
        if (!asked.success || !isArrangementOf(prepared, asked.data)) throw refuseIntake('intake-not-all-pages');
        return asked.data;
      });
    },

    /** One more file behind the others. The very same file in the same role twice is there once. */
    async addFile(actor: Actor, id: number, coming: ComingFile): Promise<void> {
      demandOpen(await getOwnItem(db, actor, id));
      const file = await receiveFile(deps, coming);
      await change(actor, id, async (tx, item, files) => {
        const there = files.some(({ role, sha256 }) => role === file.role && sha256.equals(file.sha256));
        if (there) return item.arrangement;
        const bytes = files.reduce((sum, { length }) => sum + length, file.length);
        if (files.length >= MOST_FILES || bytes > MOST_BYTES_TOGETHER) throw refuseIntake('intake-too-many');
        await keepFile(tx, id, file, clock());
        return item.arrangement;
      });
    },

    /** Out of this letter; what came stays in the record of what came. */
    async removeFile(actor: Actor, id: number, fileId: number): Promise<void> {
      await change(actor, id, async (tx, item, files) => {
        if (files.length === 1 && files[0]?.id === fileId && item.origin === 'desk') {
          throw refuseIntake('intake-last-file');
        }
        if (!(await removeFile(tx, id, fileId, clock()))) throw refuseIntake('intake-file-unknown');
        return without(item.arrangement, fileId);
      });
    },

    /** The letter itself, or an attachment to it. */
    async setRole(actor: Actor, id: number, fileId: number, role: FileRow['role']): Promise<void> {
      await change(actor, id, async (tx, item, files) => {
        if (role === 'attachment' && !files.some((file) => file.role === 'letter' && file.id !== fileId)) {
          throw refuseIntake('intake-no-letter');
        }
        if (!(await storeRole(tx, id, fileId, role))) throw refuseIntake('intake-file-unknown');
        return item.arrangement;
      });
    },

    /**
     * What will not be registered: advertising, a scan that was no good. Kept with the reason, and can be brought back.
     * Gives the registered letter for which it was scanned, if any.
     */
    async putAside(actor: Actor, id: number, typed: string): Promise<Pick<ItemRow, 'forIncomingId'>> {
      const reason = typed.normalize('NFC').replace(/\s+/g, ' ').trim();
      if (reason.length < 3 || reason.length > 500) throw refuseIntake('intake-say-why');
      const { forIncomingId } = await getOwnItem(db, actor, id);
      await db.transaction(async (tx) => {
        const item = await lockItem(tx, id);
        if (item === undefined) throw refuseIntake('intake-unknown');
        demandOpen(item);
        await storeEnd(tx, id, { state: 'put_aside', reason, personId: actor.personId }, clock());
      });
      return { forIncomingId };
    },

    async bringBack(actor: Actor, id: number): Promise<Pick<ItemRow, 'forIncomingId'>> {
      const { forIncomingId } = await getOwnItem(db, actor, id);
      await db.transaction(async (tx) => {
        const item = await lockItem(tx, id);
        if (item?.state !== 'put_aside') throw refuseIntake('intake-not-put-aside');
        await storeChanged(tx, id, { arrangement: item.arrangement, at: clock() });
        await askForPreparing(tx, id, clock());
      });
      deps.wake();
      return { forIncomingId };
    },
  };
}

function without(arrangement: ArrangedPage[] | null, fileId: number): ArrangedPage[] | null {
  return arrangement?.filter(({ file }) => file !== fileId) ?? null;
}

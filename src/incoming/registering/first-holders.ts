import type { Clock } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { demand } from '../../people/permissions.ts';
import { recordSettingChange } from '../../people/settings-changes-store.ts';
import { findUnit } from '../../people/units-store.ts';
import type { Database } from '../../postgres/database.ts';
import {
  deleteFirstHolder,
  type FirstHolder,
  findFirstHolder,
  listFirstHolders,
  storeFirstHolder,
} from './first-holder-store.ts';
import { getOpenPost } from './register.ts';

/** Where letters to the posts of a unit go first: to a secretary who passes them on, as administrators set it. */
export function openFirstHolders({ db, clock }: { db: Database; clock: Clock }) {
  return {
    list(actor: Actor): Promise<FirstHolder[]> {
      demand(actor, 'office.manage');
      return listFirstHolders(db);
    },
    /** `positionId` null: straight to the addressee again. @throws Refusal on `positionId`: that of a closed post; `unit-unknown` */
    async set(actor: Actor, { unitId, positionId }: { unitId: number; positionId: number | null }): Promise<void> {
      demand(actor, 'office.manage');
      await db.transaction(async (tx) => {
        if ((await findUnit(tx, unitId)) === undefined) {
          throw new Refusal('not-found', 'unit-unknown', { id: 'Unit itu tidak ada.', en: 'There is no such unit.' });
        }
        const before = await findFirstHolder(tx, unitId);
        if ((before?.positionId ?? null) === positionId) return;
        const post = positionId === null ? undefined : await getOpenPost(tx, positionId, 'positionId');
        if (post === undefined) await deleteFirstHolder(tx, unitId);
        else await storeFirstHolder(tx, unitId, post.id);
        await recordSettingChange(tx, {
          about: 'first_holder',
          name: String(unitId),
          before: before === undefined ? null : { position: before.positionName },
          after: post === undefined ? null : { position: post.name },
          personId: actor.personId,
          at: clock(),
        });
      });
    },
  };
}

import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { findItem, type ItemRow } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';

/** An item of a front desk at which the actor registers letters. */
export async function getOwnItem(db: Sql, actor: Actor, id: number): Promise<ItemRow> {
  const item = await findItem(db, id);
  if (item === undefined) throw refuseIntake('intake-unknown');
  demand(actor, 'incoming.register', { unitId: item.unitId });
  return item;
}

/** Neither registered nor put aside. */
export function demandOpen({ state }: Pick<ItemRow, 'state'>): void {
  if (state === 'registered') throw refuseIntake('intake-registered');
  if (state === 'put_aside') throw refuseIntake('intake-put-aside');
}

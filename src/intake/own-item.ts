import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { findItem, type ItemRow } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';

/**
 * An item of a front desk at which the actor registers letters. One that was scanned for a registered letter is no item of the
 * desk: it is theirs who put it in, and of an open letter the other clerks' too; rahasia is nobody else's.
 */
export async function getOwnItem(db: Sql, actor: Actor, id: number): Promise<ItemRow> {
  const item = await findItem(db, id);
  if (item === undefined) throw refuseIntake('intake-unknown');
  if (item.forSecurity === null) demand(actor, 'incoming.register', { unitId: item.unitId });
  else if (!sharesScan(actor, item)) throw refuseIntake('intake-unknown');
  return item;
}

/** Whether the actor may go on with what was scanned for a registered letter. */
export function sharesScan(actor: Actor, item: Pick<ItemRow, 'putInBy' | 'unitId' | 'forSecurity'>): boolean {
  const open = item.forSecurity === 'B' || item.forSecurity === 'T';
  return item.putInBy === actor.personId || (open && may(actor, 'incoming.register', { unitId: item.unitId }));
}

/** Neither registered nor put aside. */
export function demandOpen({ state }: Pick<ItemRow, 'state'>): void {
  if (state === 'registered') throw refuseIntake('intake-registered');
  if (state === 'put_aside') throw refuseIntake('intake-put-aside');
}

import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { isSecret } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import { findItem, type ItemRow } from './intake-store.ts';
import { refuseIntake } from './intake-words.ts';

/**
 * An item of a front desk at which the actor registers letters. One that was scanned for a registered letter is no item of the
 * desk: see `sharesScan`.
 */
export async function getOwnItem(db: Sql, actor: Actor, id: number): Promise<ItemRow> {
  const item = await findItem(db, id);
  if (item === undefined) throw refuseIntake('intake-unknown');
  if (item.forLine === null) demand(actor, 'incoming.register', { unitId: item.unitId });
  else if (!sharesScan(actor, item)) throw refuseIntake('intake-unknown');
  return item;
}

/**
 * Whether the actor may go on with what was scanned for a registered letter: who put it in, as long as they may add to that letter,
 * and of an open one the other clerks.
 */
export function sharesScan(
  actor: Actor,
  { putInBy, unitId, forLine }: Pick<ItemRow, 'putInBy' | 'unitId' | 'forLine'>,
): boolean {
  if (forLine === null) return false;
  const { state, security, registeredBy, addresseePositionId } = forLine;
  const line = { state, security, unitId, registeredByPersonId: registeredBy ?? undefined, addresseePositionId };
  // Nobody adds to a letter for having it in hand.
  const noTree = { treePositionIds: [], currentPositionIds: [], holderUnitIds: [] };
  if (!may(actor, 'incoming.add-scan', { ...line, ...noTree })) return false;
  return putInBy === actor.personId || (!isSecret(security) && may(actor, 'incoming.register', { unitId }));
}

/** Neither registered nor put aside. */
export function demandOpen({ state }: Pick<ItemRow, 'state'>): void {
  if (state === 'registered') throw refuseIntake('intake-registered');
  if (state === 'put_aside') throw refuseIntake('intake-put-aside');
}

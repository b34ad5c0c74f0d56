import type { Actor } from '../people/actor.ts';
import { may } from '../people/permissions.ts';
import type { Position } from '../people/positions-store.ts';

/** The units whose overdue lists the actor reads. */
export function ledUnits<U extends { id: number }>(
  actor: Actor,
  units: readonly U[],
  positions: readonly Position[],
): U[] {
  return units.filter(({ id }) => may(actor, 'overdue.read', { unitId: id, headPositionIds: headsOf(positions, id) }));
}

/** The posts of a unit above which nobody of the unit stands. */
function headsOf(positions: readonly Position[], unitId: number): number[] {
  const own = positions.filter((position) => position.unitId === unitId);
  return own.filter(({ superiorId }) => !own.some(({ id }) => id === superiorId)).map(({ id }) => id);
}

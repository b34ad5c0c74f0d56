export interface PositionInTree {
  id: number;
  superiorId: number | null;
}

/** A position's superiors, nearest first. A circle in the data ends the climb instead of hanging it. */
export function superiorsOf<P extends PositionInTree>(positions: readonly P[], positionId: number): P[] {
  const byId = new Map(positions.map((position) => [position.id, position]));
  const seen = new Set([positionId]);
  const superiors: P[] = [];
  let next = byId.get(positionId)?.superiorId ?? null;
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    const superior = byId.get(next);
    if (superior === undefined) break;
    superiors.push(superior);
    next = superior.superiorId;
  }
  return superiors;
}

/**
 * The positions that a letter passes between its drafter and its signatory, in that order, neither of them included.
 * Where the signatory stands in another line of command, the drafter's line is followed to just below where both meet.
 */
export function superiorsBetween<P extends PositionInTree>(
  positions: readonly P[],
  drafterPositionId: number,
  signatoryPositionId: number,
): P[] {
  const beyond = new Set([signatoryPositionId, ...superiorsOf(positions, signatoryPositionId).map(({ id }) => id)]);
  if (beyond.has(drafterPositionId)) return [];
  const line = superiorsOf(positions, drafterPositionId);
  const meeting = line.findIndex(({ id }) => beyond.has(id));
  return meeting < 0 ? line : line.slice(0, meeting);
}

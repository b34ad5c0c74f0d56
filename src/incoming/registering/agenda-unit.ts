import type { UnitInTree } from '../../people/unit-tree.ts';

/**
 * Whose agenda counts what comes to a unit by itself: its own where a clerk keeps one, else the nearest above it that has a
 * clerk, so that somebody sees the letter; where there is none at all, its own.
 */
export function agendaUnit(units: readonly UnitInTree[], unitsWithClerk: ReadonlySet<number>, unitId: number): number {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const passed = new Set<number>();
  for (let at: number | null = unitId; at !== null && !passed.has(at); at = byId.get(at)?.parentId ?? null) {
    if (unitsWithClerk.has(at)) return at;
    passed.add(at);
  }
  return unitId;
}

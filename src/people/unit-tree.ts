export interface UnitInTree {
  id: number;
  parentId: number | null;
  name: string;
}

/** Units as a tree is read aloud: each below its parent, siblings by name; `depth` 0 is the top. */
export function unitsInOrder<U extends UnitInTree>(units: readonly U[]): (U & { depth: number })[] {
  const known = new Set(units.map(({ id }) => id));
  const children = new Map<number | null, U[]>();
  for (const unit of units) {
    const parent = unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const ordered: (U & { depth: number })[] = [];
  const visit = (parent: number | null, depth: number): void => {
    for (const unit of (children.get(parent) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'id'))) {
      ordered.push({ ...unit, depth });
      visit(unit.id, depth + 1);
    }
  };
  visit(null, 0);
  return ordered;
}

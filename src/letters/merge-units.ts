import { difference } from './what-changed.ts';

/** A stretch of a merged text: settled, or changed by both in different ways. */
export type Chunk = { settled: string[] } | { mine: string[]; theirs: string[] };

/** Units `from` to `to` of the base replaced by `units`. */
interface Hunk {
  from: number;
  to: number;
  units: string[];
}

/**
 * What two persons made of the same text, unit by unit (paragraphs, items, rows). Changes to different units both count,
 * neighbouring ones too; the same change counts once; different changes of one unit are left to be chosen between.
 */
export function mergeUnits(base: readonly string[], mine: readonly string[], theirs: readonly string[]): Chunk[] {
  const [own, other] = [hunks(base, mine), hunks(base, theirs)];
  const chunks: Chunk[] = [];
  const settle = (units: readonly string[]) => {
    const last = chunks.at(-1);
    if (units.length === 0) return;
    if (last !== undefined && 'settled' in last) last.settled.push(...units);
    else chunks.push({ settled: [...units] });
  };
  let at = 0;
  while (own.length > 0 || other.length > 0) {
    const group = takeGroup(own, other);
    settle(base.slice(at, group.from));
    const [my, their] = [applied(base, group, group.own), applied(base, group, group.other)];
    if (group.other.length === 0 || same(my, their)) settle(my);
    else if (group.own.length === 0) settle(their);
    else chunks.push({ mine: my, theirs: their });
    at = group.to;
  }
  settle(base.slice(at));
  return chunks;
}

export function isSettled(chunk: Chunk): chunk is { settled: string[] } {
  return 'settled' in chunk;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((unit, n) => unit === b[n]);
}

/** The changes as small as they get: as many units replaced by as many are changes of one unit each. */
function hunks(base: readonly string[], changed: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let at = 0;
  let open: Hunk | undefined;
  for (const { kind, text } of difference(base, changed)) {
    if (kind === 'same') {
      open = undefined;
      at += 1;
      continue;
    }
    if (open === undefined) {
      open = { from: at, to: at, units: [] };
      found.push(open);
    }
    if (kind === 'removed') {
      at += 1;
      open.to = at;
    } else open.units.push(text);
  }
  return found.flatMap((hunk) =>
    hunk.to - hunk.from === hunk.units.length
      ? hunk.units.map((unit, n) => ({ from: hunk.from + n, to: hunk.from + n + 1, units: [unit] }))
      : [hunk],
  );
}

interface Group {
  from: number;
  to: number;
  own: Hunk[];
  other: Hunk[];
}

/** The next hunk with every one of either side that it meets. */
function takeGroup(own: Hunk[], other: Hunk[]): Group {
  const [mine, theirs] = [own[0], other[0]];
  const first = theirs === undefined || (mine !== undefined && before(mine, theirs)) ? own : other;
  const begin = first.shift() as Hunk;
  const group: Group = { from: begin.from, to: begin.to, own: [], other: [] };
  (first === own ? group.own : group.other).push(begin);
  for (;;) {
    const side = [own, other].find((list) => list[0] !== undefined && meets(group, list[0]));
    const next = side?.shift();
    if (next === undefined) return group;
    (side === own ? group.own : group.other).push(next);
    group.to = Math.max(group.to, next.to);
  }
}

function before(a: Hunk, b: Hunk): boolean {
  return a.from < b.from || (a.from === b.from && a.to <= b.to);
}

/** Two insertions at one place meet: nobody can say which comes first. */
function meets(group: Group, hunk: Hunk): boolean {
  if (hunk.from < group.to) return true;
  return hunk.from === hunk.to && group.from === group.to && hunk.from === group.from;
}

function applied(base: readonly string[], { from, to }: Group, list: readonly Hunk[]): string[] {
  const units: string[] = [];
  let at = from;
  for (const hunk of list) {
    units.push(...base.slice(at, hunk.from), ...hunk.units);
    at = hunk.to;
  }
  return [...units, ...base.slice(at, to)];
}

import { isDeepStrictEqual } from 'node:util';
import type { KindDefinition } from './letter-kind.ts';

/**
 * My changes upon theirs: what I left as it was in `base` is theirs, everything else mine. A part of the letter is one thing,
 * and so is the list of parts: whoever moved them while another renamed one decides.
 */
export function mergeKinds(versions: {
  base: KindDefinition;
  mine: KindDefinition;
  theirs: KindDefinition;
}): KindDefinition {
  const { base, mine, theirs } = versions;
  return {
    ...mergeFields({ base, mine, theirs }),
    profile: {
      ...mergeFields({ base: base.profile, mine: mine.profile, theirs: theirs.profile }),
      margin: mergeFields({ base: base.profile.margin, mine: mine.profile.margin, theirs: theirs.profile.margin }),
    },
  };
}

function mergeFields<T extends object>({ base, mine, theirs }: { base: T; mine: T; theirs: T }): T {
  const merged = { ...mine };
  for (const name of Object.keys(mine) as (keyof T)[]) {
    if (isDeepStrictEqual(mine[name], base[name])) merged[name] = theirs[name];
  }
  return merged;
}

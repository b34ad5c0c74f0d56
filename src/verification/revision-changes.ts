import { isPdfDamage } from '../pdf/damage.ts';
import { compareTrailers } from './catalog-rules.ts';
import { type Change, change } from './changes.ts';
import { Comparison, type OutgoingReferences } from './comparison.ts';
import type { History } from './coverage.ts';

/** What happened from revision to revision. */
export interface RevisionChanges {
  /** Everything that came after this revision, trailing bytes included. */
  after(revision: number): Change[];
}

/** Comparing costs one walk of the document per update; nobody has to do more of it than this for one file. */
const mostComparisons = 40;

/**
 * Compares each revision with the next, from the oldest signed one on. Step by step, because what one update adds and
 * the next takes away would not be seen by looking at the last state alone. Never throws.
 */
export function changesAfter(history: History, oldest: number): RevisionChanges {
  const newest = history.revisions.length - 1;
  const steps = new Map<number, Change[]>();
  const outgoing: OutgoingReferences = new Map();
  for (let index = oldest; index < newest; index += 1) {
    const tooMany = index - oldest >= mostComparisons;
    steps.set(
      index,
      tooMany ? [change('unreadable', 'forbidden', 'too many updates')] : compareStep(history, index, outgoing),
    );
    history.release(index);
    if (tooMany) break;
  }
  const trailing = trailingBytes(history);
  const rest = trailing > 0 ? [change('trailing-bytes', 'archival', `${trailing} bytes`)] : [];
  return {
    after(revision) {
      const changes: Change[] = [];
      for (let index = revision; index < newest; index += 1) changes.push(...(steps.get(index) ?? []));
      return [...changes, ...rest].map((found) => asSeenFrom(history, revision, found));
    },
  };
}

/** What stood in the security store when somebody signed must not be replaced; what came later may be. */
function asSeenFrom(history: History, revision: number, found: Change): Change {
  const { storeKey } = found;
  if (storeKey === undefined) return found;
  const signed = history.at(revision);
  const store = signed.dict(signed.catalog, 'DSS');
  const items = store === undefined ? undefined : signed.dict(store, 'VRI');
  return items?.entries.has(storeKey) ? { ...found, level: 'forbidden' } : found;
}

/** Bytes after the end of the newest revision, the end of line after %%EOF not counted. */
export function trailingBytes({ fileLength, revisions }: History): number {
  const end = revisions.at(-1)?.endOfLine;
  return end === undefined ? 0 : fileLength - end;
}

function compareStep(history: History, index: number, outgoing: OutgoingReferences): Change[] {
  const revision = history.revisions[index + 1];
  if (revision === undefined) return [];
  try {
    const comparison = new Comparison(history.at(index), history.at(index + 1), revision.numbers(), outgoing);
    compareTrailers(comparison);
    comparison.finish();
    if (revision.sections.some(({ supplement }) => supplement !== undefined)) {
      // Two tables in one update show two documents: one to readers that know streams, one to those that do not.
      comparison.forbid('object-changed', 'hybrid update');
    }
    return comparison.changes.length > 0 ? comparison.changes : [change('unused-object', 'archival', 'empty update')];
  } catch (error) {
    if (!isPdfDamage(error)) throw error;
    return [change('unreadable', 'forbidden', error.message)];
  }
}

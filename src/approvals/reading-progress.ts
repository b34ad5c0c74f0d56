import { parseFrozen } from '../letters/frozen-content.ts';
import { demandReading } from '../letters/letter-subject.ts';
import { getLetter, listVersions } from '../letters/letters-store.ts';
import { type Change, whatChanged } from '../letters/what-changed.ts';
import type { Actor } from '../people/actor.ts';
import type { Sql } from '../postgres/database.ts';
import { listTimeline, type TimelineEvent } from './approvals-store.ts';
import { findVersionChain } from './chain-templates-store.ts';
import type { ApprovalsDeps } from './deps.ts';
import { findStanding } from './turn-of.ts';
import { findVacantPosts } from './vacant-posts.ts';

/** A correction by somebody of the chain in the present round: who made which version of which, and what it changed. */
export interface Correction {
  event: TimelineEvent;
  changes: Change[];
}

/** The chain and everything decided so far, for somebody who may read the letter. */
export async function readProgress(deps: Pick<ApprovalsDeps, 'db' | 'clock'>, actor: Actor, letterId: number) {
  const { db } = deps;
  const letter = await getLetter(db, letterId);
  await demandReading(db, actor, letter);
  const standing = await findStanding(db, letter);
  const timeline = await listTimeline(db, letterId);
  return {
    standing,
    timeline,
    /** How the present version goes round; undefined for one submitted before there were templates. */
    chain: standing && (await findVersionChain(db, standing.version.id)),
    corrections: await readCorrections(db, letterId, timeline),
    /** Open posts for which nobody can decide today. */
    vacant: standing === undefined ? [] : await findVacantPosts(db, letter, standing.turn, deps.clock()),
  };
}

export type Progress = Awaited<ReturnType<typeof readProgress>>;

async function readCorrections(db: Sql, letterId: number, timeline: readonly TimelineEvent[]): Promise<Correction[]> {
  const begun = timeline.findLastIndex(({ outcome }) => outcome === 'submitted');
  const events = timeline.slice(begun + 1).filter(({ outcome }) => outcome === 'corrected');
  if (events.length === 0) return [];
  const versions = await listVersions(db, letterId);
  const content = (version: number) => versions.find((each) => each.version === version)?.content;
  return events.flatMap((event) => {
    const [before, after] = [content(event.version - 1), content(event.version)];
    if (before === undefined || after === undefined) return [];
    return [{ event, changes: whatChanged(parseFrozen(before), parseFrozen(after)) }];
  });
}

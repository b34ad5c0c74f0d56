import type { Actor } from '../people/actor.ts';
import { may } from '../people/permissions.ts';
import { foldNumber } from '../registers/letter-number.ts';
import { findNumberOfLetter, type LetterNumber } from '../registers/register-store.ts';
import { canonicalToken } from '../seal/token.ts';
import type { LettersDeps } from './deps.ts';
import { type FrozenContent, parseFrozen } from './frozen-content.ts';
import type { LetterKind } from './letter-kind.ts';
import { getKindVersion } from './letter-kind-store.ts';
import { listByNumber, listVisible } from './letter-search-store.ts';
import { type LetterStatus, listStatuses } from './letter-status-store.ts';
import { demandReading, letterSubject, mayRead, sightOf } from './letter-subject.ts';
import {
  findIdByToken,
  findIssued,
  findVersion,
  getLetter,
  type IssuedLetter,
  type Letter,
  type LetterVersion,
  recordReading,
} from './letters-store.ts';
import { type Change, whatChanged } from './what-changed.ts';

export interface LetterRead {
  letter: Letter;
  kind: LetterKind;
  /** Whether this reader may write in it now. */
  mayEdit: boolean;
  /** The version submitted last, with its content; undefined for a draft never submitted. */
  version: LetterVersion | undefined;
  content: FrozenContent | undefined;
  number: LetterNumber | undefined;
  issued: IssuedLetter | undefined;
  /** What happened to it since it was issued, oldest first. */
  statuses: StatusRead[];
  /** What is new for this reader since the other version they saw before; undefined when they saw none. */
  changes: { sinceVersion: number; list: Change[] } | undefined;
}

export interface StatusRead extends Omit<LetterStatus, 'otherSecurity'> {
  /** Whether this reader may open the letter that supersedes or corrects it. Otherwise only an open one gives its number. */
  otherReadable: boolean;
}

/** A letter for somebody who may read it. Looking at a version is recorded, so that the next one can show what changed. */
export async function readLetter(
  deps: Pick<LettersDeps, 'db' | 'clock'>,
  actor: Actor,
  letterId: number,
): Promise<LetterRead> {
  const { db } = deps;
  const letter = await getLetter(db, letterId);
  await demandReading(db, actor, letter);
  const kind = await getKindVersion(db, letter.kind, letter.kindVersion);
  const mayEdit = may(actor, 'letter.edit', await letterSubject(db, letter));
  const number = await findNumberOfLetter(db, letterId);
  const issued = letter.state === 'issued' ? await findIssued(db, letterId) : undefined;
  const version = letter.currentVersionId === null ? undefined : await findVersion(db, letter.currentVersionId);
  if (version === undefined) {
    return { letter, kind, mayEdit, version, content: undefined, number, issued, statuses: [], changes: undefined };
  }
  const content = parseFrozen(version.content);
  const seen = await recordReading(db, { letterId, personId: actor.personId, versionId: version.id, at: deps.clock() });
  const before = seen === null ? undefined : await findVersion(db, seen);
  const statuses = issued === undefined ? [] : await readStatuses(db, actor, letterId);
  return {
    letter,
    kind,
    mayEdit,
    version,
    content,
    number,
    issued,
    statuses,
    changes: before && { sinceVersion: before.version, list: whatChanged(parseFrozen(before.content), content) },
  };
}

async function readStatuses(db: LettersDeps['db'], actor: Actor, letterId: number): Promise<StatusRead[]> {
  const read: StatusRead[] = [];
  for (const { otherSecurity, ...status } of await listStatuses(db, letterId)) {
    const otherReadable = status.otherId !== null && (await mayRead(db, actor, await getLetter(db, status.otherId)));
    const named = otherReadable || otherSecurity === 'B';
    read.push({ ...status, otherReadable, otherNumber: named ? status.otherNumber : null });
  }
  return read;
}

/** The one letter with this number, as printed, that the actor may read; undefined when there is none or more than one. */
export async function findByNumber(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  number: string,
): Promise<number | undefined> {
  const found = await listByNumber(deps.db, sightOf(actor), foldNumber(number.slice(0, 200)));
  return found.length === 1 ? found[0]?.id : undefined;
}

/** The one letter that the actor may read and means by a check code, or by a number as printed. */
export async function findIssuedByName(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  typed: string,
): Promise<number | undefined> {
  const token = canonicalToken(typed.slice(0, 200));
  if (token === undefined) return findByNumber(deps, actor, typed);
  const id = await findIdByToken(deps.db, token);
  return id !== undefined && (await mayRead(deps.db, actor, await getLetter(deps.db, id))) ? id : undefined;
}

/** The number of a letter that the actor may read, as the form shows "membalas surat". */
export async function findNumberText(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  letterId: number,
): Promise<string | undefined> {
  await demandReading(deps.db, actor, await getLetter(deps.db, letterId));
  return (await findNumberOfLetter(deps.db, letterId))?.text;
}

/** Which of these letters the actor may read: a list that names others too leads only to these. */
export async function listReadable(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  letterIds: readonly number[],
): Promise<Set<number>> {
  return new Set((await listVisible(deps.db, sightOf(actor), letterIds)).map(({ id }) => id));
}

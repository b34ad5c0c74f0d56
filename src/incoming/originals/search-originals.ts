import { addDays, type Clock, calendarDate, startOfDay } from '../../clock.ts';
import type { Actor } from '../../people/actor.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import type { Database } from '../../postgres/database.ts';
import { leadingWords } from '../lists/leading-words.ts';
import { MOST_STRETCHES, NEWEST, RARE, termsOf } from '../lists/search-lines.ts';
import { findLines, type SearchTerms, sampleTexts, walkLines } from '../lists/search-lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { listOutSince, newestAtDesk, type OutKey, walkOut } from './original-lists-store.ts';

const WALKED = 1_000;
/** What few letters have is found among all of them, these newest of them and no more. */
const MOST_FOUND = 200;
/** An original that is out for more days than these is told of once at its desk. */
export const LONG_OUT_DAYS = 30;

/** The parts of the words by which a search is led, where few letters of the office have them. */
async function rareParts(db: Database, words: readonly string[]) {
  if (words.length === 0) return undefined;
  const { parts, share } = leadingWords(words, await sampleTexts(db));
  return share < RARE ? parts : undefined;
}

export interface DeskAsk {
  unitId: number;
  /** Those for this unit alone. */
  forUnitId?: number | undefined;
  /** Sender, number, agenda number, or subject of what may be opened. */
  text?: string;
  /** Only letters older than this id. */
  before?: number | undefined;
}

/** Papers at a desk, newest first: a page, and where the next one begins. The caller has asked who may see them. */
export async function searchAtDesk(
  db: Database,
  actor: Actor,
  { unitId, forUnitId, text = '', before = NEWEST }: DeskAsk,
  aPage: number,
): Promise<{ ids: number[]; older: number | undefined }> {
  const sight = incomingSightOf(actor);
  const terms: SearchTerms = { ...(await termsOf(db, { text })), unitId, original: { at: 'desk', forUnitId } };
  const leading = await rareParts(db, terms.words);
  const ids: number[] = [];
  let end: number | undefined = before;
  if (leading !== undefined) {
    ids.push(...(await findLines(db, sight, terms, { before, most: aPage + 1, leading })));
    end = undefined;
  }
  const narrowed = terms.words.length > 0 || forUnitId !== undefined;
  for (let stretch = 0; end !== undefined && ids.length <= aPage && stretch < MOST_STRETCHES; stretch++) {
    const look = { before: end, most: narrowed ? WALKED : aPage + 1 };
    const near = await walkLines(db, sight, terms, look, newestAtDesk(unitId, look));
    ids.push(...near.ids);
    end = near.end;
  }
  const shown = ids.slice(0, aPage);
  return { ids: shown, older: ids.length > aPage ? shown.at(-1) : end };
}

export interface OutAsk {
  unitId: number;
  /** Out for more days than these. */
  days?: number | undefined;
  text?: string;
  /** Only what comes behind this one. */
  after?: OutKey | undefined;
}

/** What is out of a desk, the longest first: a page, and behind which the next one begins. As `searchAtDesk`. */
export async function searchOut(
  { db, clock }: { db: Database; clock: Clock },
  actor: Actor,
  { unitId, days, text = '', after }: OutAsk,
  aPage: number,
): Promise<{ found: OutKey[]; next: OutKey | undefined; cut: boolean }> {
  const sight = incomingSightOf(actor);
  const before = days === undefined ? undefined : await outSinceBefore(db, clock(), days);
  const terms: SearchTerms = { ...(await termsOf(db, { text })), unitId, original: { at: 'handed', before } };
  const leading = await rareParts(db, terms.words);
  const found: OutKey[] = [];
  let end: OutKey | undefined;
  let cut = false;
  if (leading !== undefined) {
    const ids = await findLines(db, sight, terms, { before: NEWEST, most: MOST_FOUND + 1, leading });
    cut = ids.length > MOST_FOUND;
    found.push(...(await listOutSince(db, ids.slice(0, MOST_FOUND))).filter((key) => isBehind(key, after)));
  } else {
    const most = terms.words.length > 0 ? WALKED : aPage + 1;
    end = after;
    for (let stretch = 0; found.length <= aPage && stretch < MOST_STRETCHES; stretch++) {
      const near = await walkOut(db, sight, terms, { unitId, before, after: end, most });
      found.push(...near.filter(({ fits }) => fits).map(({ id, since }) => ({ id, since })));
      end = near.length < most ? undefined : near.at(-1);
      if (end === undefined) break;
    }
  }
  const shown = found.slice(0, aPage);
  return { found: shown, next: found.length > aPage ? shown.at(-1) : end, cut };
}

function isBehind({ since, id }: OutKey, after: OutKey | undefined): boolean {
  return after === undefined || since > after.since || (since.getTime() === after.since.getTime() && id > after.id);
}

/** What left before this is out for more days than these, by the office's calendar. */
export async function outSinceBefore(db: Database, now: Date, days: number): Promise<Date> {
  const timeZone = await officeTimeZone(db);
  return startOfDay(addDays(calendarDate(now, timeZone), -days), timeZone);
}

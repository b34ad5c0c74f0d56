import { addDays, startOfDay } from '../../clock.ts';
import type { Actor } from '../../people/actor.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import type { Database } from '../../postgres/database.ts';
import { type IncomingSight, incomingSightOf, newestStruck } from '../sight-store.ts';
import { listAgendaUnits, listPostsNamed } from './filter-store.ts';
import { leadingWords } from './leading-words.ts';
import { type LineFilter, refuseUnknownPost, refuseUnknownUnit } from './line-filter.ts';
import type { LineTerms } from './line-terms-store.ts';
import { type IncomingLine, listLines } from './lines-store.ts';
import { findLines, type SearchTerms, sampleTexts, walkLines } from './search-lines-store.ts';

const A_PAGE = 25;
/** Looked at in one go: of all, and where only some fit. */
const WALKED = { all: 60, some: 1_000, struck: 500 } as const;
/** Stretches walked for one page before the reader is asked whether to go on. */
export const MOST_STRETCHES = 5;
/** Of words that fewer letters have no page is filled by the newest. */
export const RARE = 0.005;
/** Beyond every id that a row can have and a number can hold. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

/** `text`: sender, number, subject, or an agenda number: `12`, `12/2026`. Days: received on these, both included. */
export type LinesAsk = Partial<LineFilter> & {
  /** Only letters older than this id: `older` of the page before. */
  before?: number | undefined;
};

export interface LinesFound {
  lines: IncomingLine[];
  /** Where the next page begins; undefined: there is nothing older. */
  older: number | undefined;
}

/**
 * Incoming letters of which the actor may see the line, newest first. What they may not open is found by sender, number and
 * agenda number where they keep that agenda, never by its subject. A page costs what its newest letters cost. Refuses a unit
 * without an agenda and a post that no name fits.
 */
export async function searchLines({ db }: { db: Database }, actor: Actor, ask: LinesAsk): Promise<LinesFound> {
  const sight = incomingSightOf(actor);
  const terms = await termsOf(db, ask);
  const { ids, end } = await findIds(db, sight, terms, ask.before ?? NEWEST);
  const shown = ids.slice(0, A_PAGE);
  const lines = shown.length === 0 ? [] : await listLines(db, sight, shown);
  return { lines, older: ids.length > A_PAGE ? shown.at(-1) : end };
}

/**
 * What many letters have in common fills a page from the newest ones alone; what few have is found by an index. Asked the other
 * way round either would read every letter of the office.
 */
async function findIds(db: Database, sight: IncomingSight, terms: SearchTerms, before: number) {
  if (terms.words.length > 0) return findWords(db, sight, terms, before);
  const isAll = Object.values({ ...terms, words: undefined }).every((each) => each === undefined);
  const ids: number[] = [];
  let end: number | undefined = before;
  for (let stretch = 0; end !== undefined && ids.length <= A_PAGE && stretch < MOST_STRETCHES; stretch++) {
    const near: Awaited<ReturnType<typeof walkLines>> =
      terms.state === 'void'
        ? await walkStruck(end)
        : await walkLines(db, sight, terms, { before: end, most: isAll ? WALKED.all : WALKED.some });
    ids.push(...near.ids);
    end = near.end;
  }
  return { ids, end };

  function walkStruck(last: number) {
    const stretch = { before: last, most: WALKED.struck };
    return walkLines(db, sight, terms, stretch, newestStruck(stretch));
  }
}

/**
 * Walked for as long as what fits so far lets expect a full page sooner than from all letters that the index would bring: one of
 * these costs about as much to look at as one of those.
 */
async function findWords(db: Database, sight: IncomingSight, terms: SearchTerms, before: number) {
  const { parts, share } = leadingWords(terms.words, await sampleTexts(db));
  const ids: number[] = [];
  let end = share < RARE ? undefined : before;
  for (let walked = WALKED.some; end !== undefined; walked += WALKED.some) {
    const near = await walkLines(db, sight, terms, { before: end, most: WALKED.some });
    ids.push(...near.ids);
    end = near.end;
    if (end === undefined || ids.length > A_PAGE) return { ids, end };
    if ((walked * (A_PAGE + 1 - ids.length)) / ids.length > share * end) break;
  }
  const wanted = { before, most: A_PAGE + 1, leading: parts };
  return { ids: await findLines(db, sight, terms, wanted), end: undefined };
}

/** What was asked, as rows are asked. Refuses as `searchLines`. */
export async function termsOf(db: Database, { text: asked = '', ...ask }: LinesAsk): Promise<SearchTerms> {
  const text = asked.normalize('NFC').replace(/\p{C}/gu, ' ').trim().slice(0, 200);
  const words = text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 10);
  const timeZone = await officeTimeZone(db);
  const [, figures, year] = /^([0-9]{1,7})(?:\/([12][0-9]{3}))?$/.exec(text) ?? [];
  return {
    ...(await lineTerms(db, ask)),
    words,
    agenda:
      figures === undefined
        ? undefined
        : { number: Number(figures), year: year === undefined ? undefined : Number(year) },
    receivedFrom: ask.from === undefined ? undefined : startOfDay(ask.from, timeZone),
    receivedBefore: ask.to === undefined ? undefined : startOfDay(addDays(ask.to, 1), timeZone),
  };
}

/** What narrows by the line itself, as rows are asked. Refuses as `searchLines`. */
export async function lineTerms(db: Database, filter: Partial<LineFilter>): Promise<LineTerms> {
  const { state, unitId, security, urgency, channel, post = '' } = filter;
  if (unitId !== undefined && !(await listAgendaUnits(db)).some(({ id }) => id === unitId)) refuseUnknownUnit();
  const words = post.split(/\s+/u).filter((word) => word !== '');
  const positionIds = words.length === 0 ? undefined : await listPostsNamed(db, words);
  if (positionIds?.length === 0) refuseUnknownPost();
  return { state, unitId, security, urgency, channel, positionIds };
}

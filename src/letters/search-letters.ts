import type { Actor } from '../people/actor.ts';
import type { Sql } from '../postgres/database.ts';
import { foldNumber } from '../registers/letter-number.ts';
import type { LettersDeps } from './deps.ts';
import { type FoundLetter, findLetters, listFound, type SearchTerms, walkLetters } from './letter-search-store.ts';
import type { Sight } from './letter-sight-store.ts';
import type { StatusStanding } from './letter-status.ts';
import { sightOf } from './letter-subject.ts';
import type { LetterState } from './letters-store.ts';

const A_PAGE = 25;
/** How many letters are looked at before a list is shown: of all, and where only some of them fit. */
const WALKED = { all: 550, some: 1_000 } as const;
/** Of what is narrowed down, looked at in one go: enough to count to the bound where the reader sees one in eight. */
const NARROWED = 400;
/** What is counted; more are told as more. */
const COUNTED = { all: 500, some: 50 } as const;
/** Beyond every id that a row can have and a number can hold. */
const NEWEST = Number.MAX_SAFE_INTEGER;

export interface LettersFound {
  letters: FoundLetter[];
  /** How many were counted; with `more` there are others, older than these. */
  total: number;
  more: boolean;
  page: number;
  /** Pages of those that were counted. */
  pages: number;
  /** Where the search goes on below the last page; undefined: there is nothing older. */
  older: number | undefined;
}

export interface LettersQuery {
  text: string;
  state: LetterState | undefined;
  standing?: StatusStanding | undefined;
  page: number;
  /** Only letters older than this id: `older` of the stretch above. */
  before?: number | undefined;
}

/**
 * Letters that the actor may read, newest first: by words of the subject, or by a number as printed (case and spaces do
 * not count), by state, and by how an issued one stands since. However many letters there are, a list costs what its newest cost:
 * it is counted to a bound, and goes on below it with `before`.
 */
export async function searchLetters(
  deps: Pick<LettersDeps, 'db'>,
  actor: Actor,
  query: LettersQuery,
): Promise<LettersFound> {
  const text = query.text.normalize('NFC').replace(/\p{C}/gu, ' ').slice(0, 200);
  const words = text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 10);
  const terms = { words, foldedNumber: foldNumber(text), state: query.state, standing: query.standing };
  const { ids, older } = await findIds(deps.db, sightOf(actor), terms, query.before ?? NEWEST);
  const pages = Math.max(1, Math.ceil(ids.length / A_PAGE));
  const page = Math.min(Math.max(1, query.page), pages);
  const shown = ids.slice((page - 1) * A_PAGE, page * A_PAGE);
  const letters = shown.length === 0 ? [] : await listFound(deps.db, shown);
  return { letters, total: ids.length, more: older !== undefined, page, pages, older };
}

/**
 * What many letters have in common fills a page from the newest ones alone; what few have is found by an index. Asked the other
 * way round either would read every letter of the office.
 */
async function findIds(
  db: Sql,
  sight: Sight,
  terms: SearchTerms,
  before: number,
): Promise<{ ids: number[]; older: number | undefined }> {
  const isAll = terms.words.length === 0 && terms.state === undefined && terms.standing === undefined;
  const counted = isAll ? COUNTED.all : COUNTED.some;
  // Few letters stand no longer as they were issued, and those are kept in order: hardly any is among the newest.
  if (terms.standing === undefined || terms.words.length > 0) {
    const near = await walkLetters(db, sight, terms, { before, most: isAll ? WALKED.all : WALKED.some });
    if (near.end === undefined || near.ids.length > A_PAGE) return bounded(near.ids, counted, near.end);
  }
  const ids: number[] = [];
  for (let below: number | undefined = before; below !== undefined; ) {
    const found = await findLetters(db, sight, terms, { before: below, most: NARROWED });
    ids.push(...found.ids);
    below = found.end;
    if (ids.length > counted) return bounded(ids, counted, below);
  }
  return bounded(ids, counted, undefined);
}

function bounded(ids: number[], most: number, end: number | undefined) {
  return ids.length > most ? { ids: ids.slice(0, most), older: ids[most - 1] } : { ids, older: end };
}

import { addDays, startOfDay } from '../clock.ts';
import type { Actor } from '../people/actor.ts';
import { officeTimeZone } from '../people/office-store.ts';
import type { Database } from '../postgres/database.ts';
import type { Incoming } from './incoming-store.ts';
import { findLines, type IncomingLine, type LineTerms, listLines, walkLines } from './lines-store.ts';
import { type IncomingSight, incomingSightOf } from './sight-store.ts';

const A_PAGE = 25;
/** Looked at in one go: of all, and where only some fit. */
const WALKED = { all: 60, some: 1_000 } as const;
/** Stretches walked for one page before the reader is asked whether to go on. */
const MOST_STRETCHES = 5;
/** Beyond every id that a row can have and a number can hold. */
const NEWEST = Number.MAX_SAFE_INTEGER;

export interface LinesAsk {
  /** Sender, number, subject, or an agenda number: `12`, `12/2026`. */
  text?: string;
  state?: Incoming['state'] | undefined;
  unitId?: number | undefined;
  /** Received on these days, `YYYY-MM-DD` in the office's zone, both included. */
  from?: string | undefined;
  to?: string | undefined;
  /** Only letters older than this id: `older` of the page before. */
  before?: number | undefined;
}

export interface LinesFound {
  lines: IncomingLine[];
  /** Where the next page begins; undefined: there is nothing older. */
  older: number | undefined;
}

/**
 * Incoming letters of which the actor may see the line, newest first. What they may not open is found by sender, number and
 * agenda number where they keep that agenda, never by its subject. A page costs what its newest letters cost.
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
async function findIds(db: Database, sight: IncomingSight, terms: LineTerms, before: number) {
  const isText = terms.words.length > 0 || terms.agenda !== undefined;
  const isAll = !isText && Object.values({ ...terms, words: undefined }).every((each) => each === undefined);
  const ids: number[] = [];
  let end: number | undefined = before;
  for (let stretch = 0; end !== undefined && ids.length <= A_PAGE && stretch < MOST_STRETCHES; stretch++) {
    const near = await walkLines(db, sight, terms, { before: end, most: isAll ? WALKED.all : WALKED.some });
    ids.push(...near.ids);
    end = near.end;
    if (isText && end !== undefined && ids.length <= A_PAGE) {
      return { ids: await findLines(db, sight, terms, before), end: undefined };
    }
  }
  return { ids, end };
}

async function termsOf(db: Database, ask: LinesAsk): Promise<LineTerms> {
  const text = (ask.text ?? '').normalize('NFC').replace(/\p{C}/gu, ' ').trim().slice(0, 200);
  const words = text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, 10);
  const timeZone = await officeTimeZone(db);
  const [, figures, year] = /^([0-9]{1,7})(?:\/([12][0-9]{3}))?$/.exec(text) ?? [];
  return {
    words,
    agenda:
      figures === undefined
        ? undefined
        : { number: Number(figures), year: year === undefined ? undefined : Number(year) },
    state: ask.state,
    unitId: ask.unitId,
    receivedFrom: ask.from === undefined ? undefined : startOfDay(ask.from, timeZone),
    receivedBefore: ask.to === undefined ? undefined : startOfDay(addDays(ask.to, 1), timeZone),
  };
}

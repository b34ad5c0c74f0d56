import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { joinSql, type Query, sql } from '../../postgres/sql.ts';
import { couldBeOriginal, type OriginalTerms } from '../originals/original-terms-store.ts';
import { type IncomingSight, lineAlone, lineVisible, newestInSight, readable } from '../sight-store.ts';
import { foldWord, type Part } from './leading-words.ts';
import { couldBeLine, type LineTerms, toldOfLine } from './line-terms-store.ts';

export interface SearchTerms extends LineTerms {
  /** Each must occur in the subject (of what may be opened), the sender or the number. */
  words: string[];
  /** Or this agenda number, of this year or of any. */
  agenda: { number: number; year: number | undefined } | undefined;
  receivedFrom: Date | undefined;
  receivedBefore: Date | undefined;
  /** Where its paper is. */
  original?: OriginalTerms;
}

export interface Stretch {
  before: number;
  most: number;
}

const Looked = z.object({ ids: z.array(z.number()), looked: z.number(), last: z.number().nullable() });
type Found = { ids: number[]; end: number | undefined };

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** In the number as `number_folded` is made; a mark alone, which every number has, says nothing. */
function inNumber(text: string): Query {
  const folded = foldWord(text);
  return folded === '' ? sql`false` : sql`i.number_folded LIKE ${like(folded)}`;
}

/** What of a letter's fitting its row alone says: its subject counts as found, whoever asks. */
export function couldFit(terms: SearchTerms): Query {
  const { words, agenda, receivedFrom, receivedBefore, original } = terms;
  const word = words.map(
    (text) => sql`(i.sender_name ILIKE ${like(text)} OR ${inNumber(text)} OR i.subject ILIKE ${like(text)})`,
  );
  const inText = word.length === 0 ? undefined : sql`(${joinSql(word, ' AND ')})`;
  const inAgenda = agenda === undefined ? undefined : isAgenda(agenda);
  const text = [inText, inAgenda].filter((each) => each !== undefined);
  return joinSql(
    [
      couldBeLine(terms),
      ...(text.length === 0 ? [] : [sql`(${joinSql(text, ' OR ')})`]),
      ...(receivedFrom === undefined ? [] : [sql`i.received_at >= ${receivedFrom}`]),
      ...(receivedBefore === undefined ? [] : [sql`i.received_at < ${receivedBefore}`]),
      ...(original === undefined ? [] : [couldBeOriginal(original)]),
    ],
    ' AND ',
  );
}

/** What is secret is found by its subject, or by who has it, by nobody who may not open it: whether it can be opened is `i.opens`. */
export function fitsReader(terms: SearchTerms): Query {
  const { words, agenda } = terms;
  const told = toldOfLine(terms, sql`i.opens`);
  if (words.length === 0) return told;
  const word = words.map(
    (text) =>
      sql`(i.sender_name ILIKE ${like(text)} OR ${inNumber(text)} OR (i.subject ILIKE ${like(text)} AND i.opens))`,
  );
  const inText = sql`(${joinSql(word, ' AND ')})`;
  return sql`${told} AND ${agenda === undefined ? inText : sql`(${inText} OR ${isAgenda(agenda)})`}`;
}

function isAgenda({ number, year }: NonNullable<SearchTerms['agenda']>): Query {
  return year === undefined ? sql`i.agenda = ${number}` : sql`(i.agenda = ${number} AND i.year = ${year})`;
}

/**
 * The newest in sight that fit, among the newest `most`. `end`: the last one looked at; undefined: there are no older ones. Each is
 * fetched by its id (OFFSET 0: the planner would rather begin with every letter that has a word), and who may open it is asked
 * once, of those that could fit. `newest`: the ids that are walked, where it is not everything in sight.
 */
export async function walkLines(
  db: Sql,
  sight: IncomingSight,
  terms: SearchTerms,
  stretch: Stretch,
  newest: Query = newestInSight(sight, stretch),
): Promise<Found> {
  // Of most lists the line alone says enough: then what costs more is asked of those whose line would not be shown.
  const isLineEnough = terms.words.length === 0 && terms.positionIds === undefined;
  const fitting = isLineEnough
    ? sql`SELECT i.id::float8 FROM could i WHERE ${lineVisible(sight)}`
    : sql`SELECT i.id::float8 FROM (SELECT i.*, ${readable(sight)} AS opens FROM could i OFFSET 0) i
        WHERE (i.opens OR ${lineAlone(sight)}) AND ${fitsReader(terms)}`;
  const { ids, looked, last } = await db.one(
    Looked,
    sql`WITH near AS MATERIALIZED ${newest},
          could AS MATERIALIZED (SELECT i.* FROM near CROSS JOIN LATERAL (SELECT * FROM incoming l WHERE l.id = near.id OFFSET 0) i
            WHERE ${couldFit(terms)})
        SELECT ARRAY (${fitting} ORDER BY i.id DESC) AS ids,
          (SELECT count(*)::int FROM near) AS looked, (SELECT min(id) FROM near) AS last`,
  );
  return { ids, end: looked < stretch.most ? undefined : (last ?? undefined) };
}

/** As the index of words has it: sender, folded number and subject in one, so that all words are looked for in one go. */
const inIndex = sql`(i.sender_name || ' ' || i.number_folded || ' ' || i.subject)`;
const hasOne = (part: Part) =>
  sql`(${joinSql(
    part.map((text) => sql`${inIndex} ILIKE ${like(text)}`),
    ' OR ',
  )})`;
/** What the look at a letter needs of it: of many of them all is not carried along. */
const looked = sql`i.id, i.unit_id, i.year, i.agenda, i.sender_name, i.number_folded, i.subject, i.received_at, i.security, i.urgency,
  i.channel, i.state, i.addressee_position_id, i.registered_by, i.original, i.original_since`;

/**
 * The newest `most` in sight older than `before` that have the words or the agenda number, looked for by their indexes among all
 * letters of the office. `leading`: of each of these a letter has one, whatever else it needs; without any every letter is read.
 * Each is looked at, and who may open it asked, from the newest on until there are enough (OFFSET 0 keeps these steps apart).
 */
export async function findLines(
  db: Sql,
  sight: IncomingSight,
  terms: SearchTerms,
  { before, most, leading }: Stretch & { leading: readonly Part[] },
): Promise<number[]> {
  const older = sql`i.id < ${before}::bigint`;
  const parts = leading.length > 0 ? leading : terms.words.map((word) => [word, foldWord(word) || word]);
  const agenda =
    terms.agenda === undefined
      ? sql``
      : sql`UNION SELECT ${looked} FROM incoming i WHERE ${isAgenda(terms.agenda)} AND ${older}`;
  const row = await db.one(
    z.object({ ids: z.array(z.number()) }),
    sql`WITH near AS MATERIALIZED (SELECT ${looked} FROM incoming i WHERE ${joinSql(parts.map(hasOne), ' AND ')} AND ${older} ${agenda})
        SELECT ARRAY (SELECT i.id::float8
          FROM (SELECT i.*, ${readable(sight)} AS opens
            FROM (SELECT * FROM (SELECT * FROM near ORDER BY id DESC OFFSET 0) i WHERE ${couldFit(terms)} ORDER BY i.id DESC OFFSET 0) i
            ORDER BY i.id DESC OFFSET 0) i
          WHERE (i.opens OR ${lineAlone(sight)}) AND ${fitsReader(terms)} ORDER BY i.id DESC LIMIT ${most}::int) AS ids`,
  );
  return row.ids;
}

/**
 * Texts of letters from all over the office as the index has them: those that PostgreSQL kept when it last counted, for its own
 * guesses. None before that, or where the index is missing. They are compared with what is looked for and never shown.
 */
export async function sampleTexts(db: Sql): Promise<string[]> {
  const row = await db.maybe(
    z.object({ texts: z.array(z.string()).nullable() }),
    sql`SELECT histogram_bounds::text::text[] AS texts FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'incoming_words'`,
  );
  return row?.texts ?? [];
}

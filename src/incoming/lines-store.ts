import { z } from 'zod';
import { SECURITY, URGENCY } from '../letters/letter-kind.ts';
import type { Sql } from '../postgres/database.ts';
import { joinSql, type Query, sql } from '../postgres/sql.ts';
import { CHANNELS, INCOMING_STATES, type Incoming } from './incoming-store.ts';
import { type IncomingSight, lineAlone, lineVisible, newestInSight, readable } from './sight-store.ts';

const LineRow = z.object({
  id: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  channel: z.enum(CHANNELS),
  senderName: z.string(),
  number: z.string(),
  letterDate: z.string().nullable(),
  /** Empty for R and SR, and for whoever may see the line alone. */
  subject: z.string(),
  /** Whether the letter itself may be opened. */
  readable: z.boolean(),
  receivedAt: z.date(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  addresseeName: z.string(),
  state: z.enum(INCOMING_STATES),
  stateReason: z.string(),
  registeredAt: z.date(),
  /** The posts that have it in hand now; of R and SR only for whoever may open it. */
  holders: z.array(z.string()),
});
/** What a list shows of one incoming letter. */
export type IncomingLine = z.infer<typeof LineRow>;

export function lineColumns(sight: IncomingSight): Query {
  return sql`i.id, i.unit_id, u.name AS unit_name, i.year, i.agenda, i.channel, i.sender_name, i.number, i.letter_date,
      CASE WHEN i.security IN ('B', 'T') AND ${readable(sight)} THEN i.subject ELSE '' END AS subject, ${readable(sight)} AS readable,
      i.received_at, i.security, i.urgency, a.name AS addressee_name, i.state, i.state_reason, i.registered_at,
      ARRAY (SELECT p.name FROM holding h JOIN position p ON p.id = h.position_id
        WHERE h.incoming_id = i.id AND h.state IN ('unread', 'read', 'reported') AND (i.security IN ('B', 'T') OR ${readable(sight)})
        ORDER BY h.id LIMIT 5) AS holders
    FROM incoming i JOIN unit u ON u.id = i.unit_id JOIN position a ON a.id = i.addressee_position_id`;
}

/** Of these letters, the lines that the reader may see, newest first. */
export function listLines(db: Sql, sight: IncomingSight, ids: readonly number[]): Promise<IncomingLine[]> {
  return db.many(
    LineRow,
    sql`SELECT ${lineColumns(sight)} WHERE i.id = ANY (${[...ids]}::bigint[]) AND ${lineVisible(sight)} ORDER BY i.id DESC`,
  );
}

/** The lines of one unit's agenda below a number, highest first. The caller has asked who may see them. */
export function listAgenda(
  db: Sql,
  sight: IncomingSight,
  { unitId, year, below, most }: { unitId: number; year: number; below: number; most: number },
): Promise<IncomingLine[]> {
  return db.many(
    LineRow,
    sql`SELECT ${lineColumns(sight)} WHERE i.unit_id = ${unitId} AND i.year = ${year} AND i.agenda < ${below}::bigint
        ORDER BY i.agenda DESC LIMIT ${most}::int`,
  );
}

/** How many were registered since an instant in these agendas. */
export async function countRegisteredSince(db: Sql, unitIds: readonly number[], since: Date): Promise<number> {
  const row = await db.one(
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int FROM incoming WHERE unit_id = ANY (${[...unitIds]}::int[]) AND registered_at >= ${since}`,
  );
  return row.count;
}

export interface LineTerms {
  /** Each must occur in the subject (of what may be opened), the sender or the number. */
  words: string[];
  /** Or this agenda number, of this year or of any. */
  agenda: { number: number; year: number | undefined } | undefined;
  state: Incoming['state'] | undefined;
  unitId: number | undefined;
  receivedFrom: Date | undefined;
  receivedBefore: Date | undefined;
}

export interface Stretch {
  before: number;
  most: number;
}

const Looked = z.object({ ids: z.array(z.number()), looked: z.number(), last: z.number().nullable() });
type Found = { ids: number[]; end: number | undefined };

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
const NEITHER_LETTER_NOR_FIGURE = /[^\p{L}\p{N}]/gu;
/** In the number as `number_folded` is made; a mark alone, which every number has, says nothing. */
function inNumber(text: string): Query {
  const folded = text.toLowerCase().replace(NEITHER_LETTER_NOR_FIGURE, '');
  return folded === '' ? sql`false` : sql`i.number_folded LIKE ${like(folded)}`;
}

/** What of a letter's fitting its row alone says: its subject counts as found, whoever asks. */
function couldFit({ words, agenda, state, unitId, receivedFrom, receivedBefore }: LineTerms): Query {
  const word = words.map(
    (text) => sql`(i.sender_name ILIKE ${like(text)} OR ${inNumber(text)} OR i.subject ILIKE ${like(text)})`,
  );
  const inText = word.length === 0 ? undefined : sql`(${joinSql(word, ' AND ')})`;
  const inAgenda = agenda === undefined ? undefined : isAgenda(agenda);
  const text = [inText, inAgenda].filter((each) => each !== undefined);
  return joinSql(
    [
      sql`true`,
      ...(text.length === 0 ? [] : [sql`(${joinSql(text, ' OR ')})`]),
      ...(state === undefined ? [] : [sql`i.state = ${state}`]),
      ...(unitId === undefined ? [] : [sql`i.unit_id = ${unitId}`]),
      ...(receivedFrom === undefined ? [] : [sql`i.received_at >= ${receivedFrom}`]),
      ...(receivedBefore === undefined ? [] : [sql`i.received_at < ${receivedBefore}`]),
    ],
    ' AND ',
  );
}

/** What is secret is found by its subject by nobody who may not open it: whether it can be opened is `i.opens`. */
function fitsReader({ words, agenda }: LineTerms): Query {
  if (words.length === 0) return sql`true`;
  const word = words.map(
    (text) =>
      sql`(i.sender_name ILIKE ${like(text)} OR ${inNumber(text)} OR (i.subject ILIKE ${like(text)} AND i.opens))`,
  );
  const inText = sql`(${joinSql(word, ' AND ')})`;
  return agenda === undefined ? inText : sql`(${inText} OR ${isAgenda(agenda)})`;
}

/** As the index of words has it: sender, folded number and subject in one, so that all words are looked for in one go. */
function anywhere(text: string): Query {
  const all = sql`(i.sender_name || ' ' || i.number_folded || ' ' || i.subject)`;
  const folded = text.toLowerCase().replace(NEITHER_LETTER_NOR_FIGURE, '');
  const asTyped = sql`${all} ILIKE ${like(text)}`;
  return folded === '' || folded === text.toLowerCase() ? asTyped : sql`(${asTyped} OR ${all} ILIKE ${like(folded)})`;
}

function isAgenda({ number, year }: NonNullable<LineTerms['agenda']>): Query {
  return year === undefined ? sql`i.agenda = ${number}` : sql`(i.agenda = ${number} AND i.year = ${year})`;
}

/**
 * Those of `near` that fit and may be seen. Each is fetched by its id (OFFSET 0: the planner would rather begin with every letter
 * that has a word), and who may open it is asked once, of those that could fit.
 */
async function among(db: Sql, sight: IncomingSight, terms: LineTerms, near: Query): Promise<z.infer<typeof Looked>> {
  return db.one(
    Looked,
    sql`WITH near AS MATERIALIZED ${near},
          could AS MATERIALIZED (SELECT i.* FROM near CROSS JOIN LATERAL (SELECT * FROM incoming l WHERE l.id = near.id OFFSET 0) i
            WHERE ${couldFit(terms)}),
          asked AS MATERIALIZED (SELECT i.*, ${readable(sight)} AS opens FROM could i)
        SELECT ARRAY (SELECT i.id::float8 FROM asked i
            WHERE (i.opens OR ${lineAlone(sight)}) AND ${fitsReader(terms)} ORDER BY i.id DESC) AS ids,
          (SELECT count(*)::int FROM near) AS looked, (SELECT min(id) FROM near) AS last`,
  );
}

/** The newest in sight that fit, among the newest `most`. `end`: the last one looked at; undefined: there are no older ones. */
export async function walkLines(db: Sql, sight: IncomingSight, terms: LineTerms, stretch: Stretch): Promise<Found> {
  const { ids, looked, last } = await among(db, sight, terms, newestInSight(sight, stretch));
  return { ids, end: looked < stretch.most ? undefined : (last ?? undefined) };
}

/** Everything in sight that has the words or the agenda number, looked for whole by their indexes, newest first. */
export async function findLines(db: Sql, sight: IncomingSight, terms: LineTerms, before: number): Promise<number[]> {
  const older = sql`i.id < ${before}::bigint`;
  // The rarest word would do; which one that is only the index knows, so all of them narrow. What has no three letters or
  // figures in a row is in no index: alone it reads every letter, beside others it is left to the look at each.
  const indexed = terms.words.filter((text) => /[\p{L}\p{N}]{3}/u.test(text));
  const words = (indexed.length > 0 ? indexed : terms.words).map(anywhere);
  const parts = [
    ...(words.length === 0 ? [] : [sql`SELECT i.id FROM incoming i WHERE ${joinSql(words, ' AND ')} AND ${older}`]),
    ...(terms.agenda === undefined
      ? []
      : [sql`SELECT i.id FROM incoming i WHERE ${isAgenda(terms.agenda)} AND ${older}`]),
  ];
  const [first = sql`SELECT NULL::bigint AS id WHERE false`, second] = parts;
  const near = second === undefined ? sql`(${first})` : sql`(${first} UNION ${second})`;
  return (await among(db, sight, terms, near)).ids;
}

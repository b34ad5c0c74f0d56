import { z } from 'zod';
import { SECURITY } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import { joinSql, type Query, sql } from '../postgres/sql.ts';
import { URGENCY } from './letter-kind.ts';
import { amongThemInSight, newestInSight, type Sight, visible } from './letter-sight-store.ts';
import type { StatusStanding } from './letter-status.ts';
import { joinStanding, StandingColumn } from './letter-status-store.ts';
import { LETTER_STATES, type LetterState } from './letters-store.ts';

const FoundRow = z.object({
  id: z.number(),
  kindName: z.string(),
  kindNameEn: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  state: z.enum(LETTER_STATES),
  standing: StandingColumn,
  stateSince: z.date(),
  number: z.string().nullable(),
  drafterName: z.string(),
});
export type FoundLetter = z.infer<typeof FoundRow>;

export interface SearchTerms {
  /** Each must occur in the subject, in any case. */
  words: string[];
  /** Or this in a number of the letter, as `foldNumber` makes it. Empty: everything. */
  foldedNumber: string;
  state: LetterState | undefined;
  standing: StatusStanding | undefined;
}

/** Which part of the letters: those older than `before`, and at most so many. */
export interface Stretch {
  before: number;
  most: number;
}

const id = z.object({ id: z.number() });
const Looked = z.object({ ids: z.array(z.number()), looked: z.number(), last: z.number().nullable() });
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
const hasWords = (words: readonly string[]) =>
  joinSql(
    words.map((word) => sql`l.subject ILIKE ${like(word)}`),
    ' AND ',
  );

const joins = sql`JOIN appointment a ON a.id = l.drafter_id`;

function stateAndStanding({ state, standing }: SearchTerms): Query {
  return sql`${state === undefined ? sql`` : sql`AND l.state = ${state}`} ${standing === undefined ? sql`` : sql`AND standing.code = ${standing}`}`;
}

/**
 * The newest letters in sight that fit, newest first, looked for among the newest `most`. `end` is the last one looked at, so that
 * the next stretch begins below it; undefined: there are no older ones.
 */
export async function walkLetters(
  db: Sql,
  sight: Sight,
  terms: SearchTerms,
  stretch: Stretch,
): Promise<{ ids: number[]; end: number | undefined }> {
  const fits =
    terms.words.length === 0
      ? sql``
      : sql`AND ((${hasWords(terms.words)}) OR EXISTS (SELECT FROM letter_number m
            WHERE m.letter_id = l.id AND m.folded LIKE ${like(terms.foldedNumber)} OFFSET 0))`;
  const row = await db.one(
    Looked,
    sql`WITH near AS MATERIALIZED ${newestInSight(sight, stretch)}
        SELECT ARRAY (SELECT l.id::float8 FROM near JOIN letter l ON l.id = near.id ${joins} ${terms.standing === undefined ? sql`` : joinStanding}
            WHERE ${visible(sight)} ${fits} ${stateAndStanding(terms)} ORDER BY l.id DESC) AS ids,
          (SELECT count(*)::int FROM near) AS looked, (SELECT min(id) FROM near) AS last`,
  );
  return { ids: row.ids, end: row.looked < stretch.most ? undefined : (row.last ?? undefined) };
}

/**
 * The letters in sight that fit, newest first, looked for among the newest `most` of what narrows them most: standing or state. What
 * has the words is no list in order: it is looked for whole.
 */
export async function findLetters(
  db: Sql,
  sight: Sight,
  terms: SearchTerms,
  stretch: Stretch,
): Promise<{ ids: number[]; end: number | undefined }> {
  const ordered = terms.words.length === 0;
  const row = await db.one(
    Looked,
    sql`WITH near AS MATERIALIZED ${ordered ? narrowest(terms, stretch) : withWords(terms, stretch)},
          seen AS MATERIALIZED ${amongThemInSight(sight, sql`ARRAY (SELECT id FROM near)`)}
        SELECT ARRAY (SELECT l.id::float8 FROM seen JOIN letter l ON l.id = seen.id ${joins} ${terms.standing === undefined ? sql`` : joinStanding}
            WHERE ${visible(sight)} ${stateAndStanding(terms)} ORDER BY l.id DESC) AS ids,
          (SELECT count(*)::int FROM near) AS looked, (SELECT min(id) FROM near) AS last`,
  );
  return { ids: row.ids, end: !ordered || row.looked < stretch.most ? undefined : (row.last ?? undefined) };
}

function withWords({ words, foldedNumber }: SearchTerms, { before }: Stretch): Query {
  return sql`(SELECT l.id FROM letter l WHERE ${hasWords(words)} AND l.id < ${before}::bigint
      UNION SELECT m.letter_id FROM letter_number m WHERE ${hasNumber(foldedNumber)} AND m.letter_id < ${before}::bigint)`;
}

/**
 * The parts of a number that all numbers of a unit have in common have the longest lists in the index of parts, and reading them is what
 * costs: where four figures or more stand between others it is asked for these alone, and the rest of the few that have them.
 */
function hasNumber(folded: string): Query {
  const figures = [...folded.matchAll(/(?:^|[^0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,}(?:[^0-9]|$)/g)];
  const [telling] = figures.map(([text]) => text).sort((a, b) => b.length - a.length);
  return telling === undefined
    ? sql`m.folded LIKE ${like(folded)}`
    : sql`m.folded LIKE ${like(telling)} AND strpos(m.folded, ${folded}) > 0`;
}

function narrowest({ standing, state }: SearchTerms, { before, most }: Stretch): Query {
  const older = sql`${before}::bigint`;
  const limit = sql`LIMIT ${most}::int`;
  if (standing !== undefined)
    return sql`(SELECT s.letter_id AS id FROM letter_status s WHERE s.code = ${standing} AND s.letter_id < ${older}
        ORDER BY s.letter_id DESC ${limit})`;
  // Said once more for the index that holds only these.
  if (state !== undefined && state !== 'issued')
    return sql`(SELECT l.id FROM letter l WHERE l.state = ${state} AND l.state <> 'issued' AND l.id < ${older} ORDER BY l.id DESC ${limit})`;
  return sql`(SELECT l.id FROM letter l WHERE l.id < ${older} ORDER BY l.id DESC ${limit})`;
}

/** What a list shows of these letters, newest first. The caller has asked who may see them. */
export function listFound(db: Sql, letterIds: readonly number[]): Promise<FoundLetter[]> {
  return db.many(
    FoundRow,
    sql`SELECT l.id, k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en, l.subject, l.security, l.urgency, l.state, standing.code AS standing, l.state_since,
          n.text AS number, p.name AS drafter_name
        FROM letter l JOIN appointment a ON a.id = l.drafter_id JOIN person p ON p.id = a.person_id
          JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
          LEFT JOIN letter_number n ON n.letter_id = l.id AND n.state <> 'cancelled'
          ${joinStanding}
        WHERE l.id = ANY (${[...letterIds]}::bigint[]) ORDER BY l.id DESC`,
  );
}

/** Letters within sight that hold exactly this number, as `foldNumber` makes it. */
export async function listByNumber(db: Sql, sight: Sight, foldedNumber: string): Promise<{ id: number }[]> {
  return db.many(
    id,
    sql`SELECT DISTINCT l.id FROM letter l ${joins} JOIN letter_number n ON n.letter_id = l.id AND n.state <> 'cancelled'
        WHERE n.folded = ${foldedNumber} AND ${visible(sight)} LIMIT 2`,
  );
}

/** Which of these letters are within sight. */
export async function listVisible(db: Sql, sight: Sight, letterIds: readonly number[]): Promise<{ id: number }[]> {
  return db.many(
    id,
    sql`SELECT l.id FROM letter l ${joins} WHERE l.id = ANY (${[...letterIds]}::bigint[]) AND ${visible(sight)}`,
  );
}

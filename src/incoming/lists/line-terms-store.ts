import { joinSql, type Query, sql } from '../../postgres/sql.ts';
import type { LineFilter } from './line-filter.ts';

/** What of a line narrows a list or a book, with posts by their ids. */
export interface LineTerms extends Pick<LineFilter, 'state' | 'unitId' | 'security' | 'urgency' | 'channel'> {
  /** Addressed to one of these, or in the hands of one now: what the line shows to everybody who sees it. */
  positionIds: readonly number[] | undefined;
}

const inHandOf = (positionIds: readonly number[]) => sql`EXISTS (SELECT FROM holding h WHERE h.incoming_id = i.id
  AND h.state IN ('unread', 'read', 'reported') AND h.position_id = ANY (${[...positionIds]}::int[]) OFFSET 0)`;
const addressedTo = (positionIds: readonly number[]) => sql`i.addressee_position_id = ANY (${[...positionIds]}::int[])`;

/** Of the row `i` of incoming alone; true where nothing narrows. That a post has a secret letter counts as told, whoever asks. */
export function couldBeLine({ state, unitId, security, urgency, channel, positionIds }: LineTerms): Query {
  return joinSql(
    [
      sql`true`,
      ...(state === undefined ? [] : [sql`i.state = ${state}`]),
      ...(unitId === undefined ? [] : [sql`i.unit_id = ${unitId}`]),
      ...(security === undefined ? [] : [sql`i.security = ${security}`]),
      ...(urgency === undefined ? [] : [sql`i.urgency = ${urgency}`]),
      ...(channel === undefined ? [] : [sql`i.channel = ${channel}`]),
      ...(positionIds === undefined ? [] : [sql`(${addressedTo(positionIds)} OR ${inHandOf(positionIds)})`]),
    ],
    ' AND ',
  );
}

/** Which posts have a secret letter is told, and so found, by whoever may open it. `opens`: whether the reader may. */
export function toldOfLine({ positionIds }: LineTerms, opens: Query): Query {
  return positionIds === undefined
    ? sql`true`
    : sql`(${addressedTo(positionIds)} OR i.security IN ('B', 'T') OR ${opens})`;
}

/** For a book, whose reader keeps the agenda and is none of those whom a secret letter reaches. */
export function fitsBook(terms: LineTerms): Query {
  return sql`${couldBeLine(terms)} AND ${toldOfLine(terms, sql`false`)}`;
}

/** The same of a sheet `s` about it: posts are who wrote it and who got it. */
export function fitsSheet({ positionIds, ...terms }: LineTerms): Query {
  const line = couldBeLine({ ...terms, positionIds: undefined });
  if (positionIds === undefined) return line;
  return sql`${line} AND i.security IN ('B', 'T') AND EXISTS (SELECT FROM holding h WHERE h.incoming_id = i.id
    AND (h.sheet_id = s.id OR h.id = s.from_holding_id) AND h.position_id = ANY (${[...positionIds]}::int[]) OFFSET 0)`;
}

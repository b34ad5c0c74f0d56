import { joinSql, type Query, sql } from '../postgres/sql.ts';
import type { LineFilter } from './line-filter.ts';

/** What of a line narrows a list or a book, with posts by their ids. */
export interface LineTerms extends Pick<LineFilter, 'state' | 'unitId' | 'security' | 'urgency' | 'channel'> {
  /** Addressed to one of these, or in the hands of one now: what the line shows to everybody who sees it. */
  positionIds: readonly number[] | undefined;
}

/** Its letter is in the hands of one of these posts now. */
export function inHandOf(positionIds: readonly number[]): Query {
  return sql`EXISTS (SELECT FROM holding h WHERE h.incoming_id = i.id AND h.state IN ('unread', 'read', 'reported')
    AND h.position_id = ANY (${[...positionIds]}::int[]) OFFSET 0)`;
}

/** Of the row `i` of incoming alone; true where nothing narrows. */
export function fitsLine({ state, unitId, security, urgency, channel, positionIds }: LineTerms): Query {
  return joinSql(
    [
      sql`true`,
      ...(state === undefined ? [] : [sql`i.state = ${state}`]),
      ...(unitId === undefined ? [] : [sql`i.unit_id = ${unitId}`]),
      ...(security === undefined ? [] : [sql`i.security = ${security}`]),
      ...(urgency === undefined ? [] : [sql`i.urgency = ${urgency}`]),
      ...(channel === undefined ? [] : [sql`i.channel = ${channel}`]),
      ...(positionIds === undefined
        ? []
        : [sql`(i.addressee_position_id = ANY (${[...positionIds]}::int[]) OR ${inHandOf(positionIds)})`]),
    ],
    ' AND ',
  );
}

import { joinSql, type Query, sql } from '../../postgres/sql.ts';

/** `forUnitId`: for whose posts it came, or who has the letter in hand where it is not secret. `before`: out since earlier than this. */
export type OriginalTerms = { at: 'desk'; forUnitId: number | undefined } | { at: 'handed'; before: Date | undefined };

/** Of the row `i` of incoming, as the indexes of these have it: its paper lies at the desk. */
export const liesAtDesk = sql`i.original = 'desk' AND i.channel IN ('post', 'courier', 'counter') AND i.state <> 'void'`;
/** Likewise: it is in somebody's hands. */
export const isOut = sql`i.original = 'handed' AND i.state <> 'void'`;

/** Of the row `i` of incoming: its paper lies at the desk, or is in somebody's hands. */
export function couldBeOriginal(terms: OriginalTerms): Query {
  if (terms.at === 'handed') return sql`${isOut} ${outBefore(terms.before)}`;
  const { forUnitId } = terms;
  return joinSql([liesAtDesk, ...(forUnitId === undefined ? [] : [isFor(forUnitId)])], ' AND ');
}

const isFor = (unitId: number) => sql`(EXISTS (SELECT FROM position p
      WHERE p.id = i.addressee_position_id AND p.unit_id = ${unitId} OFFSET 0)
    OR (i.security IN ('B', 'T') AND EXISTS (SELECT FROM holding h JOIN position p ON p.id = h.position_id
      WHERE h.incoming_id = i.id AND h.state IN ('unread', 'read', 'reported') AND p.unit_id = ${unitId} OFFSET 0)))`;

/** After other conditions, of the row `i`. */
export const outBefore = (before: Date | undefined) =>
  before === undefined ? sql`` : sql`AND i.original_since < ${before}`;

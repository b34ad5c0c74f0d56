import { type Query, sql } from '../postgres/sql.ts';

/** What a search may see: ids of the person, of the positions held now, and of the units whose registry the person keeps. */
export interface Sight {
  personId: number;
  positionIds: number[];
  registryUnitIds: number[];
  /** Vacant posts for which the person answers as the superior. */
  vacantPositionIds: number[];
  /** Posts for which the person may initial by mandate, with the kinds (none named: every kind), and whether of secret letters. */
  standIns: { positionId: number; kinds: string[]; secret: boolean }[];
}

/**
 * The row of `letter.read` in the table of permissions, said in SQL; a test holds the two against each other. OFFSET 0 makes
 * each question one about this letter: the planner would otherwise gather every letter of the post first, all its years. What
 * the letter's own row answers is asked first. Wants the letter as `l`, its drafter's appointment as `a`.
 */
export function visible(sight: Sight): Query {
  return sql`(a.person_id = ${sight.personId}
    OR (l.state <> 'draft' AND l.security IN ('B', 'T') AND l.unit_id = ANY (${sight.registryUnitIds}::int[]))
    OR EXISTS (SELECT FROM draft_editor e WHERE e.letter_id = l.id AND e.person_id = ${sight.personId} OFFSET 0)
    OR (l.state = 'issued' AND EXISTS (SELECT FROM received_letter r
          WHERE r.letter_id = l.id AND r.position_id = ANY (${sight.positionIds}::int[]) OFFSET 0))
    OR (l.state <> 'draft' AND EXISTS (SELECT FROM approval_step s
          WHERE s.version_id = l.current_version_id AND s.position_id = ANY (${sight.positionIds}::int[]) OFFSET 0))
    OR (l.state <> 'draft' AND l.security IN ('B', 'T') AND EXISTS (SELECT FROM decision d
          WHERE d.letter_id = l.id AND d.person_id = ${sight.personId} AND d.outcome NOT IN ('submitted', 'taken_back') OFFSET 0))
    OR (l.state IN ('in_approval', 'awaiting_signature') AND EXISTS (SELECT FROM approval_step s
          JOIN jsonb_to_recordset(${JSON.stringify(sight.standIns)}::jsonb) AS m("positionId" int, kinds text[], secret boolean)
            ON m."positionId" = s.position_id AND (m.kinds = '{}' OR l.kind = ANY (m.kinds)) AND (m.secret OR l.security IN ('B', 'T'))
          WHERE s.version_id = l.current_version_id OFFSET 0))
    OR (l.state = 'issued' AND l.security IN ('B', 'T') AND EXISTS (SELECT FROM approval_step s
          WHERE s.version_id = l.current_version_id AND s.task = 'sign' AND s.position_id = ANY (${signingPosts(sight)}) OFFSET 0)))`;
}

/**
 * The newest `most` letters older than `before` that any line of `visible` could show, by their `id`: each line is walked from its
 * newest end along an index. It gives too many, never too few, so `visible` is asked of each; fewer than `most` are all there are.
 */
export function newestInSight(sight: Sight, { before, most }: { before: number; most: number }): Query {
  const positions = sql`unnest(${sight.positionIds}::int[]) q (id)`;
  const units = sql`unnest(${sight.registryUnitIds}::int[]) q (id)`;
  const older = sql`${before}::bigint`;
  const limit = sql`LIMIT ${most}::int`;
  const stepsOf = (where: Query) => sql`CROSS JOIN LATERAL (SELECT DISTINCT s.letter_id AS id FROM approval_step s
      WHERE s.position_id = q.id AND ${where} AND s.letter_id < ${older} ORDER BY s.letter_id DESC ${limit}) found`;
  return sql`(SELECT id FROM (
      SELECT found.id FROM appointment q CROSS JOIN LATERAL (SELECT l.id FROM letter l
          WHERE l.drafter_id = q.id AND l.id < ${older} ORDER BY l.id DESC ${limit}) found
        WHERE q.person_id = ${sight.personId}
      UNION SELECT id FROM (SELECT e.letter_id AS id FROM draft_editor e
          WHERE e.person_id = ${sight.personId} AND e.letter_id < ${older} ORDER BY e.letter_id DESC ${limit}) found
      UNION SELECT found.id FROM ${positions} ${stepsOf(sql`true`)}
      UNION SELECT id FROM (SELECT DISTINCT d.letter_id AS id FROM decision d
          WHERE d.person_id = ${sight.personId} AND d.letter_id < ${older} ORDER BY d.letter_id DESC ${limit}) found
      UNION SELECT r.letter_id FROM live_step r
        WHERE r.position_id = ANY (${standInPosts(sight)}::int[]) AND r.letter_id < ${older}
      UNION SELECT found.id FROM ${positions} CROSS JOIN LATERAL (SELECT r.letter_id AS id FROM received_letter r
          WHERE r.position_id = q.id AND r.letter_id < ${older} ORDER BY r.letter_id DESC ${limit}) found
      UNION SELECT found.id FROM position q ${stepsOf(sql`s.task = 'sign'`)}
        WHERE q.unit_id = ANY (${sight.registryUnitIds}::int[]) OR q.id = ANY (${sight.vacantPositionIds}::int[])
      UNION SELECT found.id FROM ${units} CROSS JOIN LATERAL (SELECT l.id FROM letter l
          WHERE l.unit_id = q.id AND l.id < ${older} ORDER BY l.id DESC ${limit}) found) near
    ORDER BY id DESC ${limit})`;
}

/**
 * Of the letters in the array `ids` those that any line of `visible` could show, by their `id`: too many, never too few. Asked of all of
 * them at once it costs a fraction of asking each.
 */
export function amongThemInSight(sight: Sight, ids: Query): Query {
  const positions = sql`ANY (${sight.positionIds}::int[])`;
  return sql`(SELECT l.id FROM appointment q JOIN letter l ON l.drafter_id = q.id WHERE q.person_id = ${sight.personId} AND l.id = ANY (${ids})
      UNION SELECT e.letter_id FROM draft_editor e WHERE e.person_id = ${sight.personId} AND e.letter_id = ANY (${ids})
      UNION SELECT s.letter_id FROM approval_step s WHERE s.position_id = ${positions} AND s.letter_id = ANY (${ids})
      UNION SELECT d.letter_id FROM decision d WHERE d.person_id = ${sight.personId} AND d.letter_id = ANY (${ids})
      UNION SELECT r.letter_id FROM live_step r WHERE r.position_id = ANY (${standInPosts(sight)}::int[]) AND r.letter_id = ANY (${ids})
      UNION SELECT r.letter_id FROM received_letter r WHERE r.position_id = ${positions} AND r.letter_id = ANY (${ids})
      UNION SELECT s.letter_id FROM approval_step s
        WHERE s.task = 'sign' AND s.position_id = ANY (${signingPosts(sight)}) AND s.letter_id = ANY (${ids})
      UNION SELECT l.id FROM letter l WHERE l.unit_id = ANY (${sight.registryUnitIds}::int[]) AND l.id = ANY (${ids}))`;
}

const standInPosts = (sight: Sight) => sight.standIns.map(({ positionId }) => positionId);

/** Whose signature puts a letter before the reader: of the units whose registry they keep, and those for which they answer. */
const signingPosts = (sight: Sight) => sql`ARRAY (SELECT q.id FROM position q
  WHERE q.unit_id = ANY (${sight.registryUnitIds}::int[]) OR q.id = ANY (${sight.vacantPositionIds}::int[]))`;

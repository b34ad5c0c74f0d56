import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { type Query, sql } from '../postgres/sql.ts';
import { SECURITY, URGENCY } from './letter-kind.ts';
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

/** The row of `letter.read` in the table of permissions, said in SQL; a test holds the two against each other. */
function visible(sight: Sight): Query {
  return sql`(a.person_id = ${sight.personId}
    OR EXISTS (SELECT FROM draft_editor e WHERE e.letter_id = l.id AND e.person_id = ${sight.personId})
    OR (l.state <> 'draft' AND EXISTS (SELECT FROM approval_step s
          WHERE s.version_id = l.current_version_id AND s.position_id = ANY (${sight.positionIds}::int[])))
    OR (l.state <> 'draft' AND l.security IN ('B', 'T') AND EXISTS (SELECT FROM decision d
          WHERE d.letter_id = l.id AND d.person_id = ${sight.personId} AND d.outcome NOT IN ('submitted', 'taken_back')))
    OR (l.state IN ('in_approval', 'awaiting_signature') AND EXISTS (SELECT FROM approval_step s
          JOIN jsonb_to_recordset(${JSON.stringify(sight.standIns)}::jsonb) AS m("positionId" int, kinds text[], secret boolean)
            ON m."positionId" = s.position_id AND (m.kinds = '{}' OR l.kind = ANY (m.kinds)) AND (m.secret OR l.security IN ('B', 'T'))
          WHERE s.version_id = l.current_version_id))
    OR (l.state = 'issued' AND v.recipient_positions && ${sight.positionIds}::int[])
    OR (l.state = 'issued' AND l.security IN ('B', 'T') AND EXISTS (SELECT FROM approval_step s JOIN position sp ON sp.id = s.position_id
          WHERE s.version_id = l.current_version_id AND s.task = 'sign'
            AND (sp.unit_id = ANY (${sight.registryUnitIds}::int[]) OR sp.id = ANY (${sight.vacantPositionIds}::int[]))))
    OR (l.state <> 'draft' AND l.security IN ('B', 'T') AND l.unit_id = ANY (${sight.registryUnitIds}::int[])))`;
}

export interface SearchTerms {
  /** Each must occur in the subject, in any case. */
  words: string[];
  /** Or this in a number of the letter, as `foldNumber` makes it. Empty: everything. */
  foldedNumber: string;
  state: LetterState | undefined;
  standing: StatusStanding | undefined;
  limit: number;
  offset: number;
}

export async function searchRows(
  db: Sql,
  sight: Sight,
  terms: SearchTerms,
): Promise<{ rows: FoundLetter[]; total: number }> {
  const patterns = terms.words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const from = sql`FROM letter l
    JOIN appointment a ON a.id = l.drafter_id JOIN person p ON p.id = a.person_id JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
    LEFT JOIN letter_version v ON v.id = l.current_version_id
    LEFT JOIN letter_number n ON n.letter_id = l.id AND n.state <> 'cancelled'
    ${joinStanding}
    WHERE ${visible(sight)}
      AND (${terms.state ?? null}::text IS NULL OR l.state = ${terms.state ?? null})
      AND (${terms.standing ?? null}::text IS NULL OR standing.code = ${terms.standing ?? null})
      AND (${terms.foldedNumber} = '' OR l.subject ILIKE ALL (${patterns}::text[])
           OR EXISTS (SELECT FROM letter_number m WHERE m.letter_id = l.id
                AND position(${terms.foldedNumber} in m.folded) > 0))`;
  const rows = await db.many(
    FoundRow,
    sql`SELECT l.id, k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en, l.subject, l.security, l.urgency, l.state, standing.code AS standing, l.state_since,
          n.text AS number, p.name AS drafter_name
        ${from} ORDER BY l.id DESC LIMIT ${terms.limit} OFFSET ${terms.offset}`,
  );
  const { total } = await db.one(z.object({ total: z.number() }), sql`SELECT count(*)::int AS total ${from}`);
  return { rows, total };
}

/** Letters within sight that hold exactly this number, as `foldNumber` makes it. */
export async function listByNumber(db: Sql, sight: Sight, foldedNumber: string): Promise<{ id: number }[]> {
  return db.many(
    z.object({ id: z.number() }),
    sql`SELECT DISTINCT l.id FROM letter l JOIN appointment a ON a.id = l.drafter_id
          JOIN letter_number n ON n.letter_id = l.id AND n.state <> 'cancelled'
          LEFT JOIN letter_version v ON v.id = l.current_version_id
        WHERE n.folded = ${foldedNumber} AND ${visible(sight)} LIMIT 2`,
  );
}

/** Which of these letters are within sight. */
export async function listVisible(db: Sql, sight: Sight, letterIds: readonly number[]): Promise<{ id: number }[]> {
  return db.many(
    z.object({ id: z.number() }),
    sql`SELECT l.id FROM letter l JOIN appointment a ON a.id = l.drafter_id
          LEFT JOIN letter_version v ON v.id = l.current_version_id
        WHERE l.id = ANY (${[...letterIds]}::bigint[]) AND ${visible(sight)}`,
  );
}

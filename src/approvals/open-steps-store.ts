import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { SECURITY } from '../people/security-class.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { type Query, sql, unseen } from '../postgres/sql.ts';
import { stepIsOpen } from './approvals-store.ts';

export const NOTICE_KINDS = ['reminder', 'overdue', 'absent', 'vacant', 'nudge'] as const;
export const NOTICE_ROLES = ['holder', 'superior', 'drafter', 'administrator'] as const;

const OpenStepRow = z.object({
  stepId: z.number(),
  letterId: z.number(),
  task: z.enum(['initial', 'sign']),
  mode: z.enum(['all-of', 'one-of']),
  positionId: z.number(),
  positionName: z.string(),
  superiorId: z.number().nullable(),
  /** Of the post that the letter waits for, and of its drafter. */
  unitId: z.number(),
  letterUnitId: z.number(),
  kind: z.string(),
  kindName: z.string(),
  kindNameEn: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  drafterPersonId: z.number(),
  /** The drafter, and whoever writes the draft with them. */
  drafterPersonIds: z.array(z.number()),
  drafterName: z.string(),
  since: z.date(),
});
/** A step that waits for its post. */
export type OpenStep = z.infer<typeof OpenStepRow>;

const from = sql`FROM approval_step s JOIN letter l ON l.id = s.letter_id AND l.current_version_id = s.version_id
  JOIN position q ON q.id = s.position_id JOIN appointment a ON a.id = l.drafter_id JOIN person p ON p.id = a.person_id
  JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)`;
const columns = sql`s.id AS step_id, l.id AS letter_id, s.task, s.mode, s.position_id, q.name AS position_name, q.superior_id,
  q.unit_id, l.unit_id AS letter_unit_id, l.kind, k.definition ->> 'name' AS kind_name,
  k.definition ->> 'nameEn' AS kind_name_en, l.subject, l.security, l.urgency, a.person_id AS drafter_person_id,
  a.person_id || ARRAY (SELECT e.person_id FROM draft_editor e WHERE e.letter_id = l.id) AS drafter_person_ids,
  p.name AS drafter_name, l.state_since AS since`;

/** Every step that waits, the longest first. */
export function listOpenSteps(db: Sql): Promise<OpenStep[]> {
  return db.many(
    OpenStepRow,
    sql`SELECT ${columns} ${from} WHERE s.id IN (SELECT r.step_id FROM live_step r) AND ${stepIsOpen} ORDER BY l.state_since, s.id`,
  );
}

const SinceRow = z.object({ stepId: z.number(), urgency: z.enum(URGENCY), since: z.date() });

/** Of these units, at one of their posts or of one of their letters elsewhere: since when each step has waited. */
export function listWaitingSince(db: Sql, unitIds: readonly number[]): Promise<z.infer<typeof SinceRow>[]> {
  const units = sql`ANY (${unseen([...unitIds], 'int[]')})`;
  return db.many(
    SinceRow,
    sql`WITH theirs AS MATERIALIZED (
          SELECT r.step_id FROM position o JOIN live_step r ON r.position_id = o.id WHERE o.unit_id = ${units}
          UNION SELECT r.step_id FROM letter o JOIN live_step r ON r.letter_id = o.id
            WHERE o.state IN ('in_approval', 'awaiting_signature') AND o.unit_id = ${units})
        SELECT s.id AS step_id, l.urgency, l.state_since AS since
        FROM theirs JOIN approval_step s ON s.id = theirs.step_id JOIN letter l ON l.id = s.letter_id WHERE ${stepIsOpen}`,
  );
}

/** Steps that the caller has just found open. */
export function listStepsOf(db: Sql, openStepIds: readonly number[]): Promise<OpenStep[]> {
  return db.many(
    OpenStepRow,
    sql`SELECT ${columns} ${from} WHERE s.id = ANY (${unseen([...openStepIds], 'bigint[]')})`,
  );
}

export function findOpenStep(db: Sql, stepId: number): Promise<OpenStep | undefined> {
  return db.maybe(OpenStepRow, sql`SELECT ${columns} ${from} WHERE ${stepIsOpen} AND s.id = ${stepId}`);
}

const NoticeRow = z.object({
  stepId: z.number(),
  kind: z.enum(NOTICE_KINDS),
  role: z.enum(NOTICE_ROLES),
  personId: z.number(),
  /** Who reminded; null where the clock did. */
  byName: z.string().nullable(),
  at: z.date(),
});
export type StepNotice = z.infer<typeof NoticeRow>;

const notices = (where: Query) => sql`
  SELECT n.step_id, n.kind, n.role, n.person_id, b.name AS by_name, n.at
  FROM step_notice n LEFT JOIN person b ON b.id = n.by_id WHERE ${where} ORDER BY n.id`;

/** What was told of these steps, to anybody; the earliest first. */
export function listNotices(db: Sql, stepIds: readonly number[]): Promise<StepNotice[]> {
  return db.many(NoticeRow, notices(sql`n.step_id = ANY (${[...stepIds]}::bigint[])`));
}

/** What this person was told of steps that still wait; the earliest first. */
export function listNoticesTo(db: Sql, personId: number): Promise<StepNotice[]> {
  return db.many(
    NoticeRow,
    notices(sql`n.person_id = ${personId} AND EXISTS (
      SELECT FROM approval_step s JOIN letter l ON l.id = s.letter_id WHERE s.id = n.step_id AND ${stepIsOpen} OFFSET 0)`),
  );
}

export interface NewNotice {
  stepId: number;
  kind: StepNotice['kind'];
  role: StepNotice['role'];
  personId: number;
  byId?: number;
  /** `YYYY-MM-DD`: a nudge is given once a day. */
  day?: string;
}

/** False when it was told before, or the step waits no longer: nobody is reminded of what they have just done. */
export async function insertNotice(tx: Transaction, notice: NewNotice, at: Date): Promise<boolean> {
  return (
    (await tx.run(sql`
      INSERT INTO step_notice (step_id, kind, person_id, role, by_id, day, at)
      SELECT s.id, ${notice.kind}, ${notice.personId}::int, ${notice.role}, ${notice.byId ?? null}::int,
        ${notice.day ?? null}::date, ${at}::timestamptz
      FROM approval_step s JOIN letter l ON l.id = s.letter_id
      WHERE s.id = ${notice.stepId} AND ${stepIsOpen}
      ON CONFLICT DO NOTHING`)) === 1
  );
}

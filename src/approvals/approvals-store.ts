import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { type Query, sql, unseen } from '../postgres/sql.ts';
import type { Step } from './chain.ts';

const outcome = z.enum(['submitted', 'corrected', 'approved', 'returned', 'rejected', 'taken_back', 'signed']);

const StepRow = z.object({
  id: z.number(),
  ordinal: z.number(),
  positionId: z.number(),
  positionName: z.string(),
  task: z.enum(['initial', 'sign']),
  mode: z.enum(['all-of', 'one-of']),
  paraf: z.enum(['hierarki', 'koordinasi']),
  heldId: z.number().nullable(),
  /** The version on which the paraf that still holds was given. */
  heldVersion: z.number().nullable(),
});
export type NamedStep = z.infer<typeof StepRow>;

/** The chain of a version, stage by stage. */
export async function listSteps(db: Sql, versionId: number): Promise<NamedStep[]> {
  return db.many(
    StepRow,
    sql`SELECT s.id, s.ordinal, s.position_id, p.name AS position_name, s.task, s.mode, s.paraf, s.held_id,
          v.version AS held_version
        FROM approval_step s JOIN position p ON p.id = s.position_id
          LEFT JOIN decision d ON d.id = s.held_id LEFT JOIN letter_version v ON v.id = d.version_id
        WHERE s.version_id = ${versionId} ORDER BY s.ordinal, s.id`,
  );
}

/** OFFSET 0: a question about this step. Without it the planner gathers every decision ever taken and looks it up there. */
const isDecided = (step: Query) =>
  sql`(${step}.held_id IS NOT NULL OR EXISTS (SELECT FROM decision d WHERE d.step_id = ${step}.id OFFSET 0))`;
/** Still asked: not decided, and of a one-of stage nobody else was first. */
const isUndecided = (step: Query) =>
  sql`(NOT ${isDecided(step)} AND NOT (${step}.mode = 'one-of' AND EXISTS (SELECT FROM approval_step o
         WHERE o.version_id = ${step}.version_id AND o.ordinal = ${step}.ordinal AND ${isDecided(sql`o`)} OFFSET 0)))`;

/**
 * Whether step `s` of letter `l`, which goes round, waits for its post now: `whoseTurn` said in SQL; a test holds the two
 * against each other.
 */
export const stepIsOpen = sql`(l.state IN ('in_approval', 'awaiting_signature') AND s.version_id = l.current_version_id
  AND ${isUndecided(sql`s`)}
  AND NOT EXISTS (SELECT FROM approval_step b
    WHERE b.version_id = s.version_id AND b.ordinal < s.ordinal AND ${isUndecided(sql`b`)} OFFSET 0))`;

export async function addSteps(
  tx: Transaction,
  { letterId, versionId, steps }: { letterId: number; versionId: number; steps: readonly Omit<Step, 'id'>[] },
): Promise<void> {
  for (const { ordinal, positionId, task, mode, paraf, heldId } of steps) {
    await tx.run(sql`INSERT INTO approval_step (version_id, letter_id, ordinal, position_id, task, mode, paraf, held_id)
      VALUES (${versionId}, ${letterId}, ${ordinal}, ${positionId}, ${task}, ${mode}, ${paraf}, ${heldId})`);
  }
}

const DecidedRow = z.object({ id: z.number(), stepId: z.number().nullable(), outcome });

/** The decisions on one version, oldest first, as the rules of the chain want them. */
export async function listDecided(db: Sql, versionId: number): Promise<z.infer<typeof DecidedRow>[]> {
  return db.many(
    DecidedRow,
    sql`SELECT id, step_id, outcome FROM decision WHERE version_id = ${versionId} ORDER BY id`,
  );
}

/** When the version was last decided on. */
export async function findLatestDecision(db: Sql, versionId: number): Promise<Date | undefined> {
  const { at } = await db.one(
    z.object({ at: z.date().nullable() }),
    sql`SELECT max(at) AS at FROM decision WHERE version_id = ${versionId}`,
  );
  return at ?? undefined;
}

export interface NewDecision {
  letterId: number;
  versionId: number;
  stepId: number | null;
  outcome: z.infer<typeof outcome>;
  personId: number;
  /** Null for an administrator who takes a letter back without holding a post. */
  appointmentId: number | null;
  capacity: string;
  /** By which mandate; none: from the post itself. */
  mandateId?: number | undefined;
  versionSha256: Buffer;
  remark: string;
  at: Date;
}

export async function addDecision(tx: Transaction, decision: NewDecision): Promise<void> {
  await tx.run(sql`INSERT INTO decision (letter_id, version_id, step_id, outcome, person_id, appointment_id, capacity,
      mandate_id, version_sha256, remark, at)
    VALUES (${decision.letterId}, ${decision.versionId}, ${decision.stepId}, ${decision.outcome}, ${decision.personId},
      ${decision.appointmentId}, ${decision.capacity}, ${decision.mandateId ?? null}, ${decision.versionSha256}, ${decision.remark}, ${decision.at})`);
}

const EventRow = z.object({
  id: z.number(),
  versionId: z.number(),
  version: z.number(),
  outcome,
  task: z.enum(['initial', 'sign']).nullable(),
  stepId: z.number().nullable(),
  paraf: z.enum(['hierarki', 'koordinasi']).nullable(),
  personName: z.string(),
  capacity: z.string(),
  versionSha256: bytea,
  remark: z.string(),
  at: z.date(),
});
/** One decision in a letter's timeline. */
export type TimelineEvent = z.infer<typeof EventRow>;

export async function listTimeline(db: Sql, letterId: number): Promise<TimelineEvent[]> {
  return db.many(
    EventRow,
    sql`SELECT d.id, d.version_id, v.version, d.outcome, s.task, d.step_id, s.paraf,
          concat_ws(', ', concat_ws(' ', nullif(p.title_before, ''), p.name), nullif(p.title_after, '')) AS person_name,
          d.capacity, d.version_sha256, d.remark, d.at
        FROM decision d JOIN letter_version v ON v.id = d.version_id JOIN person p ON p.id = d.person_id
          LEFT JOIN approval_step s ON s.id = d.step_id
        WHERE d.letter_id = ${letterId} ORDER BY d.id`,
  );
}

const WaitingRow = z.object({
  letterId: z.number(),
  task: z.enum(['initial', 'sign', 'revise', 'write']),
  /** The step that waits; null for a draft. */
  stepId: z.number().nullable(),
  positionId: z.number(),
  positionName: z.string(),
  kind: z.string(),
  /** Whose draft it is: theirs, and of those who write it with them. */
  drafterPersonIds: z.array(z.number()),
  kindName: z.string(),
  kindNameEn: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  drafterName: z.string(),
  number: z.string().nullable(),
  since: z.date(),
});
/** Something that waits for a person: `revise` is a returned letter, `write` a draft never submitted. */
export type WaitingRow = z.infer<typeof WaitingRow>;

/** A bound for one page; an inbox longer than this is told by its count. */
const MOST_WAITING = 500;

/** What waits for the holder of these positions, and for the person as a drafter. In no order. */
export async function listWaiting(db: Sql, who: { personId: number; positionIds: number[] }): Promise<WaitingRow[]> {
  return db.many(
    WaitingRow,
    sql`WITH waiting AS MATERIALIZED (
          SELECT l.id AS letter_id, s.id AS step_id, s.task, s.position_id
          FROM live_step r JOIN letter l ON l.id = r.letter_id JOIN approval_step s ON s.id = r.step_id
          WHERE ${stepIsOpen} AND r.position_id = ANY (${unseen(who.positionIds, 'int[]')})
          UNION ALL
          SELECT l.id, NULL, CASE WHEN l.current_version_id IS NULL THEN 'write' ELSE 'revise' END, a.position_id
          FROM letter l JOIN appointment a ON a.id = l.drafter_id
          WHERE l.state = 'draft' AND a.person_id = ${unseen(who.personId, 'int')})
        SELECT w.letter_id, w.task, w.step_id, w.position_id, q.name AS position_name, l.kind, a.person_id || ARRAY (SELECT e.person_id FROM draft_editor e WHERE e.letter_id = l.id) AS drafter_person_ids, k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en, l.subject,
          l.security, l.urgency, p.name AS drafter_name, n.text AS number, l.state_since AS since
        FROM waiting w JOIN letter l ON l.id = w.letter_id JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
          JOIN position q ON q.id = w.position_id JOIN appointment a ON a.id = l.drafter_id
          JOIN person p ON p.id = a.person_id
          LEFT JOIN letter_number n ON n.letter_id = l.id AND n.state = 'reserved'
        ORDER BY l.state_since, l.id LIMIT ${unseen(MOST_WAITING, 'int')}`,
  );
}

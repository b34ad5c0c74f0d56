import { z } from 'zod';
import { SECURITY } from '../people/security-class.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql, unseen } from '../postgres/sql.ts';
import { STANDINGS, STATUS_CODES } from './letter-status.ts';

const code = z.enum(STATUS_CODES);

const ReasonRow = z.object({ code: z.number(), name: z.string(), nameEn: z.string(), needsRemark: z.boolean() });
export type StatusReason = z.infer<typeof ReasonRow>;

/** The office's list of reasons, those that are offered. */
export function listStatusReasons(db: Sql): Promise<StatusReason[]> {
  return db.many(
    ReasonRow,
    sql`SELECT code, name, name_en, needs_remark FROM status_reason WHERE retired_at IS NULL ORDER BY sort, code`,
  );
}

const LastRow = z.object({ id: z.number(), code });

/** The letter's last change; undefined while it stands as issued. */
export function findLastStatus(db: Sql, letterId: number): Promise<z.infer<typeof LastRow> | undefined> {
  return db.maybe(
    LastRow,
    sql`SELECT id, code FROM letter_status WHERE letter_id = ${letterId} ORDER BY id DESC LIMIT 1`,
  );
}

const StatusRow = z.object({
  id: z.number(),
  code,
  reasonName: z.string(),
  reasonNameEn: z.string(),
  remark: z.string(),
  personName: z.string(),
  capacity: z.string(),
  authority: z.string(),
  at: z.date(),
  otherId: z.number().nullable(),
  otherNumber: z.string().nullable(),
  otherSecurity: z.enum(SECURITY).nullable(),
});
/** One change of a letter's status; `other…` is the letter that supersedes or corrects it. */
export type LetterStatus = z.infer<typeof StatusRow>;

/** Everything that happened to a letter since it was issued, oldest first. */
export function listStatuses(db: Sql, letterId: number): Promise<LetterStatus[]> {
  return db.many(
    StatusRow,
    sql`SELECT s.id, s.code, r.name AS reason_name, r.name_en AS reason_name_en, s.remark,
          concat_ws(', ', concat_ws(' ', nullif(p.title_before, ''), p.name), nullif(p.title_after, '')) AS person_name,
          s.capacity, s.authority, s.at, s.other_id, n.text AS other_number, o.security AS other_security
        FROM letter_status s JOIN status_reason r ON r.code = s.reason JOIN person p ON p.id = s.person_id
          LEFT JOIN letter o ON o.id = s.other_id
          LEFT JOIN issue i ON i.letter_id = s.other_id LEFT JOIN letter_number n ON n.id = i.number_id
        WHERE s.letter_id = ${letterId} ORDER BY s.id`,
  );
}

export interface NewStatus {
  letterId: number;
  prevId: number | null;
  code: z.infer<typeof code>;
  otherId: number | null;
  reason: number;
  remark: string;
  personId: number;
  appointmentId: number;
  capacity: string;
  authority: string;
  at: Date;
}

/** The caller holds the letter's row, so that `prevId` is still the last one. */
export async function insertStatus(tx: Transaction, status: NewStatus): Promise<void> {
  await tx.run(sql`INSERT INTO letter_status (letter_id, prev_id, code, other_id, reason, remark, person_id, appointment_id,
      capacity, authority, at)
    VALUES (${status.letterId}, ${status.prevId}, ${status.code}, ${status.otherId}, ${status.reason}, ${status.remark},
      ${status.personId}, ${status.appointmentId}, ${status.capacity}, ${status.authority}, ${status.at})`);
}

const NewsRow = z.object({
  letterId: z.number(),
  code: z.enum(STATUS_CODES),
  number: z.string(),
  subject: z.string(),
  at: z.date(),
});
/** A letter whose status changed since the reader looked at it last; of a secret one a notice says no subject. */
export type StatusNews = z.infer<typeof NewsRow>;

const MOST_NEWS = 50;
/** Of the whole office: what a province changes in months. An older change is told by the letter, no longer by the inbox. */
const STILL_NEWS = 1_000;

/**
 * For the drafter and for whoever holds a receiving position: letters that have changed since the person opened them last, by
 * somebody else. What changed before an appointment began is no news to its holder.
 */
export function listStatusNews(db: Sql, who: { personId: number; appointmentIds: number[] }): Promise<StatusNews[]> {
  return db.many(
    NewsRow,
    sql`WITH changed AS MATERIALIZED (SELECT id, letter_id, code, person_id, at FROM letter_status ORDER BY id DESC LIMIT ${unseen(STILL_NEWS, 'int')}),
          mine AS MATERIALIZED (
            SELECT l.id AS letter_id, '-infinity'::date AS since FROM appointment d JOIN letter l ON l.drafter_id = d.id
              WHERE d.person_id = ${unseen(who.personId, 'int')} AND l.id = ANY (ARRAY (SELECT letter_id FROM changed))
            UNION ALL
            SELECT c.letter_id, a.valid_from FROM appointment a JOIN received_letter c ON c.position_id = a.position_id
              WHERE a.id = ANY (${unseen(who.appointmentIds, 'int[]')}) AND c.letter_id = ANY (ARRAY (SELECT letter_id FROM changed))),
          told AS MATERIALIZED (SELECT * FROM changed s WHERE s.person_id <> ${unseen(who.personId, 'int')}
            AND EXISTS (SELECT FROM mine m WHERE m.letter_id = s.letter_id AND m.since <= s.at))
        SELECT s.letter_id, s.code, n.text AS number, CASE WHEN l.security IN ('B', 'T') THEN l.subject ELSE '' END AS subject, s.at
        FROM told s JOIN letter l ON l.id = s.letter_id JOIN issue i ON i.letter_id = l.id JOIN letter_number n ON n.id = i.number_id
          LEFT JOIN letter_reading r ON r.letter_id = s.letter_id AND r.person_id = ${unseen(who.personId, 'int')}
        WHERE NOT EXISTS (SELECT FROM letter_status later WHERE later.prev_id = s.id) AND (r.at IS NULL OR r.at < s.at)
        ORDER BY s.id DESC LIMIT ${unseen(MOST_NEWS, 'int')}`,
  );
}

/** How a letter stands, beside its state in a list; null: as issued. */
export const StandingColumn = z.enum(STANDINGS).nullable();

/** Joins `standing.code` to a query whose letter is `l`: null unless the last change took the letter out of its force as issued. */
export const joinStanding = sql`LEFT JOIN LATERAL (
    SELECT nullif(last.code, 'restored') AS code FROM letter_status last WHERE last.letter_id = l.id ORDER BY last.id DESC LIMIT 1
  ) standing ON true`;

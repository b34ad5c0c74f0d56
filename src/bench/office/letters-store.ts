import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { GAP } from './templates.ts';

/**
 * Ids follow from the letter's: version 2L+1, and 2L where an earlier one was returned; four steps and four decisions to a
 * version. A letter that was returned once has both.
 */
export async function writeLetters(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO letter (id, kind, kind_version, unit_id, drafter_id, state, draft, draft_revision, current_version_id, subject,
          security, urgency, created_at, state_since)
        OVERRIDING SYSTEM VALUE
        SELECT l.id, l.kind, l.kind_version, l.unit_id, l.writer_appointments[l.place + 1], l.state,
          replace(replace(replace(replace(replace(replace(l.draft, ${GAP.recipients}, '[' || p.to_parties || ']'),
            ${GAP.copies}, '[' || p.cc_parties || ']'), ${GAP.subject}, to_json(l.subject)::text),
            ${GAP.classification}, to_json(l.classification)::text), '"security":"B"', '"security":"' || l.security || '"'),
            '"urgency":"BIASA"', '"urgency":"' || l.urgency || '"')::jsonb,
          1, CASE WHEN l.state = 'draft' AND NOT l.back THEN NULL ELSE 2 * l.id + 1 END, l.subject, l.security, l.urgency, l.created_at,
          CASE WHEN l.state = 'issued' THEN l.at WHEN l.state = 'draft' AND NOT l.back THEN l.created_at
            ELSE l.submitted_at + l.given * interval '40 minutes' END
        FROM bench.letter l JOIN bench.printed p ON p.id = l.id`,
  );
  await tx.run(sql`DROP TABLE IF EXISTS bench.version`);
  await tx.run(
    sql`CREATE TABLE bench.version AS
        SELECT v.*, sha256(convert_to(v.content, 'UTF8')) AS sha256
        FROM (SELECT 2 * l.id + b AS id, l.id AS letter_id, b = 1 AS last, CASE WHEN l.again THEN b + 1 ELSE 1 END AS version,
            replace(replace(replace(replace(replace(replace(l.content, ${GAP.to}, '[' || p.to_ || ']'), ${GAP.cc}, '[' || p.cc || ']'),
              ${GAP.subject}, to_json(l.subject)::text), ${GAP.classification}, to_json(l.classification)::text),
              '"security":"B"', '"security":"' || l.security || '"'), '"urgency":"BIASA"', '"urgency":"' || l.urgency || '"') AS content,
            l.pages, l.preview_sha256, p.positions, l.writer_appointments[l.place + 1] AS submitted_by,
            l.submitted_at - CASE b WHEN 0 THEN interval '2 hours' ELSE interval '0' END AS submitted_at
          FROM bench.letter l JOIN bench.printed p ON p.id = l.id
            CROSS JOIN generate_series(CASE WHEN l.again THEN 0 ELSE 1 END, 1) b
          WHERE l.state <> 'draft' OR l.back) v`,
  );
  await tx.run(sql`ANALYZE bench.version`);
  await tx.run(
    sql`INSERT INTO letter_version (id, letter_id, version, content, sha256, pages, preview_sha256, recipient_positions, submitted_by, submitted_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, letter_id, version, content, sha256, pages, preview_sha256, positions, submitted_by, submitted_at FROM bench.version`,
  );
  await tx.run(sql`INSERT INTO version_chain (version_id, corrections) SELECT id, 'hold' FROM bench.version`);
  await tx.run(
    sql`INSERT INTO version_recipient (version_id, ordinal, part, name, address, position_id, email)
        SELECT v.id, r.ordinal, r.part, r.name, r.address, r.position_id, r.email
        FROM bench.version v JOIN bench.recipient r ON r.id = v.letter_id`,
  );
  await tx.run(
    sql`INSERT INTO approval_step (id, version_id, letter_id, ordinal, position_id, task)
        OVERRIDING SYSTEM VALUE
        SELECT v.id * 4 + s.ordinal, v.id, l.id, s.ordinal, s.position_id, s.task
        FROM bench.version v JOIN bench.letter l ON l.id = v.letter_id CROSS JOIN LATERAL (VALUES
          (1, l.divisions[l.division], 'initial'), (2, l.secretary, 'initial'), (3, l.head, 'sign')) s (ordinal, position_id, task)`,
  );
  await tx.run(
    sql`INSERT INTO live_step (position_id, step_id, letter_id)
        SELECT s.position_id, s.id, s.letter_id FROM bench.version v JOIN bench.letter l ON l.id = v.letter_id JOIN approval_step s ON s.version_id = v.id
        WHERE v.last AND l.state IN ('in_approval', 'awaiting_signature')`,
  );
  await writeDecisions(tx);
}

async function writeDecisions(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO decision (id, letter_id, version_id, step_id, outcome, person_id, appointment_id, capacity, version_sha256, remark, at)
        OVERRIDING SYSTEM VALUE
        SELECT v.id * 4 + d.turn, l.id, v.id, CASE WHEN d.turn > 0 THEN v.id * 4 + d.turn END, d.outcome, d.person, d.appointment, d.capacity,
          v.sha256, CASE d.outcome WHEN 'returned' THEN 'Mohon dilengkapi datanya.' WHEN 'rejected' THEN 'Tidak dilanjutkan.' ELSE '' END,
          CASE WHEN d.outcome = 'signed' THEN l.at ELSE v.submitted_at + d.turn * interval '40 minutes' END
        FROM bench.version v JOIN bench.letter l ON l.id = v.letter_id CROSS JOIN LATERAL (VALUES
          (0, 'submitted', l.writer_persons[l.place + 1], l.writer_appointments[l.place + 1], l.writer_names[l.place + 1]),
          (1, 'approved', l.division_persons[l.division], l.division_appointments[l.division], l.division_names[l.division]),
          (2, CASE WHEN NOT v.last OR l.back THEN 'returned' ELSE 'approved' END, l.secretary_person, l.secretary_appointment, l.secretary_name),
          (3, CASE l.state WHEN 'issued' THEN 'signed' ELSE 'rejected' END, l.head_person, l.head_appointment, l.head_name))
            d (turn, outcome, person, appointment, capacity)
        WHERE CASE WHEN NOT v.last THEN d.turn < 3
          ELSE d.turn <= l.given + CASE WHEN l.back OR l.state = 'rejected' THEN 1 ELSE 0 END END`,
  );
}

/** Who looked at a letter last: whoever wrote and signed it, and those whom it reached some time ago. */
export async function writeReadings(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO letter_reading (letter_id, person_id, version_id, at)
        SELECT DISTINCT ON (r.id, r.person_id) r.id, r.person_id, 2 * r.id + 1, least(r.at + interval '40 days', now())
        FROM (
          SELECT id, writer_persons[place + 1] AS person_id, at FROM bench.letter WHERE state <> 'draft' OR back
          UNION ALL SELECT id, head_person, at FROM bench.letter WHERE state = 'issued'
          UNION ALL SELECT l.id, p.person_id, l.at FROM bench.letter l JOIN bench.recipient p ON p.id = l.id
            WHERE p.person_id IS NOT NULL AND l.state = 'issued' AND NOT l.fresh) r`,
  );
}

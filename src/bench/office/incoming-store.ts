import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

/** How many incoming letters were made: a run that was broken off goes on behind its last batch. */
export async function countMade(db: Sql): Promise<number> {
  const row = await db.one(
    z.object({ made: z.number() }),
    sql`SELECT coalesce(max(id) - 1000, 0) AS made FROM incoming WHERE id > 1000`,
  );
  return row.made;
}

/** The letters of one batch with their trees. Ids follow from the letter's: 16 holdings and reports, 8 sheets, 64 events each. */
export async function writeIncoming(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO document (sha256, length, media_type, created_at)
        SELECT bench.bytes(id, 70), 90000 + id % 60000, 'application/pdf', at FROM bench.incoming WHERE NOT (security = 'SR')
        UNION ALL SELECT bench.bytes(id, 71), 40000, 'application/pdf', at FROM bench.incoming WHERE id % 10 = 0 AND security <> 'SR'
        ON CONFLICT DO NOTHING`,
  );
  await tx.run(
    sql`INSERT INTO incoming (id, unit_id, year, agenda, origin, channel, submission_key, sender_id, sender_name, sender_address, number,
          letter_date, subject, received_at, security, urgency, classification, addressee_position_id, withheld, document_sha256, pages,
          state, state_since, state_reason, registered_by, registered_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, unit_id, year, agenda, 'desk', channel, 'bench-' || lpad(id::text, 8, '0'), CASE WHEN security = 'B' THEN sender_id END,
          sender_name, sender_address, '00' || id % 9 || '/' || n % 900 + 1 || '/' || sender_id || '/' || year, (at - interval '4 days')::date, subject,
          at - interval '40 minutes', security, urgency, classification, head, security = 'SR', CASE WHEN security <> 'SR' THEN bench.bytes(id, 70) END,
          CASE WHEN security <> 'SR' THEN 1 + id % 4 END, state,
          CASE state WHEN 'open' THEN at ELSE least(at + interval '5 days', now()) END, CASE state WHEN 'void' THEN 'Terdaftar dua kali' ELSE '' END,
          clerk, at FROM bench.incoming`,
  );
  await tx.run(
    sql`INSERT INTO incoming_attachment (incoming_id, ordinal, name, sha256, pages)
        SELECT id, 1, 'Lampiran', bench.bytes(id, 71), 2 FROM bench.incoming WHERE id % 10 = 0 AND security <> 'SR'`,
  );
  await tx.run(
    sql`INSERT INTO holding (id, incoming_id, parent_id, sheet_id, position_id, responsible, due_at, state, state_since, since)
        OVERRIDING SYSTEM VALUE
        SELECT id, incoming_id, incoming_id * 16 + parent, incoming_id * 8 + sheet, position_id, responsible, since + term, state, state_since, since
        FROM bench.node`,
  );
  await tx.run(
    sql`INSERT INTO sheet (id, unit_id, incoming_id, from_holding_id, kind, instructions, remark, due_at, person_id, person_name, appointment_id, capacity, at)
        OVERRIDING SYSTEM VALUE
        SELECT c.incoming_id * 8 + c.sheet, c.unit_id, c.incoming_id, p.id, CASE c.sheet WHEN 0 THEN 'forward' ELSE 'disposition' END,
          CASE c.sheet WHEN 0 THEN '[]'::jsonb ELSE (SELECT jsonb_agg(jsonb_build_object('code', g.code, 'name', g.name)) FROM instruction g
            WHERE g.sort = 10 * (1 + c.incoming_id % 8) OR (g.sort = 100 AND c.incoming_id % 3 = 0)) END,
          CASE c.incoming_id % 4 WHEN 0 THEN 'Mohon ditindaklanjuti sesuai ketentuan.' ELSE '' END, c.since + c.term, p.person_id, h.person_name,
          p.appointment_id, p.name, c.since
        FROM bench.node c JOIN bench.node p ON p.id = c.incoming_id * 16 + c.parent JOIN bench.holder h ON h.position_id = p.position_id
        WHERE c.responsible AND c.sheet IS NOT NULL`,
  );
  await tx.run(
    sql`INSERT INTO report (id, holding_id, text, person_id, appointment_id, capacity, at)
        OVERRIDING SYSTEM VALUE
        SELECT id, id, 'Sudah dilaksanakan dan didokumentasikan.', person_id, appointment_id, name, least(since + interval '2 days', now())
        FROM bench.node WHERE sheet > 0 AND NOT further AND state IN ('reported', 'done') AND letter_state <> 'void'`,
  );
  await tx.run(
    sql`INSERT INTO incoming_reading (id, incoming_id, person_id, capacity, what, at)
        OVERRIDING SYSTEM VALUE
        SELECT id, incoming_id, person_id, name, 'page', least(since + interval '30 minutes', now()) FROM bench.node
        WHERE security <> 'B' AND state <> 'unread'`,
  );
  await writeNotices(tx);
  await writeEvents(tx);
}

/** Who was told that it is late: of what waits everybody whose time is over, of what is done one in ten. */
async function writeNotices(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO holding_notice (id, holding_id, task, since, kind, person_id, role, at)
        OVERRIDING SYSTEM VALUE
        SELECT c.id * 2 + k.turn, c.id, w.task, w.since, k.kind, k.person_id, k.role, w.since + c.term
        FROM bench.node c JOIN bench.node p ON p.id = c.incoming_id * 16 + c.parent CROSS JOIN LATERAL (
            SELECT CASE c.state WHEN 'reported' THEN 'accept' ELSE 'act' END AS task,
              CASE c.state WHEN 'reported' THEN c.state_since ELSE c.since END AS since) w
          CROSS JOIN LATERAL (VALUES (0, 'overdue', CASE c.state WHEN 'reported' THEN p.person_id ELSE c.person_id END, 'holder'),
            (1, 'escalated', p.person_id, 'superior')) k (turn, kind, person_id, role)
        WHERE w.since + c.term < now() AND (c.state IN ('unread', 'read', 'reported') OR (c.state = 'done' AND bench.r(c.n, 120 + c.slot) < 0.1))
          AND NOT (c.state = 'reported' AND k.turn = 1)`,
  );
}

async function writeEvents(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO incoming_event (id, incoming_id, holding_id, sheet_id, report_id, kind, person_id, appointment_id, capacity, at)
        OVERRIDING SYSTEM VALUE
        SELECT incoming_id * 64 + row_number() OVER (PARTITION BY incoming_id ORDER BY at, rank, holding_id), incoming_id, holding_id, sheet_id,
          report_id, kind, person_id, appointment_id, capacity, at
        FROM (
          SELECT id AS incoming_id, id * 16 AS holding_id, NULL::bigint AS sheet_id, NULL::bigint AS report_id, 'registered' AS kind, clerk AS person_id,
            NULL::int AS appointment_id, 'Petugas registrasi' AS capacity, at, 0 AS rank FROM bench.incoming
          UNION ALL SELECT incoming_id, id, NULL, NULL, 'read', person_id, appointment_id, name, least(since + interval '30 minutes', now()), 1
            FROM bench.node WHERE state <> 'unread'
          UNION ALL SELECT c.incoming_id, p.id, c.incoming_id * 8 + c.sheet, NULL, CASE c.sheet WHEN 0 THEN 'forwarded' ELSE 'disposed' END, p.person_id,
            p.appointment_id, p.name, c.since, 2
            FROM bench.node c JOIN bench.node p ON p.id = c.incoming_id * 16 + c.parent WHERE c.responsible AND c.sheet IS NOT NULL
          UNION ALL SELECT incoming_id, id, NULL, id, 'reported', person_id, appointment_id, name, least(since + interval '2 days', now()), 3
            FROM bench.node WHERE sheet > 0 AND NOT further AND state IN ('reported', 'done') AND letter_state <> 'void'
          UNION ALL SELECT c.incoming_id, c.id, NULL, NULL, 'accepted', p.person_id, p.appointment_id, p.name, c.state_since, 4
            FROM bench.node c JOIN bench.node p ON p.id = c.incoming_id * 16 + c.parent
            WHERE c.sheet > 0 AND c.state = 'done' AND c.letter_state <> 'void'
          UNION ALL SELECT incoming_id, id, NULL, NULL, 'done', CASE given WHEN 0 THEN person_id END, CASE given WHEN 0 THEN appointment_id END,
            CASE given WHEN 0 THEN name ELSE '' END, state_since, 5
            FROM bench.node WHERE coalesce(sheet, 0) = 0 AND state = 'done' AND letter_state = 'closed'
          UNION ALL SELECT id, NULL, NULL, NULL, CASE state WHEN 'void' THEN 'voided' ELSE 'closed' END, CASE state WHEN 'void' THEN clerk END, NULL, '',
            least(at + interval '5 days', now()), 6 FROM bench.incoming WHERE state <> 'open') e`,
  );
}

/** What counters say after everything was written past them. */
export async function writeAgendaCounters(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO agenda_counter (unit_id, year, last) SELECT unit_id, year, max(agenda) FROM incoming GROUP BY unit_id, year
        ON CONFLICT (unit_id, year) DO UPDATE SET last = excluded.last`,
  );
  await tx.run(
    sql`UPDATE sender s SET letters = c.letters, last_at = c.last_at
        FROM (SELECT sender_id, count(*)::int AS letters, max(registered_at) AS last_at FROM incoming WHERE sender_id IS NOT NULL AND state <> 'void' GROUP BY sender_id) c
        WHERE c.sender_id = s.id`,
  );
}

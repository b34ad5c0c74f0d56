import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

/** How issued letters went out: old ones have arrived, of these weeks' some are unread, unsent or went wrong. */
export async function writeDeliveries(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO unsent_letter (letter_id, since) SELECT id, at FROM bench.letter WHERE state = 'issued' AND unsent`,
  );
  await tx.run(sql`DROP TABLE IF EXISTS bench.delivery`);
  await tx.run(
    sql`CREATE TABLE bench.delivery AS
        SELECT d.*, CASE d.channel
            WHEN 'internal' THEN CASE WHEN NOT d.fresh OR d.luck > 0.6 THEN 'read' WHEN d.luck < 0.35 THEN 'sent' ELSE 'received' END
            WHEN 'email' THEN CASE WHEN d.fresh AND d.luck < 0.03 THEN 'failed' ELSE 'sent' END
            ELSE CASE WHEN d.fresh AND d.luck < 0.1 THEN 'queued' ELSE 'handed_over' END END AS state
        FROM (SELECT l.id * 8 + r.ordinal AS id, l.id AS letter_id, l.n, l.unit_id, l.head_person, l.writer_persons[1] AS clerk, l.at, l.fresh, r.ordinal,
            r.part, r.name, r.address, r.position_id, r.person_id, r.email, bench.r(l.n, 40 + r.ordinal) AS luck,
            CASE WHEN r.position_id IS NOT NULL THEN 'internal' WHEN r.email <> '' THEN 'email' WHEN bench.r(l.n, 50) < 0.3 THEN 'expedition' ELSE 'print' END AS channel
          FROM bench.letter l JOIN bench.recipient r ON r.id = l.id WHERE l.state = 'issued' AND NOT l.unsent) d`,
  );
  await tx.run(sql`ANALYZE bench.delivery`);
  await tx.run(
    sql`INSERT INTO mail (id, to_address, to_name, subject, body, letter_id, state, attempts, last_error, created_at, first_tried_at, ended_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, email, name, 'Surat dinas', 'Bersama ini kami kirimkan surat dinas. Periksa keasliannya lewat kode pada surat.', letter_id,
          CASE state WHEN 'failed' THEN 'failed' ELSE 'sent' END, 1, CASE state WHEN 'failed' THEN 'refused 550' ELSE '' END,
          at + interval '30 minutes', at + interval '31 minutes', at + interval '31 minutes'
        FROM bench.delivery WHERE channel = 'email'`,
  );
  await tx.run(
    sql`INSERT INTO delivery (id, letter_id, ordinal, part, name, address, position_id, email, channel, state, mail_id, created_at, changed_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, letter_id, ordinal, part, name, address, position_id, email, channel, state, CASE channel WHEN 'email' THEN id END,
          at + interval '30 minutes', at + interval '1 day' FROM bench.delivery`,
  );
  await tx.run(
    sql`INSERT INTO delivery_event (id, delivery_id, state, channel, person_id, at)
        OVERRIDING SYSTEM VALUE
        SELECT d.id * 4 + e.turn, d.id, e.state, d.channel, e.person, d.at + e.later
        FROM bench.delivery d CROSS JOIN LATERAL (
          SELECT 0 AS turn, 'queued' AS state, d.clerk AS person, interval '30 minutes' AS later
          UNION ALL SELECT 1, CASE WHEN d.channel IN ('internal', 'email') THEN 'sent' ELSE d.state END, d.clerk, interval '31 minutes'
            WHERE d.state NOT IN ('queued', 'failed')
          UNION ALL SELECT 1, 'failed', NULL, interval '31 minutes' WHERE d.state = 'failed'
          UNION ALL SELECT 2, 'received', d.person_id, interval '3 hours' WHERE d.channel = 'internal' AND d.state IN ('received', 'read')
          UNION ALL SELECT 3, 'read', d.person_id, interval '4 hours' WHERE d.channel = 'internal' AND d.state = 'read') e`,
  );
  await writeBook(tx);
}

/** The handover books of the units, each line counted in its year. */
async function writeBook(tx: Sql): Promise<void> {
  await tx.run(sql`DROP TABLE IF EXISTS bench.line`);
  await tx.run(
    sql`CREATE TABLE bench.line AS
        SELECT d.*, y.year, (coalesce(c.last, 0) + row_number() OVER (PARTITION BY d.unit_id, y.year ORDER BY d.n))::int AS number
        FROM bench.delivery d CROSS JOIN LATERAL (SELECT extract(year FROM d.at AT TIME ZONE 'Asia/Jakarta')::int AS year) y
          LEFT JOIN bench.counter c ON (c.book, c.id, c.year) = ('expedition', d.unit_id, y.year)
        WHERE d.channel = 'expedition' AND d.state = 'handed_over'`,
  );
  await tx.run(
    sql`INSERT INTO expedition (id, unit_id, year, number, delivery_id, sheets, sent_by, sent_at, outcome, receiver, received_at, recorded_by, recorded_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, unit_id, year, number, id, 1, clerk, at + interval '1 day', 'delivered', 'Petugas penerima', at + interval '1 day 2 hours', clerk,
          at + interval '1 day 3 hours' FROM bench.line`,
  );
  await tx.run(
    sql`INSERT INTO bench.counter SELECT 'expedition', unit_id, year, max(number) FROM bench.line GROUP BY unit_id, year
        ON CONFLICT (book, id, year) DO UPDATE SET last = excluded.last`,
  );
}

import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import type { Extent } from './plan-store.ts';
import { ACTS, FIRST_NAMES, LAST_NAMES, PLACES, RARE, TOPICS } from './words.ts';

/** Of the units' posts: 0 the head, 1 the secretary, 2 to 4 the heads of division, 5 to 9 those who write. */
export async function planHolders(db: Sql): Promise<void> {
  await db.run(
    sql`CREATE TABLE bench.holder AS
        SELECT h.*, p.name AS person_name FROM (
          SELECT no, 0 AS role, head AS position_id, head_appointment AS appointment_id, head_person AS person_id, head_name AS name FROM bench.unit
          UNION ALL SELECT no, 1, secretary, secretary_appointment, secretary_person, secretary_name FROM bench.unit
          UNION ALL SELECT no, 1 + i, divisions[i], division_appointments[i], division_persons[i], division_names[i]
            FROM bench.unit, generate_series(1, 3) i
          UNION ALL SELECT no, 4 + i, writer_posts[i], writer_appointments[i], writer_persons[i], writer_names[i]
            FROM bench.unit, generate_series(1, 5) i) h JOIN person p ON p.id = h.person_id`,
  );
  await db.run(sql`ANALYZE bench.holder`);
}

/** Some write every week and most once a year: schools, villages, groups, firms. Ids begin at 1,001. */
export async function writeSenders(db: Sql, senders: number): Promise<void> {
  await db.run(
    sql`INSERT INTO sender (id, name, address, email, letters, last_at)
        OVERRIDING SYSTEM VALUE
        SELECT 1000 + k, CASE k % 5 WHEN 0 THEN 'SD Negeri ' || k || ' ' || place WHEN 1 THEN 'Pemerintah Desa ' || place || ' ' || k
              WHEN 2 THEN 'Kelompok Tani ' || family || ' ' || k || ' ' || place WHEN 3 THEN 'CV ' || family || ' Sejahtera ' || k
              ELSE given || ' ' || family || ' (warga ' || place || ' ' || k || ')' END,
          'Jalan ' || family || ' Nomor ' || k % 90 + 1 || ', ' || place, '', 0, now()
        FROM generate_series(1, ${senders}::int) k CROSS JOIN LATERAL (SELECT bench.pick(${[...PLACES]}::text[], bench.r(k, 200)) AS place,
          bench.pick(${[...LAST_NAMES]}::text[], bench.r(k, 201)) AS family, bench.pick(${[...FIRST_NAMES]}::text[], bench.r(k, 202)) AS given) w
        ON CONFLICT DO NOTHING`,
  );
}

/** How steeply the open ones gather at the newest end. */
const RECENT = 6;

/** The incoming letters from one figure to another, each with its line of the agenda and how far it has come. */
export async function planIncoming(
  tx: Sql,
  { letters, live, senders }: Extent & { senders: number },
  from: number,
  until: number,
): Promise<void> {
  await tx.run(sql`DROP TABLE IF EXISTS bench.incoming`);
  await tx.run(
    sql`CREATE TABLE bench.incoming AS
        SELECT d.*, extract(year FROM d.at AT TIME ZONE 'Asia/Jakarta')::int AS year, 0 AS agenda,
          CASE WHEN d.state <> 'open' THEN CASE WHEN d.alone THEN 0 ELSE 2 END WHEN d.forwarded THEN least(floor(d.progress * 5)::int, 4) / 2
            ELSE CASE WHEN d.progress < 0.4 THEN 0 ELSE 2 END END AS given,
          CASE WHEN d.forwarded THEN floor(d.progress * 5)::int % 2 = 1 ELSE d.progress >= 0.2 END AS seen,
          CASE d.urgency WHEN 'BIASA' THEN interval '7 days' WHEN 'PENTING' THEN interval '5 days' WHEN 'SEGERA' THEN interval '3 days'
            ELSE interval '1 day' END AS term
        FROM (SELECT c.*, u.no, u.unit_id, u.head, u.clerk, s.name AS sender_name, s.address AS sender_address,
            bench.r(n, 63) < 0.3 AND c.security IN ('B', 'T') AS forwarded, c.state <> 'open' AND (c.state = 'void' OR bench.r(n, 64) < 0.15) AS alone,
            1 + floor(4 * power(bench.r(n, 65), 1.5))::int AS kids, bench.r(n, 66) AS progress,
            bench.pick(${[...ACTS]}::text[], bench.r(n, 67)) || ' ' || bench.pick(${[...TOPICS]}::text[], bench.r(n, 68)) || ' '
              || bench.pick(${[...PLACES]}::text[], bench.r(n, 69))
              || CASE WHEN n % greatest(${letters}::bigint / 15, 1) = 5 THEN ${` di ${RARE}`} ELSE '' END AS subject
          FROM (SELECT n, 1000 + n AS id,
              CASE WHEN bench.r(n, 60) < ${RECENT + 1} * ${live}::float8 / z.stretch * power(greatest(0, 1 - (${letters}::bigint - n)::float8 / z.stretch), ${RECENT})
                THEN 'open' WHEN bench.r(n, 61) < 0.002 THEN 'void' ELSE 'closed' END AS state,
              floor(z.units * power(bench.r(n, 62), 2))::int AS unit_no, 1001 + floor(${senders}::int * power(bench.r(n, 70), 3))::int AS sender_id,
              CASE WHEN bench.r(n, 71) < 0.93 THEN 'B' WHEN bench.r(n, 71) < 0.98 THEN 'T' WHEN bench.r(n, 71) < 0.995 THEN 'R' ELSE 'SR' END AS security,
              CASE WHEN bench.r(n, 72) < 0.7 THEN 'BIASA' WHEN bench.r(n, 72) < 0.85 THEN 'PENTING' WHEN bench.r(n, 72) < 0.97 THEN 'SEGERA' ELSE 'AMAT_SEGERA' END AS urgency,
              bench.pick('{post,courier,email,counter}', bench.r(n, 73)) AS channel,
              bench.pick('{400.3.5,800.1.11,000.1.2,900.1.3,600.2,100.3.4}', bench.r(n, 74)) AS classification,
              ((SELECT w.day FROM bench.workday w WHERE w.no = floor((n - 1)::float8 / ${letters}::bigint * z.days)::int)
                + interval '1 hour' + interval '8 hours' * (((n - 1)::float8 / ${letters}::bigint * z.days)::numeric % 1)::float8)::timestamptz AS at
            FROM generate_series(${from}::bigint, ${until}::bigint) n
              CROSS JOIN LATERAL (SELECT (SELECT count(*) FROM bench.unit) AS units, (SELECT count(*) FROM bench.workday) AS days,
                ${(RECENT + 1) * live}::float8 AS stretch) z) c
            JOIN bench.unit u ON u.no = c.unit_no JOIN sender s ON s.id = c.sender_id) d`,
  );
  // As the counter of each unit and year would have given them, in the order of registration.
  await tx.run(
    sql`UPDATE bench.incoming l SET agenda = a.agenda
        FROM (SELECT n, (coalesce(c.last, 0) + row_number() OVER (PARTITION BY i.unit_id, i.year ORDER BY i.n))::int AS agenda
          FROM bench.incoming i LEFT JOIN bench.counter c ON (c.book, c.id, c.year) = ('agenda', i.unit_id, i.year)) a
        WHERE a.n = l.n`,
  );
  await tx.run(
    sql`INSERT INTO bench.counter SELECT 'agenda', unit_id, year, max(agenda) FROM bench.incoming GROUP BY unit_id, year
        ON CONFLICT (book, id, year) DO UPDATE SET last = excluded.last`,
  );
  await tx.run(sql`ANALYZE bench.incoming`);
  await planTrees(tx);
}

/**
 * Who has or had each letter: `slot` 0 has it first, 1 is the head to whom a secretary passed it up, 2 to 5 got the disposition,
 * 6 to 10 a further one; `sheet` is the sheet by which it came. Of an open letter the first below each holder is never done,
 * so that what is passed on waits for somebody.
 */
async function planTrees(tx: Sql): Promise<void> {
  await tx.run(sql`DROP TABLE IF EXISTS bench.node`);
  await tx.run(
    sql`CREATE TABLE bench.node AS
        SELECT t.*, CASE state WHEN 'unread' THEN since WHEN 'read' THEN least(since + interval '1 hour', now())
            WHEN 'reported' THEN least(since + interval '2 days', now()) WHEN 'done' THEN least(at + interval '5 days', now())
            ELSE least(since + interval '3 hours', now()) END AS state_since
        FROM (SELECT l.id * 16 + s.slot AS id, l.id AS incoming_id, l.unit_id, l.n, l.at, l.security, l.state AS letter_state, l.given, s.*, h.position_id,
            h.appointment_id, h.person_id, h.name, CASE WHEN s.sheet IS NULL THEN NULL ELSE l.term END AS term,
            least(l.at + CASE WHEN s.slot = 0 THEN interval '0' WHEN s.slot = 1 THEN interval '2 hours' WHEN s.slot < 6 THEN interval '5 hours'
              ELSE interval '20 hours' END, now()) AS since,
            CASE WHEN l.state <> 'open' THEN 'done'
              WHEN (s.slot = 0 AND l.given = 0) OR (s.slot = 1 AND l.given = 1) THEN CASE WHEN l.seen THEN 'read' ELSE 'unread' END
              WHEN s.slot = 0 AND l.forwarded THEN 'forwarded' WHEN s.slot < 2 THEN 'passed_on'
              WHEN s.child > 1 AND bench.r(l.n, 90 + s.child) >= 0.75 THEN 'done' WHEN s.further THEN 'passed_on'
              WHEN bench.r(l.n, 100 + s.slot) < 0.4 THEN 'unread' WHEN bench.r(l.n, 100 + s.slot) < 0.8 THEN 'read' ELSE 'reported' END AS state
          FROM bench.incoming l CROSS JOIN LATERAL (
              SELECT 0 AS slot, CASE WHEN l.forwarded THEN 1 ELSE 0 END AS role, NULL::int AS parent, NULL::int AS sheet, true AS responsible,
                false AS further, 0 AS child
              UNION ALL SELECT 1, 0, 0, 0, true, false, 0 WHERE l.forwarded AND l.given > 0
              UNION ALL SELECT 1 + j, CASE j WHEN 4 THEN 1 ELSE 1 + j END, CASE WHEN l.forwarded THEN 1 ELSE 0 END, 1, j = 1,
                j < 4 AND bench.r(l.n, 80 + j) < 0.5, j FROM generate_series(1, l.kids) j WHERE l.given = 2
              UNION ALL SELECT 3 + 2 * j + m, 1 + j + 3 * m, 1 + j, 1 + j, m = 1, false, j
                FROM generate_series(1, least(l.kids, 3)) j, generate_series(1, CASE WHEN j < 3 AND bench.r(l.n, 85 + j) < 0.4 THEN 2 ELSE 1 END) m
                WHERE l.given = 2 AND bench.r(l.n, 80 + j) < 0.5) s
            JOIN bench.holder h ON h.no = l.no AND h.role = s.role) t`,
  );
  await tx.run(sql`ANALYZE bench.node`);
}

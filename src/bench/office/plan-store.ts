import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { KINDS, type LetterTemplate } from './templates.ts';
import { ACTS, FIRST_NAMES, LAST_NAMES, PLACES, RARE, TOPICS } from './words.ts';

/** How many letters there are in all, and how many of them are still at somebody's desk. */
export interface Extent {
  letters: number;
  live: number;
}

/**
 * Tables of the generator's own, removed at its end: who works in each unit, on which days, how far the books have counted.
 * Everything drawn is a hash of the letter's figure, so that every run makes the same office.
 */
export async function makePlan(db: Sql): Promise<void> {
  // Of a run that was broken off.
  await db.run(sql`DROP SCHEMA IF EXISTS bench CASCADE`);
  await db.run(sql`CREATE SCHEMA bench`);
  await db.run(sql`CREATE FUNCTION bench.r(n bigint, k integer) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT ((hashint8extended(n, k) >> 11) & 9007199254740991)::float8 / 9007199254740992 $$`);
  await db.run(sql`CREATE FUNCTION bench.bytes(n bigint, k integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT sha256(convert_to(n || '/' || k, 'UTF8')) $$`);
  await db.run(sql`CREATE FUNCTION bench.pick(list text[], r float8) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT list[1 + floor(r * cardinality(list))::int] $$`);
  // seal-and-log 3.1: fifteen symbols and the check symbol over GF(32).
  await db.run(sql`CREATE FUNCTION bench.token(n bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
      symbols text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
      drawn bytea := bench.bytes(n, 1);
      token text := '';
      total integer := 0;
      value integer;
    BEGIN
      FOR i IN REVERSE 14..0 LOOP
        value := get_byte(drawn, i) & 31;
        token := substr(symbols, value + 1, 1) || token;
        total := (total # value) << 1;
        IF total & 32 <> 0 THEN total := total # 37; END IF;
      END LOOP;
      RETURN token || substr(symbols, total + 1, 1);
    END $$`);
  await makeUnits(db);
  await db.run(sql`CREATE TABLE bench.workday AS
    SELECT (row_number() OVER (ORDER BY day) - 1)::int AS no, day::date AS day
    FROM generate_series(current_date - 1460, current_date - 1, interval '1 day') day WHERE extract(isodow FROM day) < 6`);
  await db.run(sql`ALTER TABLE bench.workday ADD PRIMARY KEY (no)`);
  await db.run(
    sql`CREATE TABLE bench.counter (book text, id integer, year integer, last integer, PRIMARY KEY (book, id, year))`,
  );
  await db.run(sql`INSERT INTO bench.counter SELECT 'register', register_id, year, last FROM register_counter
    UNION ALL SELECT 'agenda', unit_id, year, max(agenda) FROM incoming GROUP BY unit_id, year`);
}

/** What the letters of each signatory consist of. */
export async function planTemplates(db: Sql, templates: readonly LetterTemplate[]): Promise<void> {
  await db.run(
    sql`CREATE TABLE bench.template AS
        SELECT u.no, t."kind", t."kindVersion" AS kind_version, r.id AS register_id, t."numberFormat" AS format, t.content, t.draft,
          p.preview_sha256, p.pages
        FROM jsonb_to_recordset(${JSON.stringify(templates)}::jsonb)
            AS t("signatoryId" int, kind text, "kindVersion" int, "registerCode" text, "numberFormat" text, content text, draft text)
          JOIN bench.unit u ON u.head = t."signatoryId" JOIN register r ON r.unit_id = u.unit_id AND r.code = t."registerCode"
          JOIN LATERAL (SELECT v.preview_sha256, v.pages FROM letter l JOIN letter_version v ON v.letter_id = l.id
            WHERE l.kind = t.kind ORDER BY v.id LIMIT 1) p ON true`,
  );
}

async function makeUnits(db: Sql): Promise<void> {
  await db.run(
    sql`CREATE TABLE bench.unit AS
        WITH post AS (SELECT p.id, p.unit_id, p.name, p.code, p.superior_id, a.id AS appointment, a.person_id, a.forms
            FROM position p JOIN appointment a ON a.position_id = p.id),
          head AS (SELECT h.*, k.id AS seal_key, k.name AS key_name, k.holder_name, k.kid, c.id AS certificate
            FROM post h JOIN seal_key k ON k.appointment_id = h.appointment AND k.status = 'active'
              JOIN certificate c ON c.person_id = h.person_id)
        SELECT (row_number() OVER (ORDER BY u.code <> 'DISDIK', u.id) - 1)::int AS no, u.id AS unit_id, u.code,
          h.id AS head, h.appointment AS head_appointment, h.person_id AS head_person, h.name AS head_name, h.code AS head_code,
          h.seal_key, h.key_name, h.holder_name, h.kid, h.certificate, s.id AS secretary, s.appointment AS secretary_appointment,
          s.person_id AS secretary_person, s.name AS secretary_name, d.posts AS divisions, d.appointments AS division_appointments,
          d.persons AS division_persons, d.names AS division_names, w.appointments AS writer_appointments,
          w.persons AS writer_persons, w.names AS writer_names, w.posts AS writer_posts,
          (SELECT min(d.person_id) FROM duty d WHERE d.unit_id = u.id AND d.duty = 'registry') AS clerk
        FROM unit u
          JOIN head h ON h.unit_id = u.id AND h.superior_id NOT IN (SELECT id FROM post q WHERE q.unit_id = u.id)
          JOIN LATERAL (SELECT * FROM post WHERE unit_id = u.id AND name LIKE 'Sekretaris%' ORDER BY id LIMIT 1) s ON true
          JOIN LATERAL (SELECT array_agg(id ORDER BY id) AS posts, array_agg(appointment ORDER BY id) AS appointments,
              array_agg(person_id ORDER BY id) AS persons, array_agg(name ORDER BY id) AS names
            FROM (SELECT * FROM post WHERE unit_id = u.id AND name LIKE 'Kepala Bidang%' ORDER BY id LIMIT 3) d) d ON true
          JOIN LATERAL (SELECT array_agg(appointment ORDER BY id) AS appointments, array_agg(person_id ORDER BY id) AS persons,
              array_agg(name ORDER BY id) AS names, array_agg(id ORDER BY id) AS posts
            FROM (SELECT * FROM post WHERE unit_id = u.id AND name LIKE 'Analis%' ORDER BY id LIMIT 5) w) w ON true
        WHERE cardinality(d.posts) = 3`,
  );
  await db.run(sql`INSERT INTO register (unit_id, code, name)
    SELECT u.unit_id, r.code, r.name FROM bench.unit u CROSS JOIN (VALUES ('surat', 'Surat keluar'), ('nota', 'Nota dinas')) r (code, name)
    ON CONFLICT DO NOTHING`);
}

/** Heads who sign in their own name: the templates are made for them. */
export const signatoriesQuery = sql`SELECT p.id FROM position p JOIN appointment a ON a.position_id = p.id
  JOIN seal_key k ON k.appointment_id = a.id AND k.status = 'active'
  WHERE p.name ~ '^(Kepala|Camat|Inspektorat)' AND NOT EXISTS (SELECT FROM position q WHERE q.id = p.superior_id AND q.unit_id = p.unit_id)`;

/** The letters from one figure to another: the old ones over four years of working days, the last ones of these weeks. */
export async function planLetters(tx: Sql, { letters, live }: Extent, from: number, until: number): Promise<void> {
  const [first = 0, second = 0, third = 0] = KINDS.map((_, i) =>
    KINDS.slice(0, i + 1).reduce((sum, { share }) => sum + share / 100, 0),
  );
  const old = letters - live;
  await tx.run(sql`DROP TABLE IF EXISTS bench.letter`);
  await tx.run(
    sql`CREATE TABLE bench.letter AS
        SELECT n, 1000 + n AS id, u.*, t.kind, t.kind_version, t.register_id, t.format, t.content, t.draft, t.preview_sha256, t.pages,
          d.state, d.back, d.rejected_number, d.security, d.urgency, d.classification,
          CASE WHEN d.state = 'issued' THEN 3 WHEN d.state = 'awaiting_signature' OR d.state = 'rejected' THEN 2
            WHEN d.back THEN 1 WHEN bench.r(n, 10) < 0.5 THEN 0 ELSE 1 END AS given,
          d.state <> 'draft' AND bench.r(n, 13) < 0.08 AS again, d.place, d.place % 3 + 1 AS division, d.at,
          d.at - interval '2 hours' - bench.r(n, 15) * interval '2 days' AS submitted_at,
          d.at - interval '6 hours' - bench.r(n, 15) * interval '2 days' AS created_at,
          n > ${old}::bigint - 1500 AS fresh, n > ${old}::bigint - 120 AS unsent,
          -- The newest, whose pictures are looked at, share files that are there.
          CASE WHEN n > ${old}::bigint - 1500 THEN t.preview_sha256 ELSE bench.bytes(1000 + n, 7) END AS document,
          bench.pick(${[...ACTS]}::text[], bench.r(n, 4)) || ' ' || bench.pick(${[...TOPICS]}::text[], bench.r(n, 5)) || ' '
            || bench.pick(${[...PLACES]}::text[], bench.r(n, 6))
            || CASE WHEN bench.r(n, 7) < 0.3 THEN ' Tahun ' || extract(year FROM d.at)
                 WHEN bench.r(n, 7) < 0.4 THEN ' a.n. ' || bench.pick(${[...FIRST_NAMES]}::text[], bench.r(n, 16)) || ' '
                   || bench.pick(${[...LAST_NAMES]}::text[], bench.r(n, 17))
                 WHEN n % greatest(${letters}::bigint / 15, 1) = 7 THEN ${` di ${RARE}`} ELSE '' END AS subject
        FROM generate_series(${from}::bigint, ${until}::bigint) n
          CROSS JOIN LATERAL (SELECT n > ${old}::bigint AS is_live, (SELECT count(*) FROM bench.unit) AS units) z
          CROSS JOIN LATERAL (SELECT
            -- A few units write most; what waits is spread more evenly.
            floor(units * power(bench.r(n, 1), CASE WHEN is_live THEN 1.5 ELSE 2 END))::int AS unit_no,
            CASE WHEN bench.r(n, 2) < ${first}::float8 THEN ${KINDS[0].kind} WHEN bench.r(n, 2) < ${second}::float8 THEN ${KINDS[1].kind}
              WHEN bench.r(n, 2) < ${third}::float8 THEN ${KINDS[2].kind} ELSE ${KINDS[3].kind} END AS kind,
            CASE WHEN NOT is_live THEN CASE WHEN bench.r(n, 9) < 0.01 THEN 'rejected' ELSE 'issued' END
              WHEN bench.r(n, 9) < 0.3 THEN 'draft' WHEN bench.r(n, 9) < 0.72 THEN 'in_approval' ELSE 'awaiting_signature' END AS state,
            is_live AND bench.r(n, 9) BETWEEN 0.22 AND 0.3 AS back,
            NOT is_live AND bench.r(n, 14) < 0.4 AS rejected_number,
            CASE WHEN bench.r(n, 11) < 0.93 THEN 'B' WHEN bench.r(n, 11) < 0.975 THEN 'T' WHEN bench.r(n, 11) < 0.995 THEN 'R' ELSE 'SR' END AS security,
            CASE WHEN bench.r(n, 18) < 0.7 THEN 'BIASA' WHEN bench.r(n, 18) < 0.85 THEN 'PENTING' WHEN bench.r(n, 18) < 0.97 THEN 'SEGERA' ELSE 'AMAT_SEGERA' END AS urgency,
            bench.pick('{400.3.5,800.1.11,000.1.2,900.1.3,600.2,100.3.4}', bench.r(n, 19)) AS classification,
            floor(5 * bench.r(n, 12))::int AS place,
            CASE WHEN is_live THEN now() - interval '3 hours' - (bench.r(n, 3) * interval '9 days')
              ELSE (SELECT w.day FROM bench.workday w WHERE w.no = floor((n - 1)::float8 / ${old}::bigint * (SELECT count(*) FROM bench.workday))::int)
                + interval '1 hour' + interval '8 hours' * (((n - 1)::float8 / ${old}::bigint * (SELECT count(*) FROM bench.workday))::numeric % 1)::float8
            END::timestamptz AS at) d
          JOIN bench.unit u ON u.no = d.unit_no JOIN bench.template t ON t.no = u.no AND t.kind = d.kind`,
  );
  await tx.run(sql`ANALYZE bench.letter`);
  await planRecipients(tx);
}

async function planRecipients(tx: Sql): Promise<void> {
  await tx.run(sql`DROP TABLE IF EXISTS bench.recipient`);
  await tx.run(
    sql`CREATE TABLE bench.recipient AS
        SELECT l.id, row_number() OVER (PARTITION BY l.id ORDER BY s.slot)::int AS ordinal, s.part, coalesce(p.name, s.name) AS name,
          CASE WHEN p.id IS NULL THEN 'Jalan Pelajar Nomor 5, Sagara' ELSE '' END AS address, p.id AS position_id,
          (SELECT a.person_id FROM appointment a WHERE a.position_id = p.id LIMIT 1) AS person_id,
          CASE WHEN p.id IS NULL AND bench.r(l.n, 24) < 0.6 THEN 'mitra' || l.n % 400 || '@sagaraasri.example' ELSE '' END AS email
        FROM bench.letter l CROSS JOIN LATERAL (SELECT (SELECT count(*) FROM bench.unit)::int AS units) z
          CROSS JOIN LATERAL (SELECT CASE WHEN l.kind = 'nota-dinas' THEN l.no ELSE (l.no + 1 + floor(bench.r(l.n, 20) * (units - 1))::int) % units END AS one) o
          CROSS JOIN LATERAL (
            SELECT 1 AS slot, 'to' AS part, CASE WHEN l.kind = 'nota-dinas' THEN l.secretary ELSE (SELECT head FROM bench.unit WHERE no = o.one) END AS post, '' AS name
            UNION ALL SELECT 2, 'to', (SELECT head FROM bench.unit WHERE no = (o.one + 1) % units), '' WHERE l.kind <> 'nota-dinas' AND bench.r(l.n, 21) < 0.4
            UNION ALL SELECT 3, 'to', NULL, 'Ketua Kelompok Masyarakat ' || l.n % 400 WHERE l.kind <> 'nota-dinas' AND bench.r(l.n, 22) < 0.3
            UNION ALL SELECT 4, 'cc', (SELECT id FROM position WHERE name = 'Sekretaris Daerah'), '' WHERE bench.r(l.n, 23) < 0.3
            UNION ALL SELECT 5, 'cc', (SELECT id FROM position WHERE name = 'Bupati Sagara Asri'), '' WHERE bench.r(l.n, 25) < 0.05) s
          LEFT JOIN position p ON p.id = s.post`,
  );
  await tx.run(sql`ANALYZE bench.recipient`);
  await tx.run(sql`DROP TABLE IF EXISTS bench.printed`);
  await tx.run(
    sql`CREATE TABLE bench.printed AS
        SELECT id, coalesce(array_agg(DISTINCT position_id) FILTER (WHERE position_id IS NOT NULL), '{}')::int[] AS positions,
          coalesce(string_agg(addressee, ',' ORDER BY ordinal) FILTER (WHERE part = 'to'), '') AS to_,
          coalesce(string_agg(addressee, ',' ORDER BY ordinal) FILTER (WHERE part = 'cc'), '') AS cc,
          coalesce(string_agg(named, ',' ORDER BY ordinal) FILTER (WHERE part = 'to'), '') AS to_names,
          coalesce(string_agg(named, ',' ORDER BY ordinal) FILTER (WHERE part = 'cc'), '') AS cc_names,
          coalesce(string_agg(party, ',' ORDER BY ordinal) FILTER (WHERE part = 'to'), '') AS to_parties,
          coalesce(string_agg(party, ',' ORDER BY ordinal) FILTER (WHERE part = 'cc'), '') AS cc_parties
        FROM (SELECT id, ordinal, part, position_id, to_json(name)::text AS named,
            '{"address":' || to_json(address) || ',"name":' || to_json(name) || '}' AS addressee,
            CASE WHEN position_id IS NULL THEN '{"type":"outsider","name":' || to_json(name) || ',"address":' || to_json(address) || '}'
              ELSE '{"type":"position","positionId":' || position_id || '}' END AS party
          FROM bench.recipient) r
        GROUP BY id`,
  );
  await tx.run(sql`ANALYZE bench.printed`);
}

/** Until the transaction ends: rows past triggers and foreign keys, and as long as it takes. For a superuser. */
export async function pastTriggers(tx: Sql): Promise<void> {
  await tx.run(sql`SET LOCAL session_replication_role = replica`);
  await tx.run(sql`SET LOCAL statement_timeout = 0`);
  await tx.run(sql`SET LOCAL jit = off`);
  // Parts of words go into their indexes at the end, all at once.
  await tx.run(sql`SET LOCAL gin_pending_list_limit = '1GB'`);
}

/** Those of the units that write letters. */
export async function countPosts(db: Sql): Promise<number> {
  return (await db.one(z.object({ count: z.number() }), sql`SELECT count(*)::int FROM bench.holder`)).count;
}

export async function dropPlan(db: Sql): Promise<void> {
  await db.run(sql`DROP SCHEMA bench CASCADE`);
}

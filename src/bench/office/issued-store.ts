import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

/** Numbers in the order of signing, and everything that an issued letter consists of. */
export async function writeIssued(tx: Sql, host: string): Promise<void> {
  await tx.run(sql`DROP TABLE IF EXISTS bench.number`);
  await tx.run(
    sql`CREATE TABLE bench.number AS
        SELECT t.*, replace(replace(replace(replace(replace(replace(t.format, '{klasifikasi}', t.classification), '{urut}', t.number::text),
            '{unit}', t.code), '{jabatan}', t.head_code), '{bulan2}', to_char(t.day, 'MM')), '{tahun}', t.year::text) AS text
        FROM (SELECT l.id, l.register_id, l.state, l.format, l.classification, l.code, l.head_code, l.head_person, l.at, d.day, d.year,
            (coalesce(c.last, 0) + row_number() OVER (PARTITION BY l.register_id, d.year ORDER BY l.n))::int AS number
          FROM bench.letter l CROSS JOIN LATERAL (SELECT (l.at AT TIME ZONE 'Asia/Jakarta')::date AS day,
              extract(year FROM l.at AT TIME ZONE 'Asia/Jakarta')::int AS year) d
            LEFT JOIN bench.counter c ON (c.book, c.id, c.year) = ('register', l.register_id, d.year)
          WHERE l.state = 'issued' OR (l.state = 'rejected' AND l.rejected_number)) t`,
  );
  await tx.run(sql`ANALYZE bench.number`);
  await tx.run(
    sql`INSERT INTO letter_number (id, register_id, year, number, text, letter_id, state, reason, changed_by, taken_at, changed_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, register_id, year, number, text, id, CASE state WHEN 'issued' THEN 'issued' ELSE 'cancelled' END,
          CASE state WHEN 'issued' THEN '' ELSE 'Surat tidak dilanjutkan' END, head_person, at, at FROM bench.number`,
  );
  await tx.run(
    sql`INSERT INTO bench.counter SELECT 'register', register_id, year, max(number) FROM bench.number GROUP BY register_id, year
        ON CONFLICT (book, id, year) DO UPDATE SET last = excluded.last`,
  );
  await tx.run(
    sql`INSERT INTO document (sha256, length, media_type, created_at)
        SELECT document, 60000 + id % 40000, 'application/pdf', at FROM bench.letter WHERE state = 'issued' ON CONFLICT DO NOTHING`,
  );
  await tx.run(
    sql`INSERT INTO signing_act (id, letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity, certificate_id, seal_key_id,
          host, token, letter_date, sealed_at, salt, content, content_commit, seal, seal_hash, pages, state, document_sha256, instance,
          started_at, finished_at)
        OVERRIDING SYSTEM VALUE
        SELECT l.id, l.id, v.id, v.id * 4 + 3, n.id, l.head_person, l.head_appointment, l.head_name, l.certificate, l.seal_key, ${host},
          bench.token(l.id), n.day, l.at, bench.bytes(l.id, 2), c.content,
          sha256(convert_to(E'layang-letter/v1\n', 'UTF8') || bench.bytes(l.id, 2) || convert_to(c.content, 'UTF8')),
          bench.bytes(l.id, 3) || bench.bytes(l.id, 4) || bench.bytes(l.id, 5) || bench.bytes(l.id, 6), bench.bytes(l.id, 8), l.pages, 'done',
          l.document, 1, l.at, l.at
        FROM bench.letter l JOIN bench.number n ON n.id = l.id JOIN bench.version v ON v.letter_id = l.id AND v.last
          JOIN bench.printed p ON p.id = l.id CROSS JOIN LATERAL (
            SELECT '{"attachments":[],"body":{"kind":"text","sha256":"' || encode(v.sha256, 'hex') || '"},"cc":[' || p.cc_names || '],"date":"'
              || n.day || '","number":' || to_json(n.text) || ',"security":' || array_position('{B,T,R,SR}', l.security) - 1
              || ',"signers":[{"id":' || to_json(l.key_name) || ',"name":' || to_json(l.holder_name) || ',"position":' || to_json(l.head_name)
              || '}],"subject":' || to_json(l.subject) || ',"to":[' || p.to_names || '],"v":1}' AS content) c
        WHERE l.state = 'issued'`,
  );
  await tx.run(
    sql`INSERT INTO signature (id, letter_id, document_sha256, person_id, appointment_id, capacity, certificate_id, seal_key_id, level, signed_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, id, document, head_person, head_appointment, head_name, certificate, seal_key, 'B-B', at
        FROM bench.letter WHERE state = 'issued'`,
  );
  await tx.run(
    sql`INSERT INTO issue (letter_id, act_id, number_id, document_sha256, host, token, seal_hash, opening_r, content_commit, pdf_length, issued_at)
        SELECT a.letter_id, a.id, a.number_id, a.document_sha256, a.host, a.token, a.seal_hash, bench.bytes(a.id, 9), a.content_commit,
          60000 + a.id % 40000, a.sealed_at
        FROM bench.letter l JOIN signing_act a ON a.id = l.id WHERE l.state = 'issued'`,
  );
  await tx.run(
    sql`INSERT INTO received_letter (position_id, letter_id)
        SELECT DISTINCT r.position_id, r.id FROM bench.recipient r JOIN bench.letter l ON l.id = r.id
        WHERE l.state = 'issued' AND r.position_id IS NOT NULL`,
  );
  await tx.run(
    sql`INSERT INTO log_entry (id, kind, entry, letter_id, queued_at)
        OVERRIDING SYSTEM VALUE
        SELECT id, 'LETTER', decode('0101', 'hex') || kid || bench.bytes(id, 8) || bench.bytes(id, 10), id, at FROM bench.letter WHERE state = 'issued'`,
  );
}

/** Of a hundred letters one stands no longer as it was issued; later letters take the place of some. */
export async function writeStatuses(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO letter_status (id, letter_id, code, other_id, reason, remark, person_id, appointment_id, capacity, authority, at)
        OVERRIDING SYSTEM VALUE
        SELECT id, id, change, CASE WHEN change IN ('superseded', 'corrected') THEN next END, (SELECT min(r.code) FROM status_reason r),
          'Diganti karena ada perubahan jadwal.', head_person, head_appointment, head_name, 'Surat perintah tertulis', at + interval '20 days'
        FROM (SELECT *, CASE WHEN next IS NULL OR bench.r(n, 31) < 0.4 THEN 'withdrawn' WHEN bench.r(n, 31) < 0.7 THEN 'superseded'
              WHEN bench.r(n, 31) < 0.9 THEN 'corrected' ELSE 'recalled' END AS change
          FROM (SELECT *, lead(id) OVER (ORDER BY id) AS next FROM bench.letter WHERE state = 'issued') l) s
        WHERE bench.r(n, 30) < 0.01 AND NOT fresh AND at < now() - interval '25 days'`,
  );
}

/** What the counters and the sequences of ids say after everything was written past them. */
export async function writeCounters(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO register_counter (register_id, year, last) SELECT id, year, last FROM bench.counter WHERE book = 'register'
        ON CONFLICT (register_id, year) DO UPDATE SET last = excluded.last`,
  );
  await tx.run(sql`DO $$
    DECLARE one record;
    BEGIN
      FOR one IN SELECT c.table_name, c.column_name FROM information_schema.columns c
          WHERE c.table_schema = 'public' AND c.is_identity = 'YES' LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT coalesce(max(%I), 0) + 1 FROM %I), false)',
          quote_ident(one.table_name), one.column_name, one.column_name, one.table_name);
      END LOOP;
    END $$`);
}

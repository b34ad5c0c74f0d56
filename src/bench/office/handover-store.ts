import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

/**
 * The handover books as the front desks would have kept them for a year: what came on paper before the last two days is with its
 * first holder while it is open, of what is closed one in fifty never came back, and all else lies in the archive. Of older
 * letters nobody wrote down where the paper went.
 */
export async function writeHandoverLines(tx: Sql): Promise<void> {
  await tx.run(
    sql`INSERT INTO handover (unit_id, year, number, incoming_id, kind, position_id, place, receiver, taken_at, closed, recorded_by, recorded_at)
        SELECT i.unit_id, i.year, row_number() OVER (PARTITION BY i.unit_id, i.year ORDER BY i.id), i.id, o.kind,
          CASE o.kind WHEN 'handed' THEN i.addressee_position_id END, CASE o.kind WHEN 'handed' THEN p.name ELSE 'Boks ' || i.agenda / 50 + 1 END,
          CASE o.kind WHEN 'handed' THEN 'Ajudan' ELSE '' END, i.registered_at + interval '1 hour', i.security IN ('R', 'SR') AND o.kind = 'handed',
          i.registered_by, i.registered_at + interval '1 hour'
        FROM incoming i JOIN position p ON p.id = i.addressee_position_id
          CROSS JOIN LATERAL (SELECT CASE WHEN i.state = 'open' OR i.id % 50 = 0 THEN 'handed' ELSE 'archived' END AS kind) o
        WHERE i.id > 1000 AND i.state <> 'void' AND i.channel IN ('post', 'courier', 'counter')
          AND i.registered_at BETWEEN now() - interval '1 year' AND now() - interval '2 days'`,
  );
  await tx.run(sql`ANALYZE handover`);
}

/** Where the paper of the letters numbered so lies by these lines; what has none since two days lies at its desk. */
export async function writeWhereabouts(tx: Sql, from: number, until: number): Promise<void> {
  await tx.run(
    sql`UPDATE incoming i SET original = h.kind, original_since = CASE h.kind WHEN 'handed' THEN h.taken_at END
        FROM handover h WHERE h.incoming_id = i.id AND i.id BETWEEN ${from}::bigint AND ${until}::bigint`,
  );
  await tx.run(
    sql`UPDATE incoming i SET original = CASE WHEN registered_at < now() - interval '1 year' THEN 'unknown' ELSE 'desk' END
        WHERE i.id BETWEEN ${from}::bigint AND ${until}::bigint AND i.original IN ('unknown', 'desk')
          AND i.original <> CASE WHEN registered_at < now() - interval '1 year' THEN 'unknown' ELSE 'desk' END`,
  );
}

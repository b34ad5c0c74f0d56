import { z } from 'zod';
import { HANDOVER_KINDS, WHEREABOUTS } from '../incoming/originals/original-course.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const GapRow = z.object({
  book: z.enum(['expedition', 'handover']),
  unitId: z.number(),
  unitName: z.string(),
  year: z.number(),
  number: z.number(),
});

/** Numbers below the last of a handover book that no line carries. */
export function listBookGaps(db: Sql): Promise<z.infer<typeof GapRow>[]> {
  return db.many(
    GapRow,
    sql`SELECT b.book, b.unit_id, u.name AS unit_name, b.year, n AS number
        FROM (SELECT 'expedition' AS book, unit_id, year, max(number) AS last, count(*) AS lines FROM expedition GROUP BY unit_id, year
            UNION ALL SELECT 'handover', unit_id, year, max(number), count(*) FROM handover GROUP BY unit_id, year) b
          JOIN unit u ON u.id = b.unit_id CROSS JOIN LATERAL generate_series(1, b.last) n
        WHERE b.lines < b.last AND NOT EXISTS (
            SELECT FROM expedition e WHERE b.book = 'expedition' AND e.unit_id = b.unit_id AND e.year = b.year AND e.number = n
            UNION ALL SELECT FROM handover h WHERE b.book = 'handover' AND h.unit_id = b.unit_id AND h.year = b.year AND h.number = n)
        ORDER BY b.book, b.unit_id, b.year, n`,
  );
}

const CourseRow = z.object({
  id: z.number(),
  unitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  original: z.enum(WHEREABOUTS),
  originalSince: z.date().nullable(),
  lines: z.array(
    z.object({
      id: z.number(),
      kind: z.enum(HANDOVER_KINDS),
      correctsId: z.number().nullable(),
      takenAt: z.coerce.date(),
    }),
  ),
});
export type OriginalCourse = z.infer<typeof CourseRow>;

/** Letters whose original was handed over at least once, each with its lines, in the order of their ids. */
export function listCourses(db: Sql, after: number, most: number): Promise<OriginalCourse[]> {
  return db.many(
    CourseRow,
    sql`SELECT i.id, u.name AS unit_name, i.year, i.agenda, i.original, i.original_since,
          (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'correctsId', l.corrects_id, 'takenAt', l.taken_at) ORDER BY l.id)
            FROM handover l WHERE l.incoming_id = i.id) AS lines
        FROM (SELECT DISTINCT incoming_id FROM handover WHERE incoming_id > ${after}::bigint ORDER BY incoming_id LIMIT ${most}::int) h
          JOIN incoming i ON i.id = h.incoming_id JOIN unit u ON u.id = i.unit_id
        ORDER BY i.id`,
  );
}

/** Letters that are said to be out although no line ever said so. */
export function listOutWithoutLine(db: Sql): Promise<Omit<OriginalCourse, 'original' | 'originalSince' | 'lines'>[]> {
  return db.many(
    CourseRow.omit({ original: true, originalSince: true, lines: true }),
    sql`SELECT i.id, u.name AS unit_name, i.year, i.agenda FROM incoming i JOIN unit u ON u.id = i.unit_id
        WHERE i.original IN ('handed', 'archived') AND NOT EXISTS (SELECT FROM handover h WHERE h.incoming_id = i.id)
        ORDER BY i.id`,
  );
}

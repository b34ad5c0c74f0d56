import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { type IncomingSight, lineVisible } from '../sight-store.ts';

const SameRow = z.object({
  id: z.number(),
  why: z.enum(['letter', 'file', 'number']),
  /** Whatever else is the same: sender and number are. */
  sameNumber: z.boolean(),
});

export type SameRow = z.infer<typeof SameRow>;

/** Enough to see that it was registered before. */
const MOST = 20;

/** What of a letter another line of an agenda could share; hashes are of what is read and of the files as they came. */
export interface SameAs {
  senderName: string;
  number: string;
  sha256: readonly Buffer[];
  intakeId: number | undefined;
  /** One of our own letters, known by its QR. */
  letterId: number | undefined;
}

/**
 * Lines of this very letter of ours, with one of these files, or with this sender and number, newest first; void ones are no
 * duplicates. Of those that the reader may see: a circular that forty units registered must not push out the reader's own line.
 */
export function listSame(
  db: Sql,
  sight: IncomingSight,
  { senderName, number, sha256, intakeId, letterId }: SameAs,
): Promise<SameRow[]> {
  return db.many(
    SameRow,
    sql`WITH asked AS (SELECT lower(regexp_replace(${number}, '[^[:alnum:]]', '', 'g')) AS number,
          lower(regexp_replace(btrim(${senderName}), '\\s+', ' ', 'g')) AS sender)
        SELECT i.id, same.why, same.same_number FROM (SELECT id, bool_or(why = 'number') AS same_number,
            CASE WHEN bool_or(why = 'letter') THEN 'letter' ELSE min(why) END AS why FROM (
          SELECT i.id, 'number' AS why FROM asked a JOIN incoming i ON i.number_folded = a.number AND i.number_folded <> ''
            WHERE lower(regexp_replace(btrim(i.sender_name), '\\s+', ' ', 'g')) = a.sender AND i.state <> 'void'
          UNION ALL SELECT i.id, 'letter' FROM incoming i WHERE i.letter_id = ${letterId ?? null}::bigint AND i.state <> 'void'
          UNION ALL SELECT i.id, 'file' FROM incoming i
            WHERE i.document_sha256 = ANY (${[...sha256]}::bytea[]) AND i.document_sha256 IS NOT NULL AND i.state <> 'void'
          UNION ALL SELECT s.incoming_id, 'file' FROM intake_file f JOIN incoming_scan s ON s.intake_id = f.intake_id
              JOIN incoming i ON i.id = s.incoming_id AND i.state <> 'void'
            WHERE f.sha256 = ANY (${[...sha256]}::bytea[]) AND f.removed_at IS NULL
          UNION ALL SELECT i.id, 'file' FROM intake_file f JOIN incoming i ON i.intake_id = f.intake_id
            WHERE f.sha256 = ANY (${[...sha256]}::bytea[]) AND f.removed_at IS NULL AND i.state <> 'void'
              AND f.intake_id IS DISTINCT FROM ${intakeId ?? null}::bigint) one GROUP BY id) same
          JOIN incoming i ON i.id = same.id
        WHERE ${lineVisible(sight)} ORDER BY i.id DESC LIMIT ${MOST}`,
  );
}

const Waiting = z.object({ id: z.number() });

/** Items of these desks with the same file that nobody has registered yet. */
export function listSameWaiting(
  db: Sql,
  unitIds: readonly number[],
  { sha256, intakeId }: Pick<SameAs, 'sha256' | 'intakeId'>,
): Promise<z.infer<typeof Waiting>[]> {
  return db.many(
    Waiting,
    sql`SELECT DISTINCT t.id FROM intake_file f JOIN intake t ON t.id = f.intake_id
        WHERE f.sha256 = ANY (${[...sha256]}::bytea[]) AND f.removed_at IS NULL AND t.unit_id = ANY (${[...unitIds]}::int[])
          AND t.state IN ('waiting', 'ready', 'refused') AND t.for_incoming_id IS NULL AND t.id IS DISTINCT FROM ${intakeId ?? null}::bigint
        ORDER BY t.id LIMIT ${MOST}`,
  );
}

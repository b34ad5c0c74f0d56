import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const BackupRow = z.object({
  takenAt: z.date(),
  finishedAt: z.date(),
  place: z.string(),
  letters: z.number(),
  documents: z.number(),
  bytes: z.number(),
  /** What was not as it must be, such as a missing document; `backup.json` names it. */
  findings: z.number(),
});
/** A finished copy of the office; `takenAt` is the moment that it shows. */
export type Backup = z.infer<typeof BackupRow>;

export async function recordBackup(db: Sql, backup: Backup): Promise<void> {
  await db.run(
    sql`INSERT INTO backup (taken_at, finished_at, place, letters, documents, bytes, findings)
        VALUES (${backup.takenAt}, ${backup.finishedAt}, ${backup.place}, ${backup.letters}, ${backup.documents}, ${backup.bytes}, ${backup.findings})`,
  );
}

/** The newest copy of this office; undefined when there never was one. Its age is counted from `takenAt`. */
export function findLastBackup(db: Sql): Promise<Backup | undefined> {
  return db.maybe(
    BackupRow,
    sql`SELECT taken_at, finished_at, place, letters, documents, bytes, findings FROM backup ORDER BY taken_at DESC, id DESC LIMIT 1`,
  );
}

/** Writes down for good that this office was brought back, and from a copy of which moment. */
export async function recordRestoration(
  db: Sql,
  { takenAt, restoredAt }: { takenAt: Date; restoredAt: Date },
): Promise<void> {
  await db.run(sql`INSERT INTO restoration (taken_at, restored_at) VALUES (${takenAt}, ${restoredAt})`);
}

const LastNumber = z.object({ register: z.string(), unit: z.string(), year: z.number(), last: z.number() });
/** How far a register had counted in a year. */
export type LastNumber = z.infer<typeof LastNumber>;

export function listLastNumbers(db: Sql): Promise<LastNumber[]> {
  return db.many(
    LastNumber,
    sql`SELECT r.name AS register, u.name AS unit, c.year, c.last FROM register_counter c
        JOIN register r ON r.id = c.register_id JOIN unit u ON u.id = r.unit_id ORDER BY c.year, u.name, r.name, r.id`,
  );
}

/** SHA-256 of the office's first root certificate: which office this is, whatever it is called. Undefined before there is one. */
export async function findOfficeMark(db: Sql): Promise<string | undefined> {
  const row = await db.maybe(
    z.object({ mark: z.string() }),
    sql`SELECT encode(sha256(der), 'hex') AS mark FROM certificate WHERE role = 'root' ORDER BY id LIMIT 1`,
  );
  return row?.mark;
}

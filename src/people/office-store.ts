import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const DEFAULT_TIME_ZONE = 'Asia/Jakarta';

const officeRow = z.object({ name: z.string(), region: z.string(), place: z.string(), timeZone: z.string() });
export type Office = z.infer<typeof officeRow>;

/** The office that runs this installation; undefined until it was set up. */
export function findOffice(db: Sql): Promise<Office | undefined> {
  return db.maybe(officeRow, sql`SELECT name, region, place, time_zone FROM office`);
}

/** In whose days and hours it works. Until an office was set up, the zone of the capital. */
export async function officeTimeZone(db: Sql): Promise<string> {
  return (await findOffice(db))?.timeZone ?? DEFAULT_TIME_ZONE;
}

/** Makes or changes the one row. */
export async function storeOffice(tx: Transaction, office: Office, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO office (name, region, place, time_zone, created_at)
    VALUES (${office.name}, ${office.region}, ${office.place}, ${office.timeZone}, ${now})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region, place = excluded.place,
      time_zone = excluded.time_zone`);
}

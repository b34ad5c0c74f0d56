import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const officeRow = z.object({ name: z.string(), region: z.string(), place: z.string(), timeZone: z.string() });
export type Office = z.infer<typeof officeRow>;

/** The office that runs this installation; undefined until it was set up. */
export function findOffice(db: Sql): Promise<Office | undefined> {
  return db.maybe(officeRow, sql`SELECT name, region, place, time_zone FROM office`);
}

/** Makes or changes the one row. */
export async function storeOffice(tx: Transaction, office: Office, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO office (name, region, place, time_zone, created_at)
    VALUES (${office.name}, ${office.region}, ${office.place}, ${office.timeZone}, ${now})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region, place = excluded.place,
      time_zone = excluded.time_zone`);
}

import type { Database } from './database.ts';
import { holdConnection } from './held-connection.ts';

/** Whoever holds the number is the only one in all processes; a killed one loses it with its connection. Undefined: taken. */
export async function takeSessionLock(db: Database, number: number): Promise<{ letGo(): Promise<void> } | undefined> {
  const held = holdConnection(db, async (client) => {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [number]);
    return rows[0]?.taken === true;
  });
  if (await held.get()) return { letGo: () => held.close() };
  await held.close();
  return undefined;
}

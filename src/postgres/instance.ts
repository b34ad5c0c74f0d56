import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Database, Sql } from './database.ts';
import { holdConnection } from './held-connection.ts';
import { sql } from './sql.ts';

/** Class id of the advisory locks that say "this process lives"; other advisory locks of ours use other classes. */
const LIVING = 0x1a7a;

/**
 * A running process as the database sees it: a number and a lock that the server itself lets go when the connection
 * dies, `kill -9` included. Whoever finds work under a number that nobody holds may take it over.
 */
export interface Instance {
  /** Changes when the connection was lost: work begun before is then, rightly, open to recovery. */
  number(): Promise<number>;
  close(): Promise<void>;
}

export function openInstance(db: Database): Instance {
  const connection = holdConnection(db, async (client) => {
    const number = randomInt(1, 2 ** 31 - 1);
    await client.query('SELECT pg_advisory_lock($1, $2)', [LIVING, number]);
    return number;
  });
  return { number: connection.get, close: connection.close };
}

/** True while the process that took this number is connected. */
export async function instanceLives(on: Sql, instance: number): Promise<boolean> {
  const { free } = await on.one(
    z.object({ free: z.boolean() }),
    sql`SELECT pg_try_advisory_xact_lock_shared(${LIVING}::integer, ${instance}::integer) AS free`,
  );
  return !free;
}

import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Database } from './database.ts';

/** A connection kept for what lives as long as it does: a lock of the session, a channel listened to. */
export interface HeldConnection<T> {
  /** What `begin` gave on the connection that lives now; one that died is taken anew. */
  get(): Promise<T>;
  /** What was held on it is free afterwards for whoever asks next, unless the server keeps silent for two seconds. */
  close(): Promise<void>;
}

const LONGEST_GOODBYE_MS = 2_000;

export function holdConnection<T>(db: Database, begin: (client: pg.PoolClient) => Promise<T>): HeldConnection<T> {
  let held: Promise<Taken<T>> | undefined;

  async function take(): Promise<Taken<T>> {
    const client = await db.pool.connect().catch((error: unknown) => {
      held = undefined;
      throw error;
    });
    let released = false;
    // The server may cut a connection that we have just let go, or say so twice: each of them would be a second release.
    const letGo = () => {
      if (released) return;
      released = true;
      held = undefined;
      client.release(true);
    };
    try {
      client.once('error', letGo);
      client.once('end', letGo);
      return { begun: await begin(client), client, letGo };
    } catch (error) {
      letGo();
      throw error;
    }
  }

  return {
    async get() {
      held ??= take();
      return (await held).begun;
    },
    async close() {
      if (!held) return;
      const taken = await held.catch(() => undefined);
      if (!taken) return;
      // A closed connection lets go of its locks when the server notices; asked for it, the server has done it by its answer.
      const goodbye = new AbortController();
      const discarded = taken.client.query('DISCARD ALL').catch(() => {});
      const late = pause(LONGEST_GOODBYE_MS, undefined, { signal: goodbye.signal }).catch(() => {});
      await Promise.race([discarded, late]);
      goodbye.abort();
      taken.letGo();
    },
  };
}

interface Taken<T> {
  begun: T;
  client: pg.PoolClient;
  letGo(): void;
}

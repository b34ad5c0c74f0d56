import type pg from 'pg';
import type { Database } from './database.ts';

/** A connection kept for what lives as long as it does: a lock of the session, a channel listened to. */
export interface HeldConnection<T> {
  /** What `begin` gave on the connection that lives now; one that died is taken anew. */
  get(): Promise<T>;
  close(): Promise<void>;
}

export function holdConnection<T>(db: Database, begin: (client: pg.PoolClient) => Promise<T>): HeldConnection<T> {
  let held: Promise<{ begun: T; letGo(): void }> | undefined;

  async function take(): Promise<{ begun: T; letGo(): void }> {
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
      return { begun: await begin(client), letGo };
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
      taken?.letGo();
    },
  };
}

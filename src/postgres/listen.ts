import type { Database } from './database.ts';
import { holdConnection } from './held-connection.ts';

/** Hears what other processes announce with NOTIFY. What is said while the connection is gone is missed: look besides. */
export interface Listener {
  /** Listens, again after the connection died. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

export function openListener(db: Database, channel: string, heard: () => void): Listener {
  const connection = holdConnection(db, async (client) => {
    client.on('notification', heard);
    await client.query(`LISTEN ${channel}`);
  });
  return { ensure: connection.get, close: connection.close };
}

import { startEmbeddedPostgres } from './embedded.ts';

export interface Server {
  /** For `openDatabase`. Contains the password: never log it. */
  url: string;
  /** Lets go of a server of our own; one of DATABASE_URL goes on. */
  stop(): Promise<void>;
}

/** The server of DATABASE_URL; without one the office's own, made, started or attached to. `log` hears when our own died. */
export async function openServer(
  { databaseUrl, dataDir }: { databaseUrl: string | undefined; dataDir: string },
  log?: (message: string) => void,
): Promise<Server> {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => {} };
  return await startEmbeddedPostgres(dataDir, log === undefined ? {} : { log });
}

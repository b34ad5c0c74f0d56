import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { Refusal } from '../errors.ts';
import { openDrain } from './drain.ts';

export interface Listening {
  /**
   * Takes no new request and waits for those under way; `patient` where a proxy stands in front, which goes on sending until
   * it has noticed.
   */
  close(options?: { patient: boolean }): Promise<void>;
}

/**
 * A proxy keeps connections open for a minute at most as a rule. It must be the one who closes them: who closes an idle
 * connection may cut a request that is just arriving on it.
 */
const KEPT_ALIVE_MS = 75_000;

/** What one sender may hold open, and for how long; what comes late or is too long is answered 408 or 431 and closed. */
export const serverLimits = {
  keepAliveTimeout: KEPT_ALIVE_MS,
  /** Our addresses and cookies come to one kilobyte; a search of 200 letters and the cookies of a whole domain still fit. */
  maxHeaderSize: 16 * 1024,
  /** A head fits into a few packets: who needs longer is holding the place. */
  headersTimeout: 20_000,
  /** The largest upload, 64 MB, through a link of two megabits. */
  requestTimeout: 300_000,
  /** How often the two above are looked at. */
  connectionsCheckingInterval: 5_000,
} as const;

/**
 * Listens on the port; `closing` is told when the end begins, before anybody is turned away. Refusals `port-in-use`,
 * `port-not-allowed`; nothing is left open then.
 */
export async function listen(app: RequestListener, port: number, closing?: () => void): Promise<Listening> {
  const server = createServer(serverLimits, app);
  // Nothing goes either way: a reader who stopped reading, a link that has gone.
  server.setTimeout(serverLimits.requestTimeout);
  const drain = openDrain(server, closing);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, port)));
    server.listen(port, resolve);
  });
  return { close: (options = { patient: false }) => drain.run(options) };
}

/** Refuses like `listen`, before anything is opened that would have to be closed again. */
export async function demandFreePort(port: number): Promise<void> {
  await (await listen(() => {}, port)).close();
}

function refused(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Refusal('unavailable', 'port-in-use', {
      id: `Port ${port} sedang dipakai program lain. Hentikan program itu, atau pilih port lain: PORT=3001 npm start`,
      en: `Port ${port} is in use by another program. Stop it, or choose another port: PORT=3001 npm start`,
    });
  }
  if (error.code === 'EACCES') {
    return new Refusal('unavailable', 'port-not-allowed', {
      id: `Port ${port} tidak boleh dibuka oleh pengguna ini. Pilih port di atas 1023.`,
      en: `This user may not open port ${port}. Choose a port above 1023.`,
    });
  }
  return error;
}

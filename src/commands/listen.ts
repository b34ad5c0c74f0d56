import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { Refusal } from '../errors.ts';

export interface Listening {
  /** Takes no new request and waits for those under way. */
  close(): Promise<void>;
}

/** Listens on the port. Refusals `port-in-use`, `port-not-allowed`; nothing is left open then. */
export async function listen(app: RequestListener, port: number): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, port)));
    server.listen(port, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
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

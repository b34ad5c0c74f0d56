import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as Door, type Socket } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/** Somebody who asks for readiness this often or oftener decides by it whom to send here. */
const ASKED_LATELY_MS = 60_000;
/** Proxies that take one failed look for an accident believe the second. */
const TELLINGS = 2;
const MOST_TELLING_MS = 10_000;
/** Longer than the proxy of docs/operating keeps a connection that nothing goes through. */
const MOST_IDLE_MS = 5_000;
/** Longer than any page takes; an upload that is still coming in then is cut and can be sent again. */
const MOST_RUNNING_MS = 30_000;
const MOST_GOODBYE_MS = 1_000;
const MOST_QUIET_MS = 2_000;

/** What is under way at a listening server, and its end without losing any of it. */
export interface Drain {
  /**
   * `patient`: a proxy stands in front and sends requests until it has noticed, so it is told first (/readyz), then nobody
   * new is let in, then what comes on open connections is answered and the connection closed. Otherwise only what is running
   * is waited for.
   */
  run(options: { patient: boolean }): Promise<void>;
}

/** Watches a server from before its first connection. `begun` is called when the end begins. */
export function openDrain(server: Server, begun: () => void = () => {}): Drain {
  const open = new Set<Socket>();
  const running = new Set<ServerResponse>();
  const looks = new Set<() => void>();
  let draining = false;
  let connections = 0;
  let lastAsked = Number.NEGATIVE_INFINITY;
  let told = 0;

  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      look();
    });
  });
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    running.add(res);
    if (draining) res.setHeader('Connection', 'close');
    const asks = req.url === '/readyz';
    if (asks) lastAsked = performance.now();
    res.once('close', () => {
      running.delete(res);
      if (draining && asks) told += 1;
      look();
    });
  });

  function look(): void {
    for (const each of looks) each();
  }

  /** True when it came about in time. */
  async function until(reached: () => boolean, ms: number): Promise<boolean> {
    if (reached()) return true;
    const met = new AbortController();
    const see = () => reached() && met.abort();
    looks.add(see);
    await pause(ms, undefined, { signal: met.signal }).catch(() => {});
    looks.delete(see);
    return reached();
  }

  /**
   * Two turns of the event loop so close together, with nobody new in between, that next to nothing can lie unread in the
   * kernel. What does lie there when a socket is closed is answered with a reset, and a proxy may not send a POST twice.
   */
  async function quiet(): Promise<void> {
    const end = performance.now() + MOST_QUIET_MS;
    while (performance.now() < end) {
      await turn();
      const [before, known] = [performance.now(), connections];
      await turn();
      if (connections === known && performance.now() - before < 0.5) return;
    }
  }

  function closeIdle(): void {
    server.closeIdleConnections();
    // Browsers open connections in advance; to Node one that has said nothing yet is busy with its first request.
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  }

  return {
    async run({ patient }) {
      draining = true;
      begun();
      for (const res of running) if (!res.headersSent) res.setHeader('Connection', 'close');
      if (patient && performance.now() - lastAsked < ASKED_LATELY_MS) {
        await until(() => told >= TELLINGS, MOST_TELLING_MS);
      }
      if (patient) await quiet();
      const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
      // The door alone: http's own `close` also cuts idle connections, on which a request may be on its way.
      Door.prototype.close.call(server);
      if (patient) await until(() => open.size === 0, MOST_IDLE_MS);
      if (patient && open.size > 0) await quiet();
      closeIdle();
      await until(() => running.size === 0, MOST_RUNNING_MS);
      // Answered by us, and still on its way out: a moment more before what is left is cut.
      closeIdle();
      await until(() => open.size === 0, MOST_GOODBYE_MS);
      server.closeAllConnections();
      await ended;
    },
  };
}

import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterAll } from '@jest/globals';

/** The way to a database, which a test may cut as networks and servers do. */
export interface DatabaseLink {
  /** The address that leads over this way. */
  url: string;
  /** The server is stopped: what is open ends, nothing new is taken. */
  cut(): Promise<void>;
  /** The network swallows everything: what is open stays open, new ones are never answered. */
  freeze(): void;
  /** Transactions that were committed over this way. */
  commits(): number;
  /** Cuts as the n-th commit from now goes through: the server carries it out, and nobody hears of it. */
  cutAtCommit(n: number): void;
  /** Everything goes through again; what was frozen stays lost. */
  restore(): Promise<void>;
}

const links: { cut(): Promise<void> }[] = [];
afterAll(async () => {
  for (const link of links.splice(0)) await link.cut();
});

export async function databaseLink(databaseUrl: string): Promise<DatabaseLink> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  let commits = 0;
  let cutAt = Number.POSITIVE_INFINITY;
  let server: Server | undefined;

  function pass(from: Socket): void {
    sockets.add(from);
    from.on('error', () => {});
    from.on('close', () => sockets.delete(from));
    if (frozen) return void from.pause();
    const to = dial(Number(target.port || 5432), target.hostname);
    sockets.add(to);
    to.on('error', () => from.destroy());
    to.on('close', () => {
      sockets.delete(to);
      from.destroy();
    });
    from.on('close', () => {
      if (!to.writableEnded) to.destroy();
    });
    from.on('data', (piece: Buffer) => {
      if (frozen) return;
      if (piece.includes('COMMIT')) commits += 1;
      if (commits < cutAt) return void to.write(piece);
      cutAt = Number.POSITIVE_INFINITY;
      sockets.delete(to);
      to.end(piece);
      from.destroy();
      void link.cut();
    });
    to.pipe(from);
  }

  async function open(port: number): Promise<number> {
    const opened = createServer(pass);
    await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    server = opened;
    return (opened.address() as AddressInfo).port;
  }

  const port = await open(0);
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const link: DatabaseLink = {
    url: url.href,
    async cut() {
      const closing = server;
      server = undefined;
      const closed = closing && new Promise((resolve) => closing.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    freeze() {
      frozen = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    commits: () => commits,
    cutAtCommit(n) {
      cutAt = commits + n;
    },
    async restore() {
      frozen = false;
      if (server === undefined) await open(port);
    },
  };
  links.push(link);
  return link;
}

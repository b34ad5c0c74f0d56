import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { afterAll } from '@jest/globals';

/** The way to an S3 service, with everything that happens on ways. */
export interface StoreLink {
  endpoint: string;
  /**
   * `whole`; `silent`: what comes is taken and never answered; `shut`: every connection ends at once; `breaking`: every
   * answer ends after so many bytes; `swallowing`: every connection ends once so many bytes were sent; `damaging`: of this text, wherever an answer has it, the first byte is another.
   */
  set(mode: 'whole' | 'silent' | 'shut' | { breaking: number } | { swallowing: number } | { damaging: string }): void;
}

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing.splice(0)) close();
});

export async function storeLink(endpoint: string): Promise<StoreLink> {
  const target = new URL(endpoint);
  const sockets = new Set<Socket>();
  let mode: Parameters<StoreLink['set']>[0] = 'whole';

  const server = createServer((from) => {
    const to = dial(Number(target.port), target.hostname);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    if (mode === 'shut') return void from.destroy();
    let answered = 0;
    let sent = 0;
    from.on('data', (piece: Buffer) => {
      sent += piece.length;
      if (typeof mode === 'object' && 'swallowing' in mode && sent > mode.swallowing) return void from.destroy();
      if (mode !== 'silent') to.write(piece);
    });
    to.on('data', (piece: Buffer) => {
      answered += piece.length;
      if (mode === 'silent') return;
      if (typeof mode === 'object' && 'breaking' in mode && answered > mode.breaking) {
        from.write(piece.subarray(0, Math.max(0, piece.length - (answered - mode.breaking))), () => from.destroy());
        return;
      }
      if (typeof mode === 'object' && 'damaging' in mode) {
        const at = piece.indexOf(mode.damaging);
        if (at >= 0) piece[at] = (piece[at] ?? 0) ^ 1;
      }
      from.write(piece);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  closing.push(() => {
    end();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      mode = next;
      // Connections kept open belong to the way as it was.
      end();
    },
  };
}

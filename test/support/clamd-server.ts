import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redis-server.ts';

export interface ClamdServer {
  port: number;
  socket: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** The test file that scanners agree upon (eicar.org): harmless, and told as a virus. In two halves, so that this file is none. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  'latin1',
);
/** As our own list of signatures calls it. */
export const EICAR_NAME = 'Uji.Layang.EICAR.UNOFFICIAL';

/** A real clamd on loopback that knows one signature: that of the test file, wherever it stands in a file. */
export async function startClamd(options: { streamMegabytes?: number } = {}): Promise<ClamdServer> {
  const folder = mkdtempSync(join(tmpdir(), 'layang-clamd-'));
  const port = await freePort();
  const socket = join(folder, 'clamd.sock');
  writeFileSync(join(folder, 'uji.ndb'), `${EICAR_NAME.replace('.UNOFFICIAL', '')}:0:*:${EICAR.toString('hex')}\n`);
  const configuration = join(folder, 'clamd.conf');
  writeFileSync(
    configuration,
    [
      `DatabaseDirectory ${folder}`,
      `TemporaryDirectory ${folder}`,
      'TCPAddr 127.0.0.1',
      `TCPSocket ${port}`,
      `LocalSocket ${socket}`,
      'Foreground yes',
      'OfficialDatabaseOnly no',
      `StreamMaxLength ${options.streamMegabytes ?? 100}M`,
      'MaxThreads 2',
      '',
    ].join('\n'),
  );
  let stop = async () => {};
  const server: ClamdServer = {
    port,
    socket,
    async start() {
      const child = spawn('clamd', ['--config-file', configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      stop = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      await new Promise<void>((resolve, reject) => {
        let said = '';
        const hear = (piece: Buffer) => {
          said += piece.toString();
          // Said last, once both doors are open.
          if (said.includes('Self checking')) resolve();
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('error', reject);
        child.once('exit', () => reject(new Error(`clamd ended: ${said}`)));
      });
    },
    stop: () => stop(),
  };
  await server.start();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return server;
}

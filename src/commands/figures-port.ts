import { createServer } from 'node:http';
import type { Config } from '../config.ts';
import { Refusal } from '../errors.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { Listening } from './listen.ts';

/**
 * Opens METRICS_PORT where it is set. Refusals
 * `metrics-port-in-use`, `metrics-address`.
 */
export async function openFiguresPort(
  monitoring: Pick<Monitoring, 'listener' | 'watchProcess'>,
  config: Pick<Config, 'metricsPort' | 'metricsHost'>,
): Promise<Listening | undefined> {
  const { metricsPort: port, metricsHost: host } = config;
  if (port === undefined) return undefined;
  const server = createServer(monitoring.listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });
  monitoring.watchProcess();
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refused(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Refusal('unavailable', 'metrics-port-in-use', {
      id: `METRICS_PORT ${port} sedang dipakai program lain. Setiap proses Layang memerlukan port sendiri untuk angka keadaan.`,
      en: `METRICS_PORT ${port} is in use by another program. Each process of Layang needs a port of its own for its figures.`,
    });
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new Refusal('unavailable', 'metrics-address', {
      id: `METRICS_HOST ${host} dan METRICS_PORT ${port} tidak dapat dibuka di mesin ini. Pilih alamat mesin ini dan port di atas 1023.`,
      en: `METRICS_HOST ${host} and METRICS_PORT ${port} cannot be opened on this machine. Choose an address of this machine and a port above 1023.`,
    });
  }
  return error;
}

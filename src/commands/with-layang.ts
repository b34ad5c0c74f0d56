import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openLog } from '../log.ts';
import { type Layang, wire } from '../wiring.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import { statusOf, untilSignal } from './signals.ts';

/**
 * Everything opened, and closed again in order however it ends. A signal that comes while it opens ends it when it is
 * open: what is begun in the middle of an opening, a database server for one, would be left behind.
 */
export async function withLayang(
  config: Config,
  work: (layang: Layang, stopped: Promise<NodeJS.Signals>) => Promise<number>,
): Promise<number> {
  await demandWritableFolder(config.dataDir);
  let interrupted: number | undefined;
  const stopped = untilSignal();
  void stopped.then((signal) => {
    interrupted = statusOf(signal);
  });
  const layang = await wire(config, openLog(config.logLevel), systemClock).catch((error: unknown) => {
    // Ctrl+C reaches what we started too, initdb for one; that it then fails is what was asked for.
    if (interrupted === undefined) throw error;
  });
  try {
    return interrupted ?? (layang === undefined ? 1 : await work(layang, stopped));
  } finally {
    await layang?.close();
  }
}

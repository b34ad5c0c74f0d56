import { rmSync } from 'node:fs';
import { running } from './running-postgres.ts';

export default async function stop(): Promise<void> {
  await running.server?.stop();
  if (running.directory) rmSync(running.directory, { recursive: true, force: true });
}

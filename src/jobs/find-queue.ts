import type { BullQueue } from './bull-queue.ts';

/** Bull where there is a Redis. It is read only then: with its client it is 35 MB of a process and a tenth of a second of its start. */
export async function findQueue(url: string | undefined, name: string): Promise<BullQueue | undefined> {
  if (url === undefined) return undefined;
  const { openBullQueue } = await import('./bull-queue.ts');
  return openBullQueue({ url, name });
}

/* A program of a pool that does what the job says, as badly as it says. */
import { watchSelf } from '../../src/processes/watch-self.ts';

await watchSelf(200);
process.on('message', ({ id, job }: { id: number; job: string }) => {
  if (job === 'for ever') for (;;);
  if (job === 'buffers') {
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(1024 * 1024, kept.length));
  }
  if (job === 'heap') {
    const kept: number[][] = [];
    for (;;) kept.push([kept.length]);
  }
  if (job === 'fail') process.exit(3);
  process.send?.({ id, answer: { job, pid: process.pid } });
});
process.on('disconnect', () => process.exit());

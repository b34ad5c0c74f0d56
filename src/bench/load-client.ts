/** A crowd in a process of its own, so that it shares no event loop with what it asks: told what to do, and tells what it met. */
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { z } from 'zod';
import { beCitizen } from './load-citizen.ts';
import { beOfficial } from './load-official.ts';
import { type Answer, type Visitor, visitor } from './visitor.ts';

const Task = z.object({
  host: z.string(),
  ports: z.array(z.number()).min(1),
  seconds: z.number(),
  officials: z.array(
    z.object({
      username: z.string(),
      password: z.string(),
      passphrase: z.string(),
      does: z.enum(['writes', 'initials', 'signs', 'keeps']),
    }),
  ),
  citizens: z.number(),
  tokens: z.array(z.string()),
  /** Letters whose signed file is really there. */
  signed: z.array(z.object({ token: z.string(), file: z.string() })),
  bare: z.boolean(),
});
export type LoadTask = z.infer<typeof Task>;
export type LoadOfficial = LoadTask['officials'][number];

/** What a person of the crowd does: `what` is the kind of page under which the time is counted. */
export interface Crowd {
  task: LoadTask;
  file(path: string): Promise<Buffer>;
  isOver(): boolean;
  /** Waits as long as somebody reads or thinks, until the end at most. */
  think(seconds: number): Promise<void>;
  /** Counts one answer, or that there was none. Undefined then, and for one that is not what was wanted. */
  count(what: string, asking: Promise<Answer>, wanted?: readonly number[]): Promise<Answer | undefined>;
}

export interface LoadFound {
  times: Record<string, number[]>;
  errors: Record<string, number>;
}

async function crowd(task: LoadTask): Promise<LoadFound> {
  const found: LoadFound = { times: {}, errors: {} };
  const over = performance.now() + task.seconds * 1000;
  const files = new Map<string, Promise<Buffer>>();
  const world: Crowd = {
    task,
    isOver: () => performance.now() >= over,
    file(path) {
      const known = files.get(path) ?? readFile(path);
      files.set(path, known);
      return known;
    },
    think: (seconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, Math.max(0, Math.min(seconds * 1000 * (0.5 + Math.random()), over - performance.now())));
      }),
    async count(what, asking, wanted = [200]) {
      const failed = (kind: string) => {
        found.errors[`${what}: ${kind}`] = (found.errors[`${what}: ${kind}`] ?? 0) + 1;
        return undefined;
      };
      try {
        const answer = await asking;
        if (!wanted.includes(answer.status)) return failed(String(answer.status));
        found.times[what] = [...(found.times[what] ?? []), answer.ms];
        return answer;
      } catch (error) {
        return failed((error as NodeJS.ErrnoException).code ?? 'failed');
      }
    },
  };
  const person = (i: number, network: string): Visitor =>
    visitor({
      port: task.ports[i % task.ports.length] ?? 0,
      host: task.host,
      address: `${network}.${Math.floor(i / 250)}.${(i % 250) + 1}`,
      agent: new Agent({ keepAlive: true, maxSockets: 6 }),
    });
  await Promise.all([
    ...task.officials.map((who, i) => beOfficial(world, person(i, '10.30'), who)),
    ...Array.from({ length: task.citizens }, (_, i) => beCitizen(world, person(i, '10.40'))),
  ]);
  return found;
}

process.once('message', (task) => {
  crowd(Task.parse(task)).then(
    (found) => process.send?.(found, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

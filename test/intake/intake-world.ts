import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { actorNamed } from '../../src/demo/found-regency.ts';
import type { IntakeItem } from '../../src/intake/intake-item.ts';
import type { Runner } from '../../src/jobs/runner.ts';
import type { Actor } from '../../src/people/actor.ts';
import { type SigningWorld, signingWorld, type WorldOptions } from '../issuing/signing-world.ts';

export interface IntakeWorld extends SigningWorld {
  runner: Runner;
  /** Registers what comes to `unitId`. */
  clerk: Actor;
  unitId: number;
  /** A file on this machine's disk, as a form leaves it. */
  file(name: string, bytes: Uint8Array): Promise<{ path: string; name: string; size: number }>;
  /** Dropped, prepared, and as its page shows it then. */
  dropOne(name: string, bytes: Uint8Array): Promise<IntakeItem>;
}

const cleaning: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const step of cleaning.splice(0)) await step();
});

/** The regency with a clerk at the front desk and its jobs at work. */
export async function intakeWorld(options: WorldOptions = {}): Promise<IntakeWorld> {
  const world = await signingWorld(options);
  const { layang } = world;
  const folder = await mkdtemp(join(tmpdir(), 'layang-intake-'));
  const runner = layang.startJobs();
  cleaning.push(
    () => runner.stop(),
    () => rm(folder, { recursive: true, force: true }),
  );
  const clerk = await actorNamed(layang, 'agenda');
  const unitId = clerk.duties.find(({ duty }) => duty === 'registry')?.unitId ?? 0;
  let files = 0;
  const file = async (name: string, bytes: Uint8Array) => {
    files += 1;
    const path = join(folder, String(files));
    await writeFile(path, bytes);
    return { path, name, size: bytes.length };
  };
  return {
    ...world,
    ...{ runner, clerk, unitId, file },
    async dropOne(name, bytes) {
      const one = { unitId, submissionKey: `kunci-${name}-${files}`, together: true, files: [await file(name, bytes)] };
      const [dropped] = await layang.intake.drop(clerk, one);
      if (dropped === undefined || !('intakeId' in dropped)) throw new Error('nothing was dropped');
      await runner.idle();
      return await layang.intake.get(clerk, dropped.intakeId);
    },
  };
}

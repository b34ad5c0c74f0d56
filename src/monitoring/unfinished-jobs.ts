import type { Clock } from '../clock.ts';
import { tryAgain } from '../jobs/enqueue.ts';
import { listUnfinishedJobs, type UnfinishedJob } from '../jobs/unfinished-store.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Database } from '../postgres/database.ts';

export interface UnfinishedJobsDeps {
  db: Database;
  clock: Clock;
  /** After a commit that left work for the jobs. */
  wake(): void;
}

/** Jobs that were refused or given up, for whoever runs the installation. */
export function openUnfinishedJobs({ db, clock, wake }: UnfinishedJobsDeps) {
  return {
    /** The newest hundred first. @throws Refusal `not-allowed` */
    async listUnfinished(actor: Actor): Promise<UnfinishedJob[]> {
      demand(actor, 'office.manage');
      return await listUnfinishedJobs(db);
    },

    /** From the start, with all its tries; the row keeps who asked for it. @throws Refusal `job-not-given-up` */
    async tryAgain(actor: Actor, jobId: number): Promise<void> {
      demand(actor, 'office.manage');
      await db.transaction((tx) => tryAgain(tx, { jobId, personId: actor.personId }, clock()));
      wake();
    },
  };
}
export type UnfinishedJobs = ReturnType<typeof openUnfinishedJobs>;

import { z } from 'zod';
import type { Database } from '../postgres/database.ts';
import { defineJob, type JobDefinition } from './define-job.ts';
import { removeDoneJobs } from './job-store.ts';

const day = 24 * 3_600_000;

/** Done jobs are kept for a month, then removed. */
export function tidyJobs(db: Database): JobDefinition {
  return defineJob({
    name: 'tidy-jobs',
    payload: z.object({}),
    everyMs: day,
    async handle(_payload, { now }) {
      await removeDoneJobs(db, new Date(now.getTime() - 30 * day));
    },
  });
}

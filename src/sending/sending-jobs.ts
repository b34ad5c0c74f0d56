import { z } from 'zod';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { sendByPolicy } from './send-letter.ts';
import { LEFT_AFTER_CHANGE, type TellDeps, tellStatus } from './tell-status.ts';

const letter = z.object({ letterId: z.number() });

/** What follows an issue and a change of status, asked for in their transactions: neither is lost with a process. */
export function sendingJobs(deps: TellDeps): JobDefinition[] {
  return [
    defineJob({
      name: 'send-issued',
      payload: letter,
      async handle({ letterId }) {
        await sendByPolicy(deps, letterId);
      },
    }),
    defineJob({
      name: 'tell-status',
      payload: letter,
      handle: ({ letterId }) => tellStatus(deps, letterId),
    }),
    // Not under the name above: every job of that name is the trace of a change of its very moment (`safekeeping/traces-store.ts`).
    defineJob({
      name: LEFT_AFTER_CHANGE,
      payload: letter,
      handle: ({ letterId }) => tellStatus(deps, letterId, 'exchange'),
    }),
  ];
}

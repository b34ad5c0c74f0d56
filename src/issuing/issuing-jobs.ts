import { z } from 'zod';
import { sweepDocuments } from '../documents/sweep.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { refreshState } from '../seal/refresh-state.ts';
import type { OfficeDeps } from './establish-office.ts';
import { recoverActs } from './recover-acts.ts';
import { retireSealKeys } from './retire-seal-keys.ts';
import { listAwaitedDocuments } from './signing-act-store.ts';
import type { SigningDeps } from './signing-deps.ts';

const MINUTE = 60_000;
const nothing = z.object({});

export interface JobDeps extends SigningDeps {
  office: OfficeDeps;
  log: { warn(details: object, message: string): void };
}

/** The work that nobody asks for: each looks first whether there is anything to do, and can run twice. */
export function issuingJobs(deps: JobDeps): JobDefinition[] {
  return [
    defineJob({
      name: 'recover-signing',
      payload: nothing,
      everyMs: MINUTE,
      async handle() {
        for (const { letterId, outcome } of await recoverActs(deps)) {
          deps.log.warn({ letterId, outcome }, 'an interrupted signing act was taken up');
        }
      },
    }),
    // seal-and-log 4: the state is dated at least hourly. Half of that leaves room for one failure.
    defineJob({
      name: 'refresh-state',
      payload: nothing,
      everyMs: 30 * MINUTE,
      async handle(_payload, { now }) {
        await retireSealKeys(deps.office);
        await refreshState({ db: deps.db, stateKey: deps.office.keys.state }, now);
      },
    }),
    defineJob({
      name: 'sweep-documents',
      payload: nothing,
      everyMs: 60 * MINUTE,
      async handle() {
        const removed = await sweepDocuments({ db: deps.db, store: deps.documents, listAwaited: listAwaitedDocuments });
        if (removed.length > 0) deps.log.warn({ files: removed.length }, 'files without a row were swept');
      },
    }),
  ];
}

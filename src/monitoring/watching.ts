import type { DocumentStore } from '../documents/document-store.ts';
import { isRefusal } from '../errors.ts';
import type { JobDefinition } from '../jobs/define-job.ts';
import type { Figures, Outcome } from './figures.ts';

export interface WatchingLog {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** The same store, whose failures are counted by what was asked of it. */
export function watchDocuments<S extends DocumentStore>(store: S, figures: Figures): S {
  const watched =
    <A extends unknown[], R>(operation: string, act: (...input: A) => Promise<R>) =>
    async (...input: A): Promise<R> => {
      try {
        return await act(...input);
      } catch (error) {
        figures.documentsFailed(operation);
        throw error;
      }
    };
  return {
    ...store,
    put: watched('put', store.put),
    putFile: watched('put', store.putFile),
    read: watched('read', store.read),
    locate: watched('read', store.locate),
  };
}

/** The same act, measured. */
export function watchSigning<A extends unknown[], R>(sign: (...input: A) => Promise<R>, figures: Figures) {
  return async (...input: A): Promise<R> => {
    const ended = measure((outcome, seconds) => figures.signed(outcome, seconds));
    try {
      const issued = await sign(...input);
      ended();
      return issued;
    } catch (error) {
      ended(error);
      throw error;
    }
  };
}

/** The same jobs, each try measured and told in one line: which job, which try, which letter, how it ended. */
export function watchJobs(jobs: readonly JobDefinition[], figures: Figures, log: WatchingLog): JobDefinition[] {
  return jobs.map((job) => ({
    ...job,
    async run(payload, context) {
      const facts = { job: job.name, jobId: context.id, attempt: context.attempt, ...named(payload) };
      const ended = measure((outcome, seconds) => {
        figures.jobEnded(job.name, outcome, seconds);
        const line = { ...facts, outcome, ms: Math.round(seconds * 1000) };
        // What repeats by itself every minute is no news as long as it works. Why one failed is told by who carries it out.
        if (outcome === 'done' && job.everyMs !== undefined) log.debug(line, 'job');
        else log.info(line, 'job');
      });
      try {
        await job.run(payload, context);
        ended();
      } catch (error) {
        ended(error);
        throw error;
      }
    },
  }));
}

function measure(told: (outcome: Outcome, seconds: number) => void): (error?: unknown) => void {
  const began = performance.now();
  return (error) => {
    const outcome = error === undefined ? 'done' : isRefusal(error) ? 'refused' : 'failed';
    told(outcome, (performance.now() - began) / 1000);
  };
}

/** Payloads name things; of them the log gets what a row is called, and nothing else. */
function named(payload: unknown): { letterId?: number; mailId?: number } {
  if (typeof payload !== 'object' || payload === null) return {};
  const { letterId, mailId } = payload as { letterId?: unknown; mailId?: unknown };
  return {
    ...(typeof letterId === 'number' ? { letterId } : {}),
    ...(typeof mailId === 'number' ? { mailId } : {}),
  };
}

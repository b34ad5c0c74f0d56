import type { z } from 'zod';

/** What a page may show of work under way: short facts, never content. At most 1,000 characters as JSON. */
export type ProgressFacts = Readonly<Record<string, string | number>>;

export interface JobContext {
  id: number;
  /** 1 at the first try. */
  attempt: number;
  now: Date;
  /** Says how far the work is; the newest word is stored, and what cannot be stored is lost without harm. */
  progress(facts: ProgressFacts): void;
}

/** A kind of job: what its payload looks like and what is done with it. Made by `defineJob`. */
export interface JobDefinition {
  name: string;
  everyMs?: number;
  attempts: number;
  /** The payload has passed the schema; a payload that does not is a fault like any other. */
  run(payload: unknown, context: JobContext): Promise<void>;
}

export const USUAL_ATTEMPTS = 10;

/**
 * A job can run twice (the process died after the work and before the note that it is done), so `handle` looks first
 * whether its work is done already. It throws a Refusal for what no repetition will change; anything else it throws is
 * tried again, `attempts` times in all (default 10, spread over about a day), and so is a Refusal `unavailable`: what is away
 * comes back. With `everyMs` the job repeats by itself, with the empty payload `{}`. Payloads name things
 * (`{ letterId }`); secrets and letter content never stand in them.
 */
export function defineJob<S extends z.ZodType>(definition: {
  name: string;
  payload: S;
  everyMs?: number;
  attempts?: number;
  handle(payload: z.infer<S>, context: JobContext): Promise<void>;
}): JobDefinition {
  const { name, payload: schema, everyMs, attempts = USUAL_ATTEMPTS } = definition;
  return {
    name,
    attempts,
    ...(everyMs === undefined ? {} : { everyMs }),
    run: async (payload, context) => await definition.handle(schema.parse(payload), context),
  };
}

/** Under this key one round of a periodic job waits, and one runs. */
export function periodicKey(job: { name: string }): string {
  return `every:${job.name}`;
}

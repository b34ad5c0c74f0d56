import { isRefusal, type Words } from '../errors.ts';
import { NoAnswer, oneAtATime } from './one-at-a-time.ts';

/** `attention`: everything works, but somebody should do something. `broken`: something does not work now. */
export type HealthState = 'ok' | 'attention' | 'broken';

export interface Health {
  state: HealthState;
  /** What is the case, in one plain sentence. */
  words: Words;
  /** What to do about it. */
  todo?: Words;
  /** The page *Keadaan sistem* has the button itself: `todo`, which leads there, is for everywhere else. */
  buttonOnPage?: true;
  /** What is meant, one line each: names and dates. */
  lines?: readonly Words[];
}

/** One thing that is looked at. A room offers a plain function; here it gets its name and its words. */
export interface HealthCheck {
  /** Stable: in the address of the page and in the answers of the command line. */
  name: string;
  label: Words;
  look(): Promise<Health>;
}

export type Checked = Health & Pick<HealthCheck, 'name' | 'label'>;

/** Longer than a database that is being restarted, shorter than anybody waits for a page. */
const DEADLINE_MS = 8_000;

/**
 * The checks as one question: side by side, each with a deadline, so that a mail server that hangs is a line that says so. What
 * throws is broken, in its own words where it has some; nothing thrown ever gets out.
 */
export function askAll(
  checks: readonly HealthCheck[],
  options: { deadlineMs?: number; log?: { warn(facts: object, message: string): void } } = {},
): () => Promise<Checked[]> {
  const { deadlineMs = DEADLINE_MS, log } = options;
  const asked = checks.map(({ name, label, look }) => ({ name, label, look: oneAtATime(look, deadlineMs) }));
  return () =>
    Promise.all(
      asked.map(async ({ name, label, look }) => {
        try {
          return { name, label, ...(await look()) };
        } catch (error) {
          if (!isRefusal(error)) log?.warn({ check: name, err: error }, 'a health check failed');
          return { name, label, ...thrown(error) };
        }
      }),
    );
}

function thrown(error: unknown): Health {
  if (isRefusal(error)) return { state: 'broken', words: error.words };
  if (error instanceof NoAnswer) {
    return { state: 'broken', words: { id: 'Tidak menjawab.', en: 'It does not answer.' } };
  }
  return {
    state: 'broken',
    words: { id: 'Tidak dapat diperiksa.', en: 'It could not be checked.' },
    todo: { id: 'Sebabnya ada di log Layang.', en: 'The reason is in the log of Layang.' },
  };
}

import { isRefusal } from '../errors.ts';
import { NoAnswer, oneAtATime } from './one-at-a-time.ts';

/** One thing without which no request can be served well. */
export interface Need {
  /** Said when it fails without a code of its own. Stable; holds no host, no path, no secret. */
  code: string;
  look(): Promise<unknown>;
}

export interface Standing {
  ready: boolean;
  /** Codes of what is missing; empty when ready. */
  missing: string[];
}

export interface Readiness {
  /** Asks every need side by side; what was found is kept some seconds, so that asking often costs nothing. */
  look(): Promise<Standing>;
  /** From now on not ready: no new request is sent here, what is under way goes on to its end. */
  drain(): void;
}

const KEPT_MS = 5_000;
const DEADLINE_MS = 4_000;

export function openReadiness(
  needs: readonly Need[],
  options: {
    keptMs?: number;
    deadlineMs?: number;
    log?: { warn(facts: object, message: string): void };
    now?: () => number;
  } = {},
): Readiness {
  const { keptMs = KEPT_MS, deadlineMs = DEADLINE_MS, now = () => performance.now(), log } = options;
  // Of a need: whether it was met when last asked. One answer that is late is a busy machine, and taking that out of service
  // makes the others busier; two are a thing that hangs.
  const asked = needs.map(({ code, look }) => ({ code, look: oneAtATime(look, deadlineMs), met: false }));
  let draining = false;
  let kept: { standing: Standing; at: number } | undefined;
  let before = '';

  const missingOf = async (need: (typeof asked)[number]): Promise<string[]> => {
    const { code, look, met } = need;
    try {
      await look();
      need.met = true;
      return [];
    } catch (error) {
      need.met = false;
      if (met && error instanceof NoAnswer) return [];
      const said = isRefusal(error) ? error.code : code;
      // Once per failure, not once per question.
      if (!before.split(' ').includes(said)) log?.warn({ missing: said, err: error }, 'not ready');
      return [said];
    }
  };
  const lookAtAll = async (): Promise<Standing> => {
    const missing = [...new Set((await Promise.all(asked.map(missingOf))).flat())].sort();
    before = missing.join(' ');
    const standing = { ready: missing.length === 0, missing };
    kept = { standing, at: now() };
    return standing;
  };
  // Its needs have deadlines of their own.
  const once = oneAtATime(lookAtAll, 2 * deadlineMs);

  return {
    async look() {
      if (draining) return { ready: false, missing: ['draining'] };
      if (kept !== undefined && now() - kept.at < keptMs) return kept.standing;
      return await once();
    },
    drain() {
      draining = true;
    },
  };
}

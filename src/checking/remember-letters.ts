import type { Clock } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { findIssuedByToken, findStamp, type IssuedLetter } from './checking-store.ts';

const MOST = 300;
/** Names of the office and of kinds may change; everything else of an issued letter is written once or moves its stamp. */
const KEPT_MS = 60_000;

/**
 * A letter by its token, as `findIssuedByToken` finds it. What is remembered holds only while the letter's stamp is the one it
 * was read under, and the stamp is asked for each time: a letter withdrawn a moment ago is never shown as it was.
 */
export function rememberLetters(deps: { db: Sql; clock: Clock }): (token: string) => Promise<IssuedLetter | undefined> {
  const kept = new Map<string, { stamp: string; at: number; letter: IssuedLetter }>();
  return async (token) => {
    const stamp = await findStamp(deps.db, token);
    if (stamp === undefined) return undefined;
    const now = deps.clock().getTime();
    const known = kept.get(token);
    if (known?.stamp === stamp && Math.abs(now - known.at) < KEPT_MS) return known.letter;
    const letter = await findIssuedByToken(deps.db, token);
    kept.delete(token);
    if (letter !== undefined) kept.set(token, { stamp, at: now, letter });
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return letter;
  };
}

import type { Words } from '../errors.ts';
import type { StatusStanding } from '../letters/letter-status.ts';
import { isSecret } from '../people/security-class.ts';
import type { IssuedLetter } from './checking-store.ts';

/** That an issued letter does not stand as issued any more, as far as anybody may know (seal-and-log 7). */
export interface PublicStanding {
  code: StatusStanding;
  /** When the office said so; the log will say when it was logged. */
  since: Date;
  /** Undefined for a classified letter. */
  reason: Words | undefined;
  /**
   * The letter that supersedes or corrects it: as much of it as its own check page would tell. Undefined for a classified
   * letter, and where the other one is classified.
   */
  successor: { token: string; number: string | undefined } | undefined;
}

/** Undefined for a letter in force as issued, or restored. */
export function publicStanding(letter: IssuedLetter): PublicStanding | undefined {
  const { standing: code, standingSince: since, security, otherToken, otherSecurity } = letter;
  if (code === null || since === null) return undefined;
  if (isSecret(security)) return { code, since, reason: undefined, successor: undefined };
  const reason = { id: letter.standingReason ?? '', en: letter.standingReasonEn ?? '' };
  if (otherToken === null || otherSecurity === null || isSecret(otherSecurity)) {
    return { code, since, reason, successor: undefined };
  }
  const number = otherSecurity === 'B' ? (letter.otherNumber ?? undefined) : undefined;
  return { code, since, reason, successor: { token: otherToken, number } };
}

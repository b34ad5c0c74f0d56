import { judgeSeal } from '../checking/judge-seal.ts';
import { unixSeconds } from '../clock.ts';
import type { PartnerSeal } from '../intake/findings.ts';
import { STANDINGS } from '../letters/letter-status.ts';
import { logOrigin } from '../seal/ensure-trust.ts';
import { type Directory, parseDirectoryText } from '../seal/key-directory.ts';
import { STATUS_CODES } from '../seal/log-entry.ts';
import type { Scan } from '../seal/qr-url.ts';
import { decodeVkey, noteTextSha256, openNote } from '../seal/signed-note.ts';
import { parseStateText, type State } from '../seal/state-note.ts';
import { followTrustNote, noteTextOf, parseTrustText } from '../seal/trust-note.ts';

/** A partner's signed texts, each verified under its trust note, and of one moment. */
export interface PartnerNotes {
  directory: Directory;
  state: State;
}

const DAY_S = 86_400;
/** Clocks differ. */
const AHEAD_S = 600;

/**
 * Step 4 of seal-and-log 6.1: the trust note follows the one that was compared, directory and state are signed as it says, the
 * state names both and is of today. Anything else: undefined, for what does not verify is not used.
 */
export function readNotes(
  notes: { trust: string; keys: string; state: string },
  pinned: string,
  now: Date,
): PartnerNotes | undefined {
  const before = parseTrustText(noteTextOf(pinned));
  const followed = before && followTrustNote(notes.trust, before);
  if (followed === undefined) return undefined;
  const { trust } = followed;
  const keysText = signedText(notes.keys, trust.directory);
  const stateText = signedText(notes.state, trust.state);
  const directory = keysText && parseDirectoryText(keysText);
  const state = stateText && parseStateText(stateText);
  if (!keysText || !directory || !state || state.origin !== logOrigin(trust)) return undefined;
  const age = unixSeconds(now) - state.time;
  if (age > DAY_S || age < -AHEAD_S) return undefined;
  const named =
    state.keys.version === directory.version &&
    state.keys.sha256.equals(noteTextSha256(keysText)) &&
    state.trust.version === followed.version &&
    state.trust.sha256.equals(noteTextSha256(noteTextOf(notes.trust)));
  return named ? { directory, state } : undefined;
}

function signedText(note: string, vkey: string): string | undefined {
  const key = decodeVkey(vkey);
  return key && openNote(note, [key])?.text;
}

/** Steps 5 to 8 and 10, for a seal whose host is one of the partner's. Its log is not asked whether the letter was ever issued. */
export function judgePartnerSeal(
  { directory, state }: PartnerNotes,
  { host, token, parsed }: Extract<Scan, { outcome: 'seal' }>,
  now: Date,
): Omit<PartnerSeal, 'office'> {
  const kid = parsed.kid.toString('hex');
  const keys = directory.keys
    .filter((line) => line.kid === kid && line.role === 'official')
    .map((line) => ({
      line,
      publicKey: Buffer.from(line.pub, 'hex'),
      notBefore: new Date(line.notBefore * 1_000),
      notAfter: new Date(line.notAfter * 1_000),
    }));
  // The directory may not have the key of an official who was appointed this morning.
  if (keys.length === 0 && parsed.sealedAt >= directory.time - DAY_S) return { outcome: 'partner-away' };
  const verdict = judgeSeal(host, token, parsed, keys, now);
  if (verdict.code !== 'valid') return { outcome: verdict.code };
  const { line } = verdict.key;
  const signer = { signer: `${line.name}, ${line.position}`, unit: line.unit };
  if (line.status === 'revoked') return { outcome: 'partner-key-revoked', ...signer };
  const standing = state.notInForce.find(({ seal }) => seal.equals(verdict.sealHash.subarray(0, 16)));
  if (standing === undefined || standing.code === STATUS_CODES.destroyed) {
    return { outcome: 'partner-seal-valid', ...signer };
  }
  // A code of a later version says at least that the letter does not stand as it was issued.
  return { outcome: STANDINGS.find((each) => STATUS_CODES[each] === standing.code) ?? 'withdrawn', ...signer };
}

import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { decimal, jsonLine, noteLines } from './note-lines.ts';
import { decodeVkey, openNote } from './signed-note.ts';

const vkey = z.string().refine((text) => decodeVkey(text) !== undefined);

const trustLine = z.strictObject({
  roots: z.array(vkey).min(1),
  threshold: z.int().min(1),
  directory: vkey,
  state: vkey,
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+(:[0-9]{1,5})?$/)).min(1),
  policy: z.string(),
  name: z.string(),
});

/** The rules by which a host's directory, state and log are accepted (seal-and-log 4). `hosts[0]` is the present host. */
export type Trust = z.infer<typeof trustLine>;

export interface TrustNote {
  version: number;
  /** Unix seconds. */
  time: number;
  trust: Trust;
}

const LABEL = 'layang-trust/v1';

export function trustText(note: TrustNote): string {
  return `${[LABEL, note.version, note.time, canonicalJson(trustLine.parse(note.trust))].join('\n')}\n`;
}

/** Strict: undefined for anything `trustText` would not write. */
export function parseTrustText(text: string): TrustNote | undefined {
  const lines = noteLines(text);
  if (lines?.length !== 4 || lines[0] !== LABEL) return undefined;
  const version = decimal(lines[1]);
  const time = decimal(lines[2]);
  const trust = trustLine.safeParse(jsonLine(lines[3]));
  if (!version || time === undefined || !trust.success) return undefined;
  return trust.data.threshold <= new Set(trust.data.roots).size ? { version, time, trust: trust.data } : undefined;
}

/**
 * Opens a trust note: signed by `threshold` of its own roots and, after version 1, of the roots of the version before, whose
 * number it follows. The first version is pinned by the SHA-256 of its text, outside this function.
 */
export function openTrustNote(note: string, before?: TrustNote): TrustNote | undefined {
  const claimed = parseTrustText(noteTextOf(note));
  if (!claimed || claimed.version !== (before?.version ?? 0) + 1 || claimed.time < (before?.time ?? 0))
    return undefined;
  return signedByEnough(note, claimed.trust) && (!before || signedByEnough(note, before.trust)) ? claimed : undefined;
}

/**
 * What a host's trust note says to somebody who does not read every version: signed by `threshold` of its own roots and of
 * those that were accepted last, later than it or the same. Without one before it says who it claims to be, and a person
 * compares its fingerprint. The note of another office, or of a host that exchanged its roots: undefined.
 */
export function followTrustNote(note: string, before?: TrustNote): TrustNote | undefined {
  const claimed = parseTrustText(noteTextOf(note));
  if (!claimed) return undefined;
  const earlier = before && (claimed.version < before.version || claimed.time < before.time);
  const same = before && trustText(before) === trustText(claimed);
  if (earlier || (before?.version === claimed.version && !same)) return undefined;
  return signedByEnough(note, claimed.trust) && (!before || signedByEnough(note, before.trust)) ? claimed : undefined;
}

/** The signed part of a note. */
export function noteTextOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

function signedByEnough(note: string, trust: Trust): boolean {
  const keys = trust.roots.map(decodeVkey).filter((key) => key !== undefined);
  return (openNote(note, keys)?.signedBy.length ?? 0) >= trust.threshold;
}

/** A tlog-policy that trusts one log and publishes at once, without witnesses. */
export function policyWithoutWitnesses(logVkey: string): string {
  return `log ${logVkey}\nquorum none\n`;
}

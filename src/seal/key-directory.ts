import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { isEnrollableKey } from './ed25519.ts';
import { keyId } from './key-id.ts';
import { byBytes, decimal, jsonLine, noteLines } from './note-lines.ts';

const unix = z.int().min(0);

const directoryLine = z
  .strictObject({
    alg: z.literal('ed25519'),
    id: z.string().regex(/^[^\s+]+$/u),
    kid: z.string().regex(/^[0-9a-f]{8}$/),
    name: z.string(),
    position: z.string(),
    unit: z.string(),
    role: z.enum(['official', 'status']),
    pub: z.string().regex(/^[0-9a-f]{64}$/),
    notBefore: unix,
    notAfter: unix,
    status: z.enum(['active', 'retired', 'revoked']),
    revokedFromIndex: unix.optional(),
  })
  .refine((line) => (line.status === 'revoked') === (line.revokedFromIndex !== undefined))
  .refine((line) => keyId(line.id, Buffer.from(line.pub, 'hex')).toString('hex') === line.kid);

/** One line: one key, one appointment (seal-and-log 4). Hashes and keys in lower-case hex, times in unix seconds. */
export type DirectoryLine = z.infer<typeof directoryLine>;

export interface Directory {
  version: number;
  time: number;
  keys: DirectoryLine[];
}

const LABEL = 'layang-keys/v1';
const ONWARD = ['active', 'retired', 'revoked'];

/** The text of a version, lines sorted by their bytes. */
export function directoryText(directory: Directory): string {
  const lines = byBytes(directory.keys.map(writeLine));
  return [LABEL, directory.version, directory.time, ...lines].map((line) => `${line}\n`).join('');
}

function writeLine(line: DirectoryLine): string {
  const { revokedFromIndex, ...rest } = directoryLine.parse(line);
  return canonicalJson(revokedFromIndex === undefined ? rest : { ...rest, revokedFromIndex });
}

/** Strict: undefined for a line that is not canonical, out of order, doubled, or whose kid is not that of id and key. */
export function parseDirectoryText(text: string): Directory | undefined {
  const [label, versionLine, timeLine, ...lines] = noteLines(text) ?? [];
  const version = decimal(versionLine);
  const time = decimal(timeLine);
  if (label !== LABEL || !version || time === undefined) return undefined;
  const keys: DirectoryLine[] = [];
  for (const line of lines) {
    const parsed = directoryLine.safeParse(jsonLine(line));
    if (!parsed.success) return undefined;
    keys.push(parsed.data);
  }
  const inOrder = byBytes(lines).every((line, i) => line === lines[i]);
  return inOrder && new Set(keys.map((key) => key.id)).size === keys.length ? { version, time, keys } : undefined;
}

/**
 * What a new version does that it must not (empty: it may be published). A line is never removed; after publication only
 * notAfter (earlier), status (onward) and revokedFromIndex (lower) change; a new key must be enrollable.
 */
export function forbiddenChanges(before: Directory | undefined, after: Directory): string[] {
  const wrong: string[] = [];
  if (after.version !== (before?.version ?? 0) + 1) wrong.push('version does not follow');
  if (after.time < (before?.time ?? 0)) wrong.push('time goes back');
  const known = new Map(before?.keys.map((key) => [key.id, key]));
  for (const key of after.keys) {
    const old = known.get(key.id);
    known.delete(key.id);
    if (old) wrong.push(...lineChanges(old, key));
    else if (!isEnrollableKey(Buffer.from(key.pub, 'hex'))) wrong.push(`${key.id}: key cannot be enrolled`);
  }
  for (const id of known.keys()) wrong.push(`${id}: removed`);
  return wrong;
}

function lineChanges(old: DirectoryLine, now: DirectoryLine): string[] {
  const wrong: string[] = [];
  for (const member of ['alg', 'kid', 'name', 'position', 'unit', 'role', 'pub', 'notBefore'] as const) {
    if (old[member] !== now[member]) wrong.push(`${now.id}: ${member} changed`);
  }
  if (now.notAfter > old.notAfter) wrong.push(`${now.id}: notAfter later`);
  if (ONWARD.indexOf(now.status) < ONWARD.indexOf(old.status)) wrong.push(`${now.id}: status goes back`);
  if (old.revokedFromIndex !== undefined && (now.revokedFromIndex ?? Infinity) > old.revokedFromIndex) {
    wrong.push(`${now.id}: revokedFromIndex higher`);
  }
  return wrong;
}

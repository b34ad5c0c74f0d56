import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.ts';

/** The root of the tree without entries: SHA-256(""). */
export const EMPTY_ROOT = createHash('sha256').digest();

/** Lines of a note's text; undefined when it does not end in exactly one newline. */
export function noteLines(text: string): string[] | undefined {
  return text.endsWith('\n') && !text.endsWith('\n\n') ? text.slice(0, -1).split('\n') : undefined;
}

/** A decimal without leading zeros that is a safe integer; undefined otherwise. */
export function decimal(text: string | undefined): number | undefined {
  if (text === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** A line of canonical JSON as a value; undefined when it is no JSON or not written canonically. */
export function jsonLine(line: string | undefined): Json | undefined {
  if (line === undefined) return undefined;
  try {
    const value: Json = JSON.parse(line);
    return canonicalJson(value) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Lines sorted by their bytes, as every list in a note is. */
export function byBytes(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

import { byBytes, decimal, EMPTY_ROOT, noteLines } from './note-lines.ts';

export interface NoteReference {
  version: number;
  /** SHA-256 of the note's text. */
  sha256: Buffer;
}

/** One dated text that makes directory, trust and withdrawals fresh (seal-and-log 4). */
export interface State {
  /** `<host>/log` */
  origin: string;
  /** Unix seconds. */
  time: number;
  checkpoint: { size: number; root: Buffer };
  keys: NoteReference;
  trust: NoteReference;
  /** Seals not in force: sealHash[0:16], STATUS code, index of that entry. */
  notInForce: { seal: Buffer; code: number; index: number }[];
}

const LABEL = 'layang-state/v1';

/** What the state says before the first checkpoint. */
export const NO_CHECKPOINT: State['checkpoint'] = { size: 0, root: EMPTY_ROOT };

export function stateText(state: State): string {
  const { checkpoint, keys, trust } = state;
  const lines = [
    LABEL,
    state.origin,
    state.time,
    `checkpoint ${checkpoint.size} ${checkpoint.root.toString('base64')}`,
    `keys ${keys.version} ${keys.sha256.toString('hex')}`,
    `trust ${trust.version} ${trust.sha256.toString('hex')}`,
    ...byBytes(state.notInForce.map((line) => `${line.seal.toString('hex')} ${line.code} ${line.index}`)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Strict: undefined for anything `stateText` would not write. */
export function parseStateText(text: string): State | undefined {
  const [label, origin, timeLine, checkpointLine = '', keysLine = '', trustLine = '', ...rest] = noteLines(text) ?? [];
  const time = decimal(timeLine);
  const checkpoint = /^checkpoint ([0-9]+) ([A-Za-z0-9+/]{43}=)$/.exec(checkpointLine);
  const size = decimal(checkpoint?.[1]);
  const keys = reference('keys', keysLine);
  const trust = reference('trust', trustLine);
  if (label !== LABEL || !origin || time === undefined || size === undefined || !keys || !trust) return undefined;
  const notInForce: State['notInForce'] = [];
  for (const line of rest) {
    const match = /^([0-9a-f]{32}) ([0-9]+) ([0-9]+)$/.exec(line);
    const code = decimal(match?.[2]);
    const index = decimal(match?.[3]);
    if (!match || code === undefined || index === undefined) return undefined;
    notInForce.push({ seal: Buffer.from(match[1] ?? '', 'hex'), code, index });
  }
  const root = Buffer.from(checkpoint?.[2] ?? '', 'base64');
  const state = { origin, time, checkpoint: { size, root }, keys, trust, notInForce };
  return stateText(state) === text ? state : undefined;
}

function reference(word: string, line: string): NoteReference | undefined {
  const match = /^([a-z]+) ([0-9]+) ([0-9a-f]{64})$/.exec(line);
  const version = decimal(match?.[2]);
  if (match?.[1] !== word || version === undefined) return undefined;
  return { version, sha256: Buffer.from(match[3] ?? '', 'hex') };
}

import { z } from 'zod';
import { canonicalJson, type Json } from '../seal/canonical-json.ts';
import { type KeyPair, signerOf } from '../seal/ensure-trust.ts';
import { decimal, jsonLine, noteLines } from '../seal/note-lines.ts';
import { decodeVkey, openNote, signNote } from '../seal/signed-note.ts';
import { noteTextOf, type Trust } from '../seal/trust-note.ts';
import { VERSION } from './manifest.ts';

/**
 * What offices say to each other: a signed note (C2SP) of six lines under the key that the host's trust note names for what
 * it says on line, with a label of its own. `to` keeps it from being shown to anybody else; `*` for what everybody may know.
 */
const MESSAGE_KINDS = ['card', 'delivery', 'receipt', 'question', 'answer', 'notice', 'noted'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface Message {
  kind: MessageKind;
  from: string;
  to: string;
  /** Unix seconds. */
  time: number;
  /** A canonical value; what it must look like depends on the kind. */
  body: Json;
}

export const LABEL = 'layang-exchange/v1';
/** As UTF-8; a manifest takes a tenth of it. */
export const MOST_MESSAGE_BYTES = 64 * 1024;

const kinds = z.enum(MESSAGE_KINDS);
const host = z.string().regex(/^([a-z0-9.-]{1,253}(:[0-9]{1,5})?|\*)$/);

/** Signed for this office. */
export function signMessage(
  { kind, from, to, time, body }: Message,
  key: { stateVkey: string; pair: KeyPair },
): Promise<string> {
  const text = `${[LABEL, kind, from, to, time, canonicalJson(body)].join('\n')}\n`;
  return signNote(text, [signerOf(key.stateVkey, key.pair)]);
}

/** What a note claims to be, before anybody knows who signed it; undefined for what `signMessage` would not write. */
export function readMessage(note: string): Message | undefined {
  if (Buffer.byteLength(note) > MOST_MESSAGE_BYTES) return undefined;
  const lines = noteLines(noteTextOf(note)) ?? [];
  const [label, kindLine, from, to, timeLine, json] = lines;
  const kind = kinds.safeParse(kindLine);
  const time = decimal(timeLine);
  const body = jsonLine(json);
  const hosts = z.tuple([host, host]).safeParse([from, to]);
  if (label !== LABEL || lines.length !== 6 || !kind.success || !hosts.success) return undefined;
  if (time === undefined || body === undefined) return undefined;
  return { kind: kind.data, from: hosts.data[0], to: hosts.data[1], time, body };
}

/** Whether it is a message of a version that is not spoken here: whoever wrote it, or we, must be brought up to date. */
export function isOfAnotherVersion(note: string): boolean {
  const [label = ''] = (noteLines(noteTextOf(note)) ?? []).slice(0, 1);
  if (/^layang-exchange\/v[1-9][0-9]{0,3}$/.test(label) && label !== LABEL) return true;
  const version = versionOf(readMessage(note)?.body);
  return Number.isSafeInteger(version) && version !== VERSION;
}

function versionOf(body: Json | undefined): Json | undefined {
  return typeof body === 'object' && body !== null && 'v' in body ? body.v : undefined;
}

/** Whether the office of this trust note signed it. */
export function isSignedBy(note: string, trust: Pick<Trust, 'state'>): boolean {
  const key = decodeVkey(trust.state);
  return key !== undefined && openNote(note, [key]) !== undefined;
}

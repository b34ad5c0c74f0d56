import type { Words } from '../errors.ts';
import type { StatusStanding } from '../letters/letter-status.ts';
import type { ArrangedPage } from './arrangement.ts';
import type { Findings } from './findings.ts';
import type { FoundFields } from './found-fields.ts';

export const ORIGINS = ['desk', 'public', 'exchange'] as const;
export type IntakeOrigin = (typeof ORIGINS)[number];

export const STATES = ['waiting', 'ready', 'refused', 'registered', 'put_aside'] as const;

export type IntakeFileRole = 'letter' | 'attachment';
export type IntakeFileKind = 'pdf' | 'jpeg' | 'png' | 'tiff';

/** A received file as the clerk sees it. */
export interface IntakeFile {
  id: number;
  role: IntakeFileRole;
  /** As the sender's machine named it. */
  name: string;
  kind: IntakeFileKind;
  /** Bytes. */
  length: number;
  /** Undefined until it is prepared. */
  pages: number | undefined;
  /** Why it cannot be used, and what to do; undefined where nothing is wrong. */
  problem: { code: string; words: Words } | undefined;
}

/** Something that came and that nobody has registered yet, as its page shows it. */
export interface IntakeItem {
  id: number;
  unitId: number;
  origin: IntakeOrigin;
  state: (typeof STATES)[number];
  /** 0 to 100 while `waiting`. */
  percent: number;
  /** The virus scanner does not answer, so the item waits for it. */
  waitsForScanner: boolean;
  /** Of what is refused, or was put aside: a sentence. */
  reason: Words | undefined;
  found: FoundFields | undefined;
  findings: Findings;
  /** Sentences about `findings` for the clerk, the weightiest first. */
  remarks: IntakeRemark[];
  /** Pages of the letter without its attachments; undefined until it is ready, or where no file came. */
  pages: number | undefined;
  documentSha256: Buffer | undefined;
  /** All pages of all files in their order, once every file is prepared. */
  arrangement: ArrangedPage[];
  /** Of `arrange`, `addFile` and the like: what changed since is not overwritten. */
  revision: number;
  files: IntakeFile[];
  putInBy: number | undefined;
  putInAt: Date;
  /** The registered letter for which it was scanned; undefined: it is to be registered itself. */
  forIncomingId: number | undefined;
}

export interface IntakeRemark {
  /** `good` was checked and is in order, `mind` is to be looked at, `bad` speaks against the letter, `plain` is only said. */
  tone: 'good' | 'mind' | 'bad' | 'plain';
  words: Words;
}

/** A line of the clerk's list. */
export interface IntakeLine {
  id: number;
  unitId: number;
  origin: IntakeOrigin;
  state: 'waiting' | 'ready' | 'refused' | 'put_aside';
  percent: number;
  waitsForScanner: boolean;
  reason: Words | undefined;
  found: FoundFields | undefined;
  /** Name of the first file; '' where none came. */
  name: string;
  files: number;
  pages: number | undefined;
  /** What its sender did to it since; undefined: it is in force as it came, as far as we know. */
  senderStanding: StatusStanding | undefined;
  putInAt: Date;
}

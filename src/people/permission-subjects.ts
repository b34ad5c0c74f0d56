import type { Security } from './security-class.ts';

/** What the table has to know of a letter. Ids of positions, not of persons: a letter goes to a post. */
export interface LetterSubject {
  /** Code of the letter's kind: a mandate may name kinds. */
  kind: string;
  state: 'draft' | 'in_approval' | 'awaiting_signature' | 'issued' | 'rejected';
  security: Security;
  /** The unit of the drafter's position. */
  unitId: number;
  drafterPersonId: number;
  /** Those whom the drafter lets write in it too. */
  coDrafterPersonIds: readonly number[];
  /** Who initialled, signed, returned, rejected or corrected any version of it, from whatever post. */
  deciderPersonIds: readonly number[];
  /** Every step of the version submitted last; empty for a letter never submitted. */
  chainPositionIds: readonly number[];
  /** Whose signature ends the chain; undefined for a letter never submitted. */
  signatoryPositionId: number | undefined;
  /** Whose turn it is, of several posts side by side all that have yet to decide, and for what; undefined when it is nobody's. */
  turn: { positionIds: readonly number[]; task: 'initial' | 'sign' } | undefined;
  /** Positions here that it is addressed or copied to. */
  recipientPositionIds: readonly number[];
  /** The unit of the signing position; undefined for a letter never submitted. */
  signingUnitId?: number | undefined;
}

export interface UnitSubject {
  unitId: number;
}

/** A post and those above it. */
export interface PostSubject {
  positionId: number;
  superiorId: number | null;
}

export interface PersonSubject {
  personId: number;
}

/** A unit with the posts that have nobody of the unit above them. */
export interface LedUnitSubject extends UnitSubject {
  headPositionIds: readonly number[];
}

/** What the table has to know of an incoming letter. It goes to posts; whoever holds one now has it. */
export interface IncomingSubject {
  state: 'open' | 'closed' | 'void';
  security: Security;
  /** Whose agenda counts it. */
  unitId: number;
  /** Undefined where it registered itself. */
  registeredByPersonId: number | undefined;
  addresseePositionId: number;
  /** Every post that has or had it in hand, except where that was cancelled. */
  treePositionIds: readonly number[];
  /** The posts that have it in hand now. */
  currentPositionIds: readonly number[];
  /** The units of `treePositionIds`. */
  holderUnitIds: readonly number[];
}

/** One post that has an incoming letter in hand. */
export interface HoldingSubject {
  positionId: number;
  security: Security;
}

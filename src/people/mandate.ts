import type { Actor, HeldMandate } from './actor.ts';
import { isSecret, type Security } from './security-class.ts';
import { type Term, termState } from './term.ts';

/**
 * What a post may let others do on its behalf: initial in its place; sign a.n. or u.b. from their own post; dispose of
 * incoming letters in its place.
 */
export const mandateTasks = ['initial', 'sign', 'dispose'] as const;
export type MandateTask = (typeof mandateTasks)[number];

/** In what right a mandate was given. */
export const givers = ['holder', 'superior', 'administrator'] as const;
export type Giver = (typeof givers)[number];

/** What a stand-in is asked about. */
export interface StandInAsk {
  kind: string;
  security: Security;
}

export interface MandateTerms extends Term {
  /** Codes of letter kinds; empty: every kind. */
  kinds: readonly string[];
  tasks: readonly MandateTask[];
  givenAs: Giver;
  revokedAt: Date | null;
}

export type MandateState = 'coming' | 'current' | 'past' | 'ended';

/** Where an instant lies for a mandate: `today` is that instant's date (`YYYY-MM-DD`) in the office's zone. */
export function mandateState(
  mandate: Pick<MandateTerms, 'validFrom' | 'validTo' | 'revokedAt'>,
  { now, today }: { now: Date; today: string },
): MandateState {
  if (mandate.revokedAt !== null && mandate.revokedAt <= now) return 'ended';
  return termState(mandate, today);
}

/**
 * Whether it reaches this sort of letter and this task; what is not asked is not judged. A secret letter reaches people by
 * name: only the holder of the post lets another see one, not a superior or an administrator over the holder's head.
 */
export function covers(
  mandate: Pick<MandateTerms, 'kinds' | 'tasks' | 'givenAs'>,
  { kind, security, task }: Partial<StandInAsk> & { task?: MandateTask },
): boolean {
  const ofKind = kind === undefined || mandate.kinds.length === 0 || mandate.kinds.includes(kind);
  const secret = security !== undefined && isSecret(security);
  return ofKind && (!secret || reachesSecret(mandate)) && (task === undefined || mandate.tasks.includes(task));
}

export function reachesSecret({ givenAs }: Pick<MandateTerms, 'givenAs'>): boolean {
  return givenAs === 'holder';
}

/**
 * How a decision by mandate reads, in the timeline and in print: the actor's own capacity first, because that is who they
 * are, then on whose behalf. The absent official's name never stands there.
 */
export function mandateCapacity(ownCapacity: string, positionName: string): string {
  return `${ownCapacity}, atas mandat ${positionName}`;
}

/** The mandate by which the actor may initial for this post. */
export function mandateFor(
  actor: Pick<Actor, 'mandates'>,
  positionId: number,
  { kind, security }: StandInAsk,
): HeldMandate | undefined {
  return actor.mandates.find(
    (mandate) => mandate.positionId === positionId && covers(mandate, { kind, security, task: 'initial' }),
  );
}

/** The mandate by which the actor may dispose of incoming letters of this class for this post. Kinds are of outgoing ones. */
export function mandateToDispose(
  actor: Pick<Actor, 'mandates'>,
  positionId: number,
  security: StandInAsk['security'],
): HeldMandate | undefined {
  return actor.mandates.find(
    (mandate) => mandate.positionId === positionId && covers(mandate, { security, task: 'dispose' }),
  );
}

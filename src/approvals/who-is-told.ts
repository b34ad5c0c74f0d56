import type { ActingFor } from '../people/standing-in.ts';
import type { OpenStep, StepNotice } from './open-steps-store.ts';

export type Told = Pick<StepNotice, 'kind' | 'role' | 'personId'>;

/** Who can act on this very letter: nobody initials their own draft in another's place. */
export function withoutOwnDraft<A extends Pick<ActingFor, 'personId' | 'mandateId'>>(
  acting: readonly A[],
  { drafterPersonIds }: Pick<OpenStep, 'drafterPersonIds'>,
): A[] {
  return acting.filter(({ personId, mandateId }) => mandateId === null || !drafterPersonIds.includes(personId));
}

export interface Waiting {
  now: Date;
  remindAt: Date;
  due: Date;
  /** Who may act on the step, those present first. */
  acting: readonly Pick<ActingFor, 'personId' | 'awayUntil'>[];
  /** Who acts for the nearest superior post at which somebody is present. */
  superiors: readonly number[];
  administrators: readonly number[];
  drafter: number;
  /** Another post of the same stage will do, and somebody is there. */
  othersWillDo: boolean;
  /** Whether a superior is told at once of a holder who is away without a stand-in. */
  absentTo: 'superior' | 'drafter';
}

/**
 * Who is to be told what of a step that waits. A letter is never without somebody who can move it: where nobody acts for the
 * post, or everybody who does is away, its superior is told, and administrators where there is none; the drafter always.
 */
export function whoIsTold(waiting: Waiting): Told[] {
  const { now, acting, drafter, superiors, administrators } = waiting;
  const toDrafter = (kind: Told['kind']): Told => ({ kind, role: 'drafter', personId: drafter });
  const upwards = (kind: Told['kind']): Told[] =>
    superiors.length > 0
      ? superiors.map((personId) => ({ kind, role: 'superior', personId }))
      : administrators.map((personId) => ({ kind, role: 'administrator', personId }));
  const present = acting.filter(({ awayUntil }) => awayUntil === null);
  const told: Told[] = [];
  const nobodyThere = present.length === 0 && !waiting.othersWillDo;
  if (nobodyThere && acting.length === 0) told.push(...upwards('vacant'), toDrafter('vacant'));
  else if (nobodyThere) told.push(...(waiting.absentTo === 'superior' ? upwards('absent') : []), toDrafter('absent'));
  const holders = (kind: Told['kind']) =>
    (present.length > 0 ? present : acting).map(({ personId }) => ({ kind, role: 'holder' as const, personId }));
  if (now >= waiting.due) told.push(...holders('overdue'), ...upwards('overdue'), toDrafter('overdue'));
  else if (now >= waiting.remindAt) told.push(...holders('reminder'));
  // Somebody who is several of these is told once, as what they can do most with.
  return told.filter(
    (each, i) => told.findIndex(({ kind, personId }) => kind === each.kind && personId === each.personId) === i,
  );
}

export const NOTICE_KINDS = ['reminder', 'overdue', 'absent', 'vacant', 'escalated'] as const;
export const NOTICE_ROLES = ['holder', 'superior', 'giver', 'administrator'] as const;

export interface Hears {
  kind: (typeof NOTICE_KINDS)[number];
  role: (typeof NOTICE_ROLES)[number];
  personId: number;
}

export interface WaitingHolding {
  now: Date;
  remindAt: Date;
  due: Date;
  /** Not before `due`. */
  escalateAt: Date;
  /** Who may act for the post; `awayUntil` null: they are there. */
  acting: readonly { personId: number; awayUntil: string | null }[];
  /** Who acts for the nearest superior post at which somebody is present. */
  superiors: readonly number[];
  administrators: readonly number[];
  /** Who disposed, passed on or registered it; undefined for what registered itself. */
  giver: number | undefined;
  /** A holder who is away without anybody in their place: whether the superior hears of it at once. */
  absentTo: 'superior' | 'drafter';
}

/**
 * Who is to be told what of an incoming letter that waits. Before it is late its holder is reminded; when it is late holder and
 * giver hear of it, and by the office's policy the superior; where nobody is there to act, those above hear of it at once, because
 * they can name somebody.
 */
export function whoHears(waiting: WaitingHolding): Hears[] {
  const { now, acting, giver, superiors, administrators } = waiting;
  const toGiver = (kind: Hears['kind']): Hears[] =>
    giver === undefined ? [] : [{ kind, role: 'giver', personId: giver }];
  const upwards = (kind: Hears['kind']): Hears[] =>
    superiors.length > 0
      ? superiors.map((personId) => ({ kind, role: 'superior', personId }))
      : administrators.map((personId) => ({ kind, role: 'administrator', personId }));
  const present = acting.filter(({ awayUntil }) => awayUntil === null);
  const holders = (kind: Hears['kind']): Hears[] =>
    (present.length > 0 ? present : acting).map(({ personId }) => ({ kind, role: 'holder', personId }));

  const told: Hears[] = [];
  if (acting.length === 0) told.push(...upwards('vacant'), ...toGiver('vacant'));
  else if (present.length === 0)
    told.push(...(waiting.absentTo === 'superior' ? upwards('absent') : []), ...toGiver('absent'));
  if (now >= waiting.due) told.push(...holders('overdue'), ...toGiver('overdue'));
  else if (now >= waiting.remindAt) told.push(...holders('reminder'));
  if (now >= waiting.escalateAt) told.push(...upwards('escalated'));
  // Somebody who is several of these is told once, as what they can do most with.
  return told.filter(
    (each, i) => told.findIndex(({ kind, personId }) => kind === each.kind && personId === each.personId) === i,
  );
}

/** What can happen to a letter after it was issued (seal-and-log 8.1), in the order of its codes. */
export const STATUS_CODES = ['withdrawn', 'recalled', 'superseded', 'corrected', 'restored'] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/** How an issued letter stands where it no longer stands as issued; a restored one has none of these. */
export const STANDINGS = ['withdrawn', 'recalled', 'superseded', 'corrected'] as const;
export type StatusStanding = (typeof STANDINGS)[number];

/** Of a letter in force: as issued, or restored. */
const OF_ONE_IN_FORCE: readonly StatusCode[] = STANDINGS;

const FOLLOWERS: Readonly<Record<StatusCode, readonly StatusCode[]>> = {
  // Withdrawing ends a letter; whoever did it by mistake restores it first.
  withdrawn: ['restored'],
  recalled: ['withdrawn', 'superseded', 'restored'],
  superseded: ['withdrawn', 'restored'],
  // Still in force as corrected, so everything may still happen to it, another correction too.
  corrected: ['withdrawn', 'recalled', 'superseded', 'corrected', 'restored'],
  restored: OF_ONE_IN_FORCE,
};

/** What may come next for an issued letter whose last change was `last`; undefined: none yet. */
export function followersOf(last: StatusCode | undefined): readonly StatusCode[] {
  return last === undefined ? OF_ONE_IN_FORCE : FOLLOWERS[last];
}

/** How the letter stands after its last change; undefined: in force as issued. */
export function standingOf(last: StatusCode | undefined): StatusStanding | undefined {
  return last === 'restored' ? undefined : last;
}

/** Superseding and correcting name the letter that does it. */
export function needsSuccessor(code: StatusCode): code is 'superseded' | 'corrected' {
  return code === 'superseded' || code === 'corrected';
}

export interface Successor {
  id: number;
  issuedAt: Date;
  last: StatusCode | undefined;
}

/**
 * Why another issued letter cannot supersede or correct this one. Only a later letter can, so that no two ever replace each
 * other, and only one in force, so that nobody is sent from one void letter to the next.
 */
export function successorFlaw(
  letter: Omit<Successor, 'last'>,
  other: Successor,
): 'itself' | 'older' | 'not-in-force' | undefined {
  if (other.id === letter.id) return 'itself';
  const later = other.issuedAt.getTime() - letter.issuedAt.getTime() || other.id - letter.id;
  if (later < 0) return 'older';
  const standing = standingOf(other.last);
  return standing === undefined || standing === 'corrected' ? undefined : 'not-in-force';
}

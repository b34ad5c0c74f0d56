/** Beside a post: keeping a unit's registers, and granting that its letters carry an earlier date than that of the signature. */
export const DUTIES = ['registry', 'backdating'] as const;
export type Duty = (typeof DUTIES)[number];

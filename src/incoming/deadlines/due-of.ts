import { remindAt } from '../../approvals/deadline.ts';
import { dueBy } from '../../approvals/due.ts';
import type { WaitingRules } from '../../approvals/waiting-rules.ts';
import type { Urgency } from '../../letters/letter-kind.ts';

/** By when a post is to act: the day that its sheet names, else what the office's table says for the urgency. */
export function dueOf(
  rules: WaitingRules,
  { urgency, since, dueAt }: { urgency: Urgency; since: Date; dueAt: Date | null },
): Date {
  return dueAt ?? dueBy(rules, urgency, since);
}

/** When a holder is reminded, and when the superior hears of it: shares of the time between arrival and deadline. */
export function noticeTimes(rules: WaitingRules, since: Date, due: Date): { remindAt: Date; escalateAt: Date } {
  const escalateAt = remindAt(since, due, rules.escalatePercent);
  return { remindAt: remindAt(since, due, rules.remindPercent), escalateAt: escalateAt < due ? due : escalateAt };
}

import type { Urgency } from '../letters/letter-kind.ts';
import { dueAt } from './deadline.ts';
import type { WaitingRules } from './waiting-rules.ts';

/** When something of this urgency, with whoever holds it since `since`, is due by the office's own table. */
export function dueBy({ deadlines, calendar }: WaitingRules, urgency: Urgency, since: Date): Date {
  return dueAt(deadlines[urgency], since, calendar);
}

/** The inbox's order: what others wait for before one's own drafts, then by when it is due, then the oldest. */
export function inDueOrder<T extends { task: string; urgency: Urgency; since: Date; letterId: number }>(
  waiting: readonly T[],
  rules: WaitingRules,
): (T & { due: Date })[] {
  return waiting
    .map((item) => ({ ...item, due: dueBy(rules, item.urgency, item.since) }))
    .sort(
      (a, b) =>
        Number(a.task === 'write') - Number(b.task === 'write') ||
        a.due.getTime() - b.due.getTime() ||
        a.since.getTime() - b.since.getTime() ||
        a.letterId - b.letterId,
    );
}

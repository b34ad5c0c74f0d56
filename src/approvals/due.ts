import type { Urgency } from '../letters/letter-kind.ts';

/**
 * Hours within which a letter is dealt with, counted from its arrival with whoever holds it. No rule that we could read
 * fixes them, so they are a default of this table and never printed as a duty.
 */
export const DUE_HOURS: Readonly<Record<Urgency, number>> = { AMAT_SEGERA: 24, SEGERA: 48, PENTING: 72, BIASA: 120 };

export function dueAt(urgency: Urgency, since: Date, hours: Readonly<Record<Urgency, number>> = DUE_HOURS): Date {
  return new Date(since.getTime() + hours[urgency] * 3_600_000);
}

/** The inbox's order: what others wait for before one's own drafts, then by when it is due, then the oldest. */
export function inDueOrder<T extends { task: string; urgency: Urgency; since: Date; letterId: number }>(
  waiting: readonly T[],
): (T & { due: Date })[] {
  return waiting
    .map((item) => ({ ...item, due: dueAt(item.urgency, item.since) }))
    .sort(
      (a, b) =>
        Number(a.task === 'write') - Number(b.task === 'write') ||
        a.due.getTime() - b.due.getTime() ||
        a.since.getTime() - b.since.getTime() ||
        a.letterId - b.letterId,
    );
}

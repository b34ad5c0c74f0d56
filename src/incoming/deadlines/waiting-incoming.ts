import { readWaitingRules } from '../../approvals/waiting-rules.ts';
import { type Actor, disposingFor } from '../../people/actor.ts';
import { isSecret, SECURITY } from '../../people/security-class.ts';
import type { Sql } from '../../postgres/database.ts';
import type { WaitingIncoming } from '../reading/read-types.ts';
import { dueOf } from './due-of.ts';
import { listWaitingAt } from './waiting-store.ts';

const SECRET = SECURITY.filter(isSecret);

/** What waits for the actor's posts, and for those whose letters they dispose by mandate; by when it is due, the longest first. */
export async function readWaitingIncoming(db: Sql, actor: Actor): Promise<WaitingIncoming[]> {
  const held = new Set(actor.appointments.map(({ positionId }) => positionId));
  const positionIds = [...new Set([...held, ...actor.mandates.map(({ positionId }) => positionId)])];
  if (positionIds.length === 0) return [];
  const withSecret = positionIds.filter((id) => SECRET.some((security) => disposingFor(actor, id, security)));
  const rules = await readWaitingRules(db);
  return (await listWaitingAt(db, { positionIds, withSecret }))
    .filter(({ positionId, security }) => disposingFor(actor, positionId, security) !== undefined)
    .map((row) => ({ ...row, standIn: !held.has(row.positionId), due: dueOf(rules, row) }))
    .toSorted((a, b) => a.due.getTime() - b.due.getTime() || a.since.getTime() - b.since.getTime());
}

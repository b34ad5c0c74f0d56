import { listStatusNews } from '../letters/letter-status-store.ts';
import type { Actor } from '../people/actor.ts';
import { type ChangeStatusDeps, changeStatus, type StatusChange, statusChoices } from './change-status.ts';

/** What officials do to issued letters, and hear of them, with its dependencies filled in. */
export function openLetterStatus(deps: ChangeStatusDeps) {
  return {
    choices: (actor: Actor, letterId: number) => statusChoices(deps, actor, letterId),
    change: (actor: Actor, change: StatusChange) => changeStatus(deps, actor, change),
    /** Letters written by or addressed to the actor that changed since they looked last. */
    news: ({ personId, appointments }: Actor) =>
      listStatusNews(deps.db, { personId, appointmentIds: appointments.map(({ id }) => id) }),
  };
}
export type LetterStatusActs = ReturnType<typeof openLetterStatus>;

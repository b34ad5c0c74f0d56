import { z } from 'zod';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import type { Actor } from '../people/actor.ts';
import { getOverseen, listOverdue, readsOverdue, readWaitingNews, remind } from './overseeing.ts';
import { readSigningWarnings } from './signing-authority.ts';
import {
  addHoliday,
  changeDeadlines,
  changeStandInPolicy,
  listWaitingChanges,
  readWaitingRules,
  removeHoliday,
} from './waiting-rules.ts';
import { listHolidays } from './waiting-rules-store.ts';
import { type WatchDeps, watchWaiting } from './watch-waiting.ts';

/** Deadlines, reminders, escalation and stand-ins with their dependencies filled in. */
export function openWaiting(deps: WatchDeps) {
  const { db } = deps;
  return {
    readNews: (actor: Actor) => readWaitingNews(db, actor),
    getOverseen: (actor: Actor, stepId: number) => getOverseen(deps, actor, stepId),
    remind: (actor: Actor, stepId: number) => remind(deps, actor, stepId),
    listOverdue: (actor: Actor) => listOverdue(deps, actor),
    readsOverdue: (actor: Actor) => readsOverdue(deps, actor),
    signingWarnings: (actor: Actor, letterId: number) => readSigningWarnings(deps, actor, letterId),
    readRules: () => readWaitingRules(db),
    listHolidays: () => listHolidays(db),
    listChanges: (actor: Actor) => listWaitingChanges(db, actor),
    changeDeadlines: (actor: Actor, input: Parameters<typeof changeDeadlines>[2]) =>
      changeDeadlines(deps, actor, input),
    changeStandInPolicy: (actor: Actor, input: Parameters<typeof changeStandInPolicy>[2]) =>
      changeStandInPolicy(deps, actor, input),
    addHoliday: (actor: Actor, input: Parameters<typeof addHoliday>[2]) => addHoliday(deps, actor, input),
    removeHoliday: (actor: Actor, day: string) => removeHoliday(deps, actor, day),
  };
}
export type WaitingActs = ReturnType<typeof openWaiting>;

const EVERY_MS = 5 * 60_000;

/** Looks again and again at what waits; what was told is known by its rows, so a round more changes nothing. */
export function watchWaitingJob(deps: WatchDeps): JobDefinition {
  return defineJob({
    name: 'watch-waiting',
    payload: z.object({}),
    everyMs: EVERY_MS,
    async handle() {
      await watchWaiting(deps);
    },
  });
}

import type { Clock } from '../clock.ts';
import { Fault } from '../errors.ts';
import { tellPerson } from '../notifications/tell-person.ts';
import { findPerson, listAdministrators } from '../people/persons-store.ts';
import { listPositions } from '../people/positions-store.ts';
import type { ActingFor } from '../people/standing-in.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { remindAt } from './deadline.ts';
import { dueBy } from './due.ts';
import { noticeMail } from './notice-words.ts';
import { insertNotice, listNotices, listOpenSteps, type NewNotice, type OpenStep } from './open-steps-store.ts';
import { readWaitingRules, type WaitingRules } from './waiting-rules.ts';
import { whoIsThere } from './who-is-there.ts';
import { whoIsTold, withoutOwnDraft } from './who-is-told.ts';

export interface WatchDeps {
  db: Database;
  clock: Clock;
  /** Of the officials' site: where the links of mails lead. */
  appOrigin: string;
}

/**
 * Looks at every step that waits and tells whoever is to be told: before it is due, when it is overdue, when nobody is there
 * to act. Each is told once, in the inbox and by mail, in one transaction of its own: run twice, or after a crash, it goes on
 * where it stopped. Gives how many were told.
 */
export async function watchWaiting(deps: WatchDeps): Promise<number> {
  const now = deps.clock();
  const [steps, rules] = [await listOpenSteps(deps.db), await readWaitingRules(deps.db)];
  const { timeZone } = rules.calendar;
  const present = whoIsThere(deps.db, await listPositions(deps.db), { now, timeZone });
  const known = await listNotices(
    deps.db,
    steps.map(({ stepId }) => stepId),
  );
  const told = new Set(known.map(({ stepId, kind, personId }) => `${stepId} ${kind} ${personId}`));
  const administrators = (await listAdministrators(deps.db)).map(({ id }) => id);
  let count = 0;
  const failures: unknown[] = [];
  const acting = new Map<OpenStep, ActingFor[]>();
  const ofLetter = new Map<number, OpenStep[]>();
  for (const step of steps) {
    acting.set(step, withoutOwnDraft(await present.for(step.positionId, askedOf(step)), step));
    ofLetter.set(step.letterId, [...(ofLetter.get(step.letterId) ?? []), step]);
  }
  const somebodyIsAt = (step: OpenStep) => acting.get(step)?.some(({ awayUntil }) => awayUntil === null) ?? false;
  for (const step of steps) {
    // Of one letter only the steps of one stage wait at a time.
    const beside = (ofLetter.get(step.letterId) ?? []).filter((each) => each !== step);
    const due = dueBy(rules, step.urgency, step.since);
    const notices = whoIsTold({
      now,
      due,
      remindAt: remindAt(step.since, due, rules.remindPercent),
      acting: acting.get(step) ?? [],
      othersWillDo: step.mode === 'one-of' && beside.some(somebodyIsAt),
      superiors: await present.above(step.positionId),
      administrators,
      drafter: step.drafterPersonId,
      absentTo: rules.absentTo,
    });
    for (const notice of notices) {
      if (told.has(`${step.stepId} ${notice.kind} ${notice.personId}`)) continue;
      try {
        if (await deps.db.transaction((tx) => tell(tx, deps, step, notice, { due, rules, now }))) count++;
      } catch (error) {
        // One that cannot be told keeps nothing from the others; the job is tried again for it.
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw new Fault(`${failures.length} notices could not be told`, { cause: failures[0] });
  return count;
}

/** Notice and mail, both or neither. False when it was told before, or the step waits no longer. */
export async function tell(
  tx: Transaction,
  { appOrigin }: Pick<WatchDeps, 'appOrigin'>,
  step: OpenStep,
  notice: Omit<NewNotice, 'stepId'>,
  { due, rules, now }: { due: Date; rules: WaitingRules; now: Date },
): Promise<boolean> {
  if (!(await insertNotice(tx, { ...notice, stepId: step.stepId }, now))) return false;
  const person = await findPerson(tx, notice.personId);
  if (person === undefined) return true;
  const { timeZone } = rules.calendar;
  const mail = noticeMail(step, notice, { due, timeZone, language: person.language, origin: appOrigin });
  await tellPerson(tx, { personId: person.id, ...mail, about: { letterId: step.letterId } }, now);
  return true;
}

function askedOf({ kind, security, task }: OpenStep) {
  return { kind, security, task };
}

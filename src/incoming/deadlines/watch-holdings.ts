import { z } from 'zod';
import { readWaitingRules, type WaitingRules } from '../../approvals/waiting-rules.ts';
import { whoIsThere } from '../../approvals/who-is-there.ts';
import type { Clock } from '../../clock.ts';
import { Fault } from '../../errors.ts';
import { defineJob, type JobDefinition } from '../../jobs/define-job.ts';
import { tellPerson } from '../../notifications/tell-person.ts';
import { loadActor } from '../../people/actor.ts';
import { findPerson, listAdministrators } from '../../people/persons-store.ts';
import { listPositions } from '../../people/positions-store.ts';
import type { Database, Transaction } from '../../postgres/database.ts';
import { addIncomingEvent } from '../events-store.ts';
import { lockIncoming } from '../incoming-store.ts';
import { listLines } from '../lists/lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { goesUp, redirect } from '../tree/redirect.ts';
import { dueOf, noticeTimes } from './due-of.ts';
import { holdingMail } from './holding-mail.ts';
import {
  insertHoldingNotice,
  listHoldingNotices,
  listWaitingHoldings,
  type WaitingHolding,
} from './waiting-holdings-store.ts';
import { type Hears, whoHears } from './who-hears.ts';

export interface WatchingDeps {
  db: Database;
  clock: Clock;
  /** Of the officials' site: where the links of mails lead. */
  appOrigin: string;
}

/**
 * Looks at every incoming letter that waits for a post and tells whoever is to be told: before it is late, when it is, and at
 * once when nobody is there to act; what nobody has opened goes to the post above while its own is away. Each is told once, by mail and in the inbox, in a transaction of its own: run twice, or after a
 * crash, it goes on where it stopped. Gives how many were told.
 */
export async function watchHoldings({ db, clock, appOrigin }: WatchingDeps): Promise<number> {
  const now = clock();
  const [holdings, rules] = [await listWaitingHoldings(db), await readWaitingRules(db)];
  if (holdings.length === 0) return 0;
  const { timeZone } = rules.calendar;
  const present = whoIsThere(db, await listPositions(db), { now, timeZone });
  const administrators = (await listAdministrators(db)).map(({ id }) => id);
  const told = new Set((await listHoldingNotices(db)).map((notice) => keyOf(notice, notice)));
  let count = 0;
  const failures: unknown[] = [];
  for (const holding of holdings) {
    const due = dueOf(rules, holding);
    const acting = await present.for(holding.positionId, { task: 'dispose', security: holding.security });
    const above = await present.postAbove(holding.positionId);
    if (above !== undefined && goesUp(holding, acting, rules.absentTo)) {
      try {
        const gone = await redirect({ db, appOrigin }, holding, above.post, { now, timeZone });
        if (gone === 'moved') count++;
        if (gone !== 'has-it') continue;
      } catch (error) {
        failures.push(error);
        continue;
      }
    }
    const hearing = whoHears({
      ...{ now, due, administrators, acting, absentTo: rules.absentTo },
      ...noticeTimes(rules, holding.since, due),
      superiors: above?.personIds ?? [],
      giver: holding.givenBy ?? undefined,
    });
    for (const each of hearing) {
      if (told.has(keyOf(holding, each))) continue;
      try {
        if (await db.transaction((tx) => tell(tx, holding, each, { due, rules, now, appOrigin }))) count++;
      } catch (error) {
        // One that cannot be told keeps nothing from the others; the job is tried again for it.
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw new Fault(`${failures.length} notices could not be told`, { cause: failures[0] });
  return count;
}

const EVERY_MS = 5 * 60_000;

export function watchHoldingsJob(deps: WatchingDeps): JobDefinition {
  return defineJob({
    name: 'watch-holdings',
    payload: z.object({}),
    everyMs: EVERY_MS,
    async handle() {
      await watchHoldings(deps);
    },
  });
}

/** Notice, mail and the line of the timeline, all or none. False when it was told before, waits no longer, or is to be looked at anew. */
async function tell(
  tx: Transaction,
  holding: WaitingHolding,
  told: Hears,
  { due, rules, now, appOrigin }: { due: Date; rules: WaitingRules; now: Date; appOrigin: string },
): Promise<boolean> {
  const { incomingId, holdingId } = holding;
  // A clerk may have raised its class since it was looked at: by what it was, its subject would be told.
  if ((await lockIncoming(tx, incomingId)).security !== holding.security) return false;
  if (!(await insertHoldingNotice(tx, holding, told, now))) return false;
  const person = await findPerson(tx, told.personId);
  if (told.role === 'holder' || told.kind === 'escalated') {
    const kind = told.kind === 'escalated' ? 'escalated' : 'reminded';
    await addIncomingEvent(tx, { incomingId, holdingId, kind, note: person?.name ?? '', at: now });
  }
  if (person === undefined || !(await isTheirs(tx, holding, told, now))) return true;
  const { timeZone } = rules.calendar;
  const mail = holdingMail(holding, told, { due, timeZone, language: person.language, origin: appOrigin });
  await tellPerson(tx, { personId: person.id, ...mail, about: { incomingId } }, now);
  return true;
}

/** Who gave it from a post, or an agenda, that is theirs no more is told nothing of it. */
async function isTheirs(tx: Transaction, holding: WaitingHolding, told: Hears, now: Date): Promise<boolean> {
  if (told.role !== 'giver') return true;
  const giver = await loadActor({ sql: tx, now }, told.personId);
  const lines = giver === undefined ? [] : await listLines(tx, incomingSightOf(giver), [holding.incomingId]);
  return lines.length > 0;
}

function keyOf(
  { holdingId, task, since }: { holdingId: number; task: string; since: Date },
  { kind, personId }: { kind: string; personId: number },
): string {
  return `${holdingId} ${task} ${since.getTime()} ${kind} ${personId}`;
}

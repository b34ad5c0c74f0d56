import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { findPerson } from '../people/persons-store.ts';
import type { Database } from '../postgres/database.ts';
import { dayMail } from './day-mail.ts';
import { listAwaiting, lockWaiting, removeNotices, removeTold, storeCollected } from './day-notices-store.ts';

export interface DayMailDeps {
  db: Database;
  clock: Clock;
  appOrigin: string;
  /** When the office last opened, by its calendar; undefined where it never does. */
  lastOpening(now: Date): Promise<Date | undefined>;
}

const EVERY_MS = 5 * 60_000;

/**
 * What had come before the office last opened goes to each person in one mail; what came since waits for the next opening. Each
 * notice thus belongs to one opening alone, and is collected in the transaction that writes its mail: whatever runs twice, a day has one mail,
 * and a clock that goes back has none. Gives how many were written.
 */
export async function sendDayMails({ db, clock, appOrigin, lastOpening }: DayMailDeps): Promise<number> {
  await removeTold(db);
  const now = clock();
  const opening = await lastOpening(now);
  if (opening === undefined) return 0;
  let written = 0;
  for (const personId of await listAwaiting(db, opening)) {
    const mailId = await db.transaction(async (tx) => {
      const notices = await lockWaiting(tx, personId, opening);
      const person = await findPerson(tx, personId);
      if (notices.length === 0 || person === undefined) return undefined;
      const ids = notices.map(({ id }) => id);
      const mail = dayMail(notices, { language: person.language, origin: appOrigin });
      const queued = await queueMail(tx, { to: { personId }, ...mail }, now);
      // The address or the account is gone meanwhile; the inbox of whoever deals with it now shows the work.
      if (queued === undefined) await removeNotices(tx, ids);
      else await storeCollected(tx, ids, queued);
      return queued;
    });
    if (mailId !== undefined) written++;
  }
  return written;
}

export function dayMailsJob(deps: DayMailDeps): JobDefinition {
  return defineJob({
    name: 'day-mails',
    payload: z.object({}),
    everyMs: EVERY_MS,
    async handle() {
      await sendDayMails(deps);
    },
  });
}

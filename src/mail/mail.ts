import type { Clock } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { countMail, listUnsent, storeWaitingAgain } from './mail-store.ts';
import { carry } from './queue-mail.ts';

/** The mail that did not leave, with its button "coba lagi". */
export function openMail(deps: { db: Database; clock: Clock; isSet: boolean }) {
  const { db } = deps;
  return {
    /** Whether a mail server is set at all. */
    isSet: deps.isSet,
    count: () => countMail(db),
    /** For administrators: to whom and since when, never what it says. */
    async listUnsent(actor: Actor) {
      demand(actor, 'office.manage');
      return (await listUnsent(db, 200)).map(({ id, toAddress, state, attempts, lastError, createdAt, letterId }) => {
        return { id, toAddress, state, attempts, lastError, createdAt, letterId };
      });
    },
    async tryAgain(actor: Actor, mailId: number): Promise<void> {
      demand(actor, 'office.manage');
      await db.transaction((tx) => tryMailAgain(tx, mailId, deps.clock()));
    },
  };
}
export type MailActs = ReturnType<typeof openMail>;

/** Refuses `mail-not-unsent` (conflict) for one that waits or was sent. */
export async function tryMailAgain(tx: Transaction, mailId: number, at: Date): Promise<void> {
  if (!(await storeWaitingAgain(tx, mailId))) {
    throw new Refusal('conflict', 'mail-not-unsent', {
      id: 'Surel ini sudah terkirim atau sedang menunggu dikirim.',
      en: 'This mail was sent, or it is waiting to be sent.',
    });
  }
  await carry(tx, mailId, at, at);
}

import { type Clock, unixSeconds } from '../clock.ts';
import { isRefusal } from '../errors.ts';
import { insertSenderStatus, listSenderStatuses } from '../intake/sender-status-store.ts';
import type { StatusCode } from '../letters/letter-status.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { findArrival } from './arrivals-store.ts';
import { type Noted, Notice } from './manifest.ts';
import type { OwnVoice } from './own-voice.ts';
import { turnedAway } from './receive-refusals.ts';
import { noteRefusal } from './refusals-store.ts';
import { readMessage } from './signed-message.ts';
import { demandKnown } from './who-speaks.ts';

export interface NoticeDeps {
  db: Database;
  clock: Clock;
  voice: OwnVoice;
  /**
   * Of the room of incoming letters: nobody else acts on the letter that came so until the transaction ends. What it gives tells
   * whoever has it.
   */
  lockLetterOf(tx: Transaction, arrived: { intakeId: number }): Promise<(code: StatusCode, at: Date) => Promise<void>>;
}

type Known = (partner: { id: number }) => Promise<void>;

/**
 * A partner says what it did to a letter that it delivered here: withdrew it, replaced it, put it in force again. It is written down
 * beside what came, and nothing of the letter is touched. The same change again is answered as the first time; one that comes
 * after a later one is written down without telling anybody. `known` is told once the sender is.
 * @throws Refusal as `demandKnown`, `malformed`, `unknown-letter` for a letter that this partner did not bring, `conflict`
 */
export async function takeNotice(deps: NoticeDeps, note: string, known: Known = async () => {}): Promise<string> {
  try {
    return await take(deps, note, known);
  } catch (error) {
    if (isRefusal(error) && error.problem !== 'unavailable')
      await noteRefusal(deps.db, { host: readMessage(note)?.from ?? '', code: error.code }, deps.clock());
    throw error;
  }
}

async function take({ db, clock, voice, lockLetterOf }: NoticeDeps, note: string, known: Known): Promise<string> {
  const now = clock();
  const { partner, message } = await demandKnown(db, note, 'notice', now);
  await known(partner);
  const notice = Notice.safeParse(message.body).data;
  if (notice === undefined) throw turnedAway('malformed');
  const { key, pdf, change } = notice;
  const arrival = await findArrival(db, partner.id, key);
  if (arrival?.documentSha256.toString('hex') !== pdf) throw turnedAway('unknown-letter');
  const { intakeId } = arrival;
  const { n, code, successor = '' } = change;
  const told = { n, code, successor, changedAt: new Date(change.at * 1000), toldAt: now, note };
  await db.transaction(async (tx) => {
    const tellHolders = await lockLetterOf(tx, { intakeId });
    const isNew = await insertSenderStatus(tx, intakeId, told);
    const all = await listSenderStatuses(tx, intakeId);
    if (isNew) return all.at(-1)?.n === n ? tellHolders(code, now) : undefined;
    const before = all.find((each) => each.n === n);
    if (before?.code !== code || before.changedAt.getTime() !== told.changedAt.getTime()) throw turnedAway('conflict');
  });
  const body: Noted = { v: 1, key, n, notedAt: unixSeconds(now) };
  return voice(db, { kind: 'noted', to: message.from, body }, now);
}

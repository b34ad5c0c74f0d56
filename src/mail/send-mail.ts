import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { backOff } from '../jobs/back-off.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { judgeFailure } from './judge-failure.ts';
import type { MailServer } from './mail-server.ts';
import {
  findMail,
  listAttachments,
  listUncarried,
  lockMail,
  type Mail,
  type MailState,
  storeTry,
} from './mail-store.ts';
import { carry } from './queue-mail.ts';

export interface MailJobDeps {
  db: Database;
  clock: Clock;
  documents: { read(sha256: Uint8Array): Promise<Buffer> };
  /** Undefined while SMTP_URL is not set: mail waits, and nothing is counted as a try. */
  server: MailServer | undefined;
  log: { warn(details: object, message: string): void };
  /** Told in the transaction in which a mail ended or is known to wait longer. */
  onTry?: (tx: Transaction, mail: { id: number; state: MailState }, at: Date) => Promise<void>;
}

const MINUTE = 60_000;
/** A mail is tried for two days; then it stands as given up, with a button. */
const TRIED_FOR_MS = 48 * 60 * MINUTE;
/** A server that comes back after a day is found within the half hour. */
const LONGEST_WAIT_MS = 30 * MINUTE;
const AT_A_TIME = 500;

export function mailJobs(deps: MailJobDeps): JobDefinition[] {
  return [
    defineJob({
      name: 'send-mail',
      payload: z.object({ mailId: z.number() }),
      handle: ({ mailId }) => tryMail(deps, mailId),
    }),
    defineJob({
      name: 'carry-mail',
      payload: z.object({}),
      everyMs: 5 * MINUTE,
      async handle(_payload, { now }) {
        if (deps.server === undefined) return;
        for (const mailId of await listUncarried(deps.db, AT_A_TIME)) {
          await deps.db.transaction((tx) => carry(tx, mailId, now, now));
        }
      },
    }),
  ];
}

/**
 * One try. If the power fails after the server took the message and before that is written down, it is sent once more: the
 * recipient then has two copies under one Message-ID, which mail programs show as one. It is never lost.
 */
async function tryMail(deps: MailJobDeps, mailId: number): Promise<void> {
  const { server } = deps;
  const mail = await findMail(deps.db, mailId);
  if (server === undefined || mail === undefined || mail.state !== 'waiting') return;
  let failure: { code: string; final: boolean } | undefined;
  try {
    await server.send(await messageOf(deps, mail));
  } catch (error) {
    failure = judgeFailure(error);
  }
  const now = deps.clock();
  const state = stateAfter(mail, failure, now);
  if (failure !== undefined) deps.log.warn({ mailId, state, error: failure.code }, 'a mail was not taken');
  await deps.db.transaction(async (tx) => {
    if ((await lockMail(tx, mailId))?.state !== 'waiting') return;
    await storeTry(tx, { id: mailId, state, lastError: failure?.code ?? '' }, now);
    if (state === 'waiting') {
      const wait = Math.min(backOff(mail.attempts + 1, Math.random()), LONGEST_WAIT_MS);
      await carry(tx, mailId, new Date(now.getTime() + wait), now);
    }
    await deps.onTry?.(tx, { id: mailId, state }, now);
  });
}

function stateAfter(mail: Mail, failure: { final: boolean } | undefined, now: Date): MailState {
  if (failure === undefined) return 'sent';
  if (failure.final) return 'failed';
  const since = mail.firstTriedAt ?? now;
  return now.getTime() - since.getTime() >= TRIED_FOR_MS ? 'given_up' : 'waiting';
}

async function messageOf(deps: MailJobDeps, mail: Mail) {
  const attachments = [];
  for (const { sha256, name, mediaType } of await listAttachments(deps.db, mail.id)) {
    attachments.push({ name, mediaType, bytes: await deps.documents.read(sha256) });
  }
  return {
    messageId: mail.messageKey,
    to: { address: mail.toAddress, name: mail.toName },
    subject: mail.subject,
    text: mail.body,
    attachments,
  };
}

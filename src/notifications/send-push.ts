import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { PushKey } from '../custody/push-key.ts';
import { backOff } from '../jobs/back-off.ts';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import type { Database } from '../postgres/database.ts';
import { sendPushRequest } from './push-line.ts';
import {
  findPushMessage,
  type PushMessage,
  removePushMessage,
  removeSubscription,
  storePushTry,
} from './push-messages-store.ts';
import { pushRequest } from './push-request.ts';
import { isAllowedEndpoint } from './push-services.ts';
import { carryPush } from './queue-push.ts';

export interface Push {
  key: PushKey;
  /** Hosts whose endpoints are allowed. */
  services: readonly string[];
}

export interface PushJobDeps {
  db: Database;
  clock: Clock;
  appOrigin: string;
  /** Undefined: nothing is sent. */
  push: Push | undefined;
  log: { warn(details: object, message: string): void };
}

/** What was not shown within a day is found in the inbox. */
const TRIED_FOR_MS = 86_400_000;
const LONGEST_WAIT_MS = 3_600_000;

export function sendPushJob(deps: PushJobDeps): JobDefinition {
  return defineJob({
    name: 'send-push',
    payload: z.object({ messageId: z.number() }),
    handle: ({ messageId }) => tryPush(deps, messageId),
  });
}

/**
 * One try. If the power fails after the service took it and before it is taken away here, it is shown once more, in the place of
 * the first: the browser keeps one notice for each page. What the service no longer knows (RFC 8030, 7.3) is forgotten.
 */
async function tryPush(deps: PushJobDeps, messageId: number): Promise<void> {
  const { db, push, appOrigin } = deps;
  const message = await findPushMessage(db, messageId);
  if (message === undefined) return;
  const now = deps.clock();
  const old = now.getTime() - message.createdAt.getTime() >= TRIED_FOR_MS;
  // The list of services may have become shorter since the browser was told of.
  if (push === undefined || old || message.disabled || !isAllowedEndpoint(message.endpoint, push.services, appOrigin)) {
    return removePushMessage(db, messageId);
  }
  const answer = await send(message, { key: push.key, appOrigin, now });
  if (answer === 'taken') return removePushMessage(db, messageId);
  if (answer === 'gone') return removeSubscription(db, { id: message.subscriptionId });
  deps.log.warn({ messageId, answer }, 'a push message was not taken');
  await db.transaction(async (tx) => {
    if (!(await storePushTry(tx, messageId))) return;
    const wait = Math.min(backOff(message.attempts + 1, Math.random()), LONGEST_WAIT_MS);
    await carryPush(tx, messageId, new Date(now.getTime() + wait), now);
  });
}

async function send(message: PushMessage, sender: { key: PushKey; appOrigin: string; now: Date }): Promise<string> {
  try {
    const status = await sendPushRequest(await pushRequest(message, message, sender));
    if (status >= 200 && status < 300) return 'taken';
    return status === 404 || status === 410 ? 'gone' : String(status);
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

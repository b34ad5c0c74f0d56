import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { checked } from '../people/input.ts';
import { demand } from '../people/permissions.ts';
import { MAILS, type Mails, readMails, storeMails } from './day-notices-store.ts';
import { listPushDevices, removeBeyond, removeSubscription, storeSubscription } from './push-messages-store.ts';
import { isAllowedEndpoint } from './push-services.ts';
import { type DayMailDeps, dayMailsJob } from './send-day-mails.ts';
import { type Push, type PushJobDeps, sendPushJob } from './send-push.ts';

export interface NotificationDeps extends DayMailDeps {
  log: PushJobDeps['log'];
  /** Undefined where no push service is allowed: then nothing speaks of it. */
  push: Push | undefined;
}

const MOST_DEVICES = 10;

const base64url = (bytes: number) =>
  z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/)
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine(({ length }) => length === bytes);

/** What a browser says of itself when notices are switched on there. */
const subscriptionInput = z.object({
  endpoint: z.string().max(1_000),
  p256dh: base64url(65).refine(isPoint),
  auth: base64url(16),
  device: z.string().max(100),
});

/** How a person wants to be told, on the account page, each for themself alone; and the jobs that tell. */
export function openNotifications(deps: NotificationDeps) {
  const { db, clock, appOrigin, push } = deps;
  return {
    // Also where push is not set up: what still waits is then taken away.
    jobs: [dayMailsJob(deps), sendPushJob(deps)],
    /** Under which browsers know whose messages they take; undefined where push is not set up. */
    pushKey: push?.key.publicKey.toString('base64url'),
    readMails: ({ personId }: Actor): Promise<Mails> => readMails(db, personId),
    async chooseMails({ personId }: Actor, wanted: Mails): Promise<void> {
      const { mails } = checked(z.object({ mails: z.enum(MAILS) }), { mails: wanted });
      await storeMails(db, personId, mails);
    },
    listDevices: ({ personId }: Actor) => listPushDevices(db, personId),
    /** Refuses `push-not-allowed` (invalid-input) for a service that the operator did not name, and keys that are none. */
    async subscribe({ personId }: Actor, input: z.input<typeof subscriptionInput>): Promise<void> {
      const parsed = subscriptionInput.safeParse(input);
      if (push === undefined || !parsed.success) throw notAllowed();
      if (!isAllowedEndpoint(parsed.data.endpoint, push.services, appOrigin)) throw notAllowed();
      await db.transaction(async (tx) => {
        await storeSubscription(tx, { personId, ...parsed.data }, clock());
        await removeBeyond(tx, personId, MOST_DEVICES);
      });
    },
    /** One that is gone, or of somebody else, is not there: what was asked for is so. */
    unsubscribe: ({ personId }: Actor, id: number) => removeSubscription(db, { id, personId }),
    /** With all sessions of a person every browser that shows them notices ends, for one of them may be lost. */
    async silence(actor: Actor, personId: number): Promise<void> {
      if (personId !== actor.personId) demand(actor, 'people.manage');
      await db.transaction((tx) => removeBeyond(tx, personId, 0));
    },
  };
}
export type Notifications = Omit<ReturnType<typeof openNotifications>, 'jobs'>;

function notAllowed(): Refusal {
  return new Refusal('invalid-input', 'push-not-allowed', {
    id: 'Peramban ini memakai layanan pemberitahuan yang tidak diizinkan di sini. Pakai peramban lain, atau tanyakan kepada administrator.',
    en: 'This browser uses a notification service that is not allowed here. Use another browser, or ask the administrator.',
  });
}

/** An uncompressed point on P-256: another one would fail at every message. */
function isPoint(bytes: Buffer): boolean {
  if (bytes[0] !== 4) return false;
  try {
    const [x, y] = [bytes.subarray(1, 33).toString('base64url'), bytes.subarray(33).toString('base64url')];
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

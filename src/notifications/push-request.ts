import type { PushKey } from '../custody/push-key.ts';
import { isLoopback } from '../seal/qr-url.ts';

export interface PushTarget {
  endpoint: string;
  /** The browser's public key, uncompressed P-256. */
  p256dh: Buffer;
  auth: Buffer;
}

export interface PushRequest {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

/** A push service keeps a message for a device that is off no longer than this: the inbox is the truth. */
const KEPT_SECONDS = 86_400;
/** RFC 8292, 2: at most a day. A clock that is some minutes ahead of the service's is no harm. */
const JWT_SECONDS = 12 * 3_600;

/**
 * One encrypted message (RFC 8291) with the name of its sender (VAPID, RFC 8292). The service sees from whom it is, when, and how
 * long, never what it says. Throws for keys that are none.
 */
export async function pushRequest(
  { endpoint, p256dh, auth }: PushTarget,
  notice: { subject: string; path: string },
  { key, appOrigin, now }: { key: PushKey; appOrigin: string; now: Date },
): Promise<PushRequest> {
  // Loaded by the process that sends, when it does.
  const { default: push } = await import('web-push');
  const url = new URL(endpoint);
  const details = push.generateRequestDetails(
    { endpoint, keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') } },
    JSON.stringify({ title: notice.subject, path: notice.path }),
    { TTL: KEPT_SECONDS, contentEncoding: 'aes128gcm' },
  );
  // The key signs in its own room; the package would want to hold it.
  const claims = {
    aud: url.origin,
    exp: Math.floor(now.getTime() / 1000) + JWT_SECONDS,
    sub: isLoopback(new URL(appOrigin).host) ? 'mailto:layang@localhost' : appOrigin,
  };
  const signed = `${key.header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const token = `${signed}.${key.sign(Buffer.from(signed)).toString('base64url')}`;
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]));
  return {
    url,
    headers: { ...headers, Authorization: `vapid t=${token}, k=${key.publicKey.toString('base64url')}` },
    body: Buffer.from(details.body ?? ''),
  };
}

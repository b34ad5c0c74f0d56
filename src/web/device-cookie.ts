import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A device that has signed in before carries a cookie bound to that account. Its guesses are counted apart from
 * strangers', so that a stranger who guesses all day does not slow the official on their own phone.
 */
export function deviceCookieName(appOrigin: string): string {
  return appOrigin.startsWith('https:') ? '__Secure-layang-device' : 'layang-device';
}
export const deviceCookieMs = 180 * 86_400_000;

export function makeDeviceCookie(secret: string, username: string): string {
  const device = randomBytes(16).toString('base64url');
  return `${device}.${mark(secret, device, username)}`;
}

/** The device's name when the cookie is ours and of this account; otherwise undefined. */
export function knownDevice(secret: string, username: string, cookie: string | undefined): string | undefined {
  const [device, given] = (cookie ?? '').split('.');
  if (device === undefined || given === undefined || device === '') return undefined;
  const expected = Buffer.from(mark(secret, device, username));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? device : undefined;
}

/** One cookie of a request's header, undecoded. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(/; */).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

function mark(secret: string, device: string, username: string): string {
  return createHmac('sha256', secret).update(`device\n${device}\n${username}`).digest('base64url');
}

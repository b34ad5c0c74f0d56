import { isLoopback } from '../seal/qr-url.ts';

/** The host of a check origin as somebody types or pastes it; undefined for anything but an address without a path. */
export function readHost(typed: string): string | undefined {
  const text = typed.trim();
  const written = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (text === '' || text.length > 300 || !URL.canParse(written)) return undefined;
  const { protocol, username, password, hostname, host, pathname, search, hash } = new URL(written);
  if (username || password || pathname !== '/' || search || hash) return undefined;
  if (!/^[a-z0-9.-]{1,253}$/.test(hostname)) return undefined;
  return protocol === 'https:' || isLoopback(host) ? host : undefined;
}

import { type ParsedSeal, parseSeal } from './seal-bytes.ts';
import { canonicalToken, isToken } from './token.ts';

const SCANNER =
  /^(https?):\/\/([a-z0-9.-]+(?::[0-9]{1,5})?)\/([0-9A-HJKMNP-TV-Z]{16})(?:#([1-9][0-9]{1,899})|\/([1-9][0-9]{0,3}))?$/;

/** What a scan or a typed line turned out to be. `code` without a seal: no signature was in it. */
export type Scan =
  | { outcome: 'seal'; host: string; token: string; seal: Buffer; parsed: ParsedSeal }
  | { outcome: 'code'; token: string; page?: number }
  | { outcome: 'other-host'; host: string }
  | { outcome: 'not-a-layang-qr' | 'damaged-qr' | 'typo' };

/** decimal(0x01 ‖ seal): the leading 1 keeps zero bytes at the front. */
export function encodeDigits(seal: Uint8Array): string {
  return BigInt(`0x01${Buffer.from(seal).toString('hex')}`).toString();
}

/** The seal's bytes, or undefined when the digits are no encoding of any. */
export function decodeDigits(digits: string): Buffer | undefined {
  const hex = BigInt(digits).toString(16);
  if (!hex.startsWith('1') || hex.length % 2 === 0) return undefined;
  const seal = Buffer.from(hex.slice(1), 'hex');
  return encodeDigits(seal) === digits ? seal : undefined;
}

/** A host that may be reached over plain http: the authority without its port is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:[0-9]+$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || /^127(\.[0-9]{1,3}){3}$/.test(name);
}

/** `https://<host>`, `http` only where it is loopback. */
export function hostOrigin(host: string): string {
  return `${isLoopback(host) ? 'http' : 'https'}://${host}`;
}

/** The content of the seal QR. */
export function qrUrl(host: string, token: string, seal: Uint8Array): string {
  return `${hostOrigin(host)}/${token}#${encodeDigits(seal)}`;
}

/** The content of the page symbol (page from 1). */
export function pageUrl(host: string, token: string, page: number): string {
  return `${hostOrigin(host)}/${token}/${page}`;
}

/**
 * Reads the raw text of a QR before any URL parser sees it (seal-and-log 3.1, 6.1 steps 1 to 3). `ownHosts` are this
 * installation's host and the former ones of the trust note. No signature is verified here.
 */
export function scanQr(raw: string, ownHosts: readonly string[]): Scan {
  const match = SCANNER.exec(raw);
  if (!match) return { outcome: 'not-a-layang-qr' };
  const [, scheme, host = '', token = '', digits, page] = match;
  if (scheme === 'http' && !isLoopback(host)) return { outcome: 'not-a-layang-qr' };
  if (!ownHosts.includes(host)) return { outcome: 'other-host', host };
  if (digits === undefined) {
    if (!isToken(token)) return { outcome: 'typo' };
    return { outcome: 'code', token, ...(page === undefined ? {} : { page: Number(page) }) };
  }
  if (!isToken(token)) return { outcome: 'damaged-qr' };
  const seal = decodeDigits(digits);
  const parsed = seal && parseSeal(seal);
  return seal && parsed ? { outcome: 'seal', host, token, seal, parsed } : { outcome: 'damaged-qr' };
}

/** One field for both: the printed code, or the whole content of a QR pasted from a scanner. */
export function readTypedCode(typed: string, ownHosts: readonly string[]): Scan {
  const line = typed.trim();
  if (line.includes('://')) return scanQr(line, ownHosts);
  const token = canonicalToken(line);
  return token === undefined ? { outcome: 'typo' } : { outcome: 'code', token };
}

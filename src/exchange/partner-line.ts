import { lookup as lookUpName } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hostOrigin, isLoopback } from '../seal/qr-url.ts';
import { addressGuard } from './public-address.ts';

/** Why nothing came back that could be read. All of them may pass: what failed is tried again. */
export type LineProblem = 'address' | 'unreachable' | 'certificate' | 'slow' | 'redirected' | 'busy' | 'too-long';

export interface Ask {
  /** Of a partner, as an administrator typed it: never what a person, a file or another server named. */
  host: string;
  path: `/${string}`;
  /** POST with it; without one GET. */
  body?: { type: string; length: number; chunks: AsyncIterable<Buffer> | Iterable<Buffer> };
  /** Of the whole exchange; twenty seconds by default. */
  deadlineMs?: number;
}

export type Reply = { status: number; text: string } | { problem: LineProblem };

export type PartnerLine = (ask: Ask) => Promise<Reply>;

const MOST_ANSWER_BYTES = 1024 * 1024;
const DEADLINE_MS = 20_000;
const SILENT_MS = 30_000;

/**
 * Asks a partner's check origin: https with the certificate of its name, except on loopback; no redirection is followed, no
 * proxy asked, and an answer has its bounds. Names that lead into a network of our own are not followed, whenever they begin to
 * (the address that was looked at is the one that is connected to), but for the `networks` that the operator lists, over https
 * as well; plain http on loopback only where this installation is on loopback itself.
 */
export function openPartnerLine({ ownHost, networks }: { ownHost: string; networks: readonly string[] }): PartnerLine {
  const onLoopback = isLoopback(ownHost);
  const isAllowed = addressGuard(networks);
  return async ({ host, path, body, deadlineMs = DEADLINE_MS }) => {
    const { protocol, hostname, port } = new URL(hostOrigin(host));
    const allowed = isLoopback(host) ? (address: string) => onLoopback && isLoopbackAddress(address) : isAllowed;
    if (isIP(hostname) !== 0 && !allowed(hostname)) return { problem: 'address' };
    const deadline = AbortSignal.timeout(deadlineMs);
    const options: RequestOptions = {
      hostname,
      port: port === '' ? undefined : Number(port),
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Accept: 'text/plain, application/json',
        ...(body === undefined ? {} : { 'Content-Type': body.type, 'Content-Length': body.length }),
      },
      lookup: lookupAmong(allowed),
      agent: false,
      maxHeaderSize: 16 * 1024,
      signal: deadline,
      timeout: SILENT_MS,
    };
    try {
      const response = await send(protocol === 'https:' ? requestHttps : requestHttp, options, body?.chunks ?? []);
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) return await ended(response, 'redirected');
      if (status === 429 || status >= 500) return await ended(response, 'busy');
      const text = await readUpTo(response, MOST_ANSWER_BYTES);
      return text === undefined ? { problem: 'too-long' } : { status, text };
    } catch (error) {
      return { problem: deadline.aborted ? 'slow' : problemOf(error) };
    }
  };
}

/** Resolves with the head of the answer, also where it comes before everything was sent. */
function send(
  open: typeof requestHttp,
  options: RequestOptions,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const req = open(options);
    req.on('response', resolve);
    req.on('timeout', () => req.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
    req.on('error', reject);
    pipeline(Readable.from(chunks), req).catch(reject);
  });
}

function lookupAmong(allowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookUpName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0);
      const [first, ...others] = found.filter(({ address }) => allowed(address));
      if (first === undefined)
        return done(Object.assign(new Error('not a public address'), { code: NOT_PUBLIC }), '', 0);
      if (options.all) done(null, [first, ...others]);
      else done(null, first.address, first.family);
    });
  };
}

const NOT_PUBLIC = 'LAYANG_NOT_PUBLIC';

async function ended(response: IncomingMessage, problem: LineProblem): Promise<Reply> {
  response.destroy();
  return { problem };
}

async function readUpTo(response: IncomingMessage, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > most) {
      response.destroy();
      return undefined;
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^127\./.test(address);
}

function problemOf(error: unknown): LineProblem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === NOT_PUBLIC) return 'address';
  if (code === 'ETIMEDOUT' || code === 'ABORT_ERR') return 'slow';
  // What OpenSSL and Node say of a certificate that is not that of the name, has run out, or is nobody's, and of no TLS at all.
  return /^(EPROTO$|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)
    ? 'certificate'
    : 'unreachable';
}

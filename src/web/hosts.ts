import type { NextFunction, Request, RequestHandler } from 'express';
import { Refusal } from '../errors.ts';

/** The hosts by which an origin may be asked for: its own, and on loopback the other names of the same machine. */
export function hostsOf(origin: string): Set<string> {
  const url = new URL(origin);
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  const names = loopback.includes(url.hostname) ? loopback : [url.hostname];
  return new Set(names.map((name) => (url.port === '' ? name : `${name}:${url.port}`)));
}

export interface HostTable {
  appOrigin: string;
  publicOrigin: string;
  /** Every host of the trust note; asked only for a host that is neither origin's. */
  trustedHosts(): Promise<readonly string[]>;
}

/**
 * Gives each host its pages: the officials' to the application's origin alone, the check pages to the check origin and to
 * every host that was one before (seal-and-log 1: what is printed on paper keeps answering). Where both origins are one
 * (loopback), the check pages come first. Any other host is refused: nothing is reachable under a name nobody chose.
 */
export function byHost(table: HostTable, pages: { check: RequestHandler; officials: RequestHandler }): RequestHandler {
  const [officials, check] = [hostsOf(table.appOrigin), hostsOf(table.publicOrigin)];
  return async (req, res, next) => {
    const host = hostOf(req);
    if (officials.has(host)) {
      const go: NextFunction = (error?: unknown) => (error ? next(error) : pages.officials(req, res, next));
      return check.has(host) ? pages.check(req, res, go) : go();
    }
    if (check.has(host) || (await table.trustedHosts()).includes(host)) return pages.check(req, res, next);
    throw new Refusal('not-found', 'unknown-host', {
      id: 'Alamat ini tidak dilayani di sini.',
      en: 'This address is not served here.',
    });
  };
}

function hostOf(req: Request): string {
  return (req.headers.host ?? '').toLowerCase().replace(/:(80|443)$/, '');
}

import type { Request, RequestHandler } from 'express';
import { Refusal } from '../errors.ts';

/** The hosts by which an origin may be asked for: its own, and on loopback the other names of the same machine. */
export function hostsOf(origin: string): Set<string> {
  const url = new URL(origin);
  const loopback = ['localhost', '127.0.0.1', '[::1]'];
  const names = loopback.includes(url.hostname) ? loopback : [url.hostname];
  return new Set(names.map((name) => (url.port === '' ? name : `${name}:${url.port}`)));
}

/** Runs `handler` only for requests to this origin; others pass by. */
export function onOrigin(origin: string, handler: RequestHandler): RequestHandler {
  const hosts = hostsOf(origin);
  return (req, res, next) => (hosts.has(hostOf(req)) ? handler(req, res, next) : next());
}

/** Refuses a request to a host that is neither origin: nothing here is reachable under a name that was not chosen. */
export function onlyKnownHosts(origins: readonly string[]): RequestHandler {
  const known = new Set(origins.flatMap((origin) => [...hostsOf(origin)]));
  return (req, _res, next) => {
    if (known.has(hostOf(req))) return next();
    throw new Refusal('not-found', 'unknown-host', {
      id: 'Alamat ini tidak dilayani di sini.',
      en: 'This address is not served here.',
    });
  };
}

function hostOf(req: Request): string {
  return (req.headers.host ?? '').toLowerCase().replace(/:(80|443)$/, '');
}

import { z } from 'zod';
import type { Words } from './errors.ts';
import { isEmailAddress } from './people/email-address.ts';
import { isLoopback } from './seal/qr-url.ts';

export { isLoopback };

/** seal-and-log 1: an origin and nothing more, plain http on loopback alone, no IPv6 literal. */
export function originMistake(text: string): Words | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.username ||
    url.password ||
    url.pathname !== '/' ||
    url.search ||
    url.hash
  ) {
    return {
      id: 'harus alamat tanpa jalur, misalnya https://surat.kabupaten.go.id',
      en: 'must be an address without a path, for example https://letters.example.org',
    };
  }
  if (url.hostname.startsWith('[')) {
    return { id: 'tidak boleh alamat IPv6; pakai nama', en: 'must not be an IPv6 address; use a name' };
  }
  if (!/^[a-z0-9.-]+$/.test(url.hostname)) {
    return {
      id: 'hanya boleh berisi huruf, angka, titik, dan tanda hubung',
      en: 'may contain only letters, digits, dots and hyphens',
    };
  }
  if (isLoopback(url.host) === (url.protocol === 'http:')) return undefined;
  return url.protocol === 'http:'
    ? { id: 'harus https; http hanya untuk localhost', en: 'must be https; http is for localhost alone' }
    : { id: 'harus http untuk localhost', en: 'must be http for localhost' };
}

export function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

export function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '';
}

/** `address` or `Name <address>`; nothing that could end the header or begin a second address. */
export function isSender(text: string): boolean {
  const named = /^[^<>"@,;:\p{Cc}]{1,100} <([^<>]+)>$/u.exec(text);
  return isEmailAddress(named?.[1] ?? text);
}

/** `redis://[user:password@]host[:port][/number]`, `rediss:` with TLS. */
export function isRedisUrl(text: string): boolean {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && /^(\/\d{0,3})?$/.test(pathname) && search === '' && hash === '';
}

/** Where an S3 service answers: an origin, with or without a path below which it lives. */
export function isEndpoint(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username === '' && password === '' && search === '' && hash === '';
}

/** Hosts of push services, with a comma between them: names, or `*.` and at least two parts; loopback only on loopback. */
export function pushServices(appOrigin: string): z.ZodType<readonly string[]> {
  const name = /^(\*\.(?=[^.]+\.))?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
  const onLoopback = isLoopback(new URL(appOrigin).host);
  return z
    .string()
    .max(2_000)
    .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
    .refine((hosts) =>
      hosts.every((host) => name.test(host) || (onLoopback && isLoopback(host) && !host.includes(':'))),
    );
}
export const PUSH_SERVICES_WORDS: Words = {
  id: 'harus nama server layanan pemberitahuan dengan koma, misalnya fcm.googleapis.com,*.push.apple.com',
  en: 'must be hosts of push services with commas, for example fcm.googleapis.com,*.push.apple.com',
};

/** The names that every S3 service takes. */
export function isBucketName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) && !text.includes('..');
}

/** Where ClamAV's scanner answers. */
export type ClamdAddress = { host: string; port: number } | { path: string };

/** `host:port`, or the path of a socket on this machine; undefined when it is neither. */
export function clamdAddress(text: string): ClamdAddress | undefined {
  if (/^\/[^\0]{1,100}$/.test(text)) return { path: text };
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  const number = Number(port);
  return host === '' || number < 1 || number > 65_535
    ? undefined
    : { host: host.replace(/^\[|\]$/g, ''), port: number };
}

export const clamdSetting: z.ZodType<ClamdAddress | undefined> = z
  .string()
  .transform(clamdAddress)
  .refine((address) => address !== undefined);

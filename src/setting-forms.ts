import { z } from 'zod';
import type { Words } from './errors.ts';
import { readNetworks } from './exchange/public-address.ts';
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

/** Where partner offices live besides the Internet. */
export const exchangeNetworks: z.ZodType<readonly string[]> = z
  .string()
  .max(2_000)
  .transform((text) => readNetworks(text) ?? [])
  .refine((networks) => networks.length > 0);

/** An S3 bucket that holds the documents. `secretKey` is never logged. */
export interface BucketConfig {
  /** Undefined: Amazon's own, by region. */
  endpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretKey: string;
}

/** Reads one setting; a mistake is noted under its name and the fallback taken. */
export type Read = <T>(name: string, fallback: T, schema: z.ZodType<T>, words: Words) => T;

/** The bucket's name and the two halves of its key come together; where it answers and its region have defaults. */
export function readBucket(read: Read, mistakes: Record<string, Words>): BucketConfig | undefined {
  const text = z.string().min(1).max(1_000).optional();
  const bucket = read('S3_BUCKET', undefined, z.string().refine(isBucketName).optional(), {
    id: 'harus nama bucket: 3 sampai 63 huruf kecil, angka, titik, atau tanda hubung',
    en: 'must be the name of a bucket: 3 to 63 lower-case letters, digits, dots or hyphens',
  });
  const endpoint = read('S3_ENDPOINT', undefined, z.string().refine(isEndpoint).optional(), {
    id: 'harus alamat layanan S3, misalnya https://s3.kabupaten.go.id',
    en: 'must be the address of an S3 service, for example https://s3.example.org',
  });
  const words = { id: 'tidak benar', en: 'is not right' };
  const region = read('S3_REGION', 'us-east-1', z.string().regex(/^[a-zA-Z0-9-]{1,60}$/), words);
  const accessKeyId = read('S3_ACCESS_KEY_ID', undefined, text, words);
  const secretKey = read('S3_SECRET_ACCESS_KEY', undefined, text, words);
  const together = { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretKey };
  if (Object.values({ ...together, endpoint }).every((value) => value === undefined)) return undefined;
  for (const [name, value] of Object.entries(together)) {
    if (value !== undefined) continue;
    mistakes[name] ??= {
      id: 'harus diisi juga: S3_BUCKET, S3_ACCESS_KEY_ID, dan S3_SECRET_ACCESS_KEY berlaku bersama',
      en: 'must be set as well: S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together',
    };
  }
  if (bucket === undefined || accessKeyId === undefined || secretKey === undefined) return undefined;
  return { endpoint, region, bucket, accessKeyId, secretKey };
}

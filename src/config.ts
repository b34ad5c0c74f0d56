import { resolve } from 'node:path';
import { z } from 'zod';
import { Refusal, type Words } from './errors.ts';
import { isEmailAddress } from './people/email-address.ts';
import { isLoopback } from './seal/qr-url.ts';

export interface Config {
  port: number;
  /** Absolute. */
  dataDir: string;
  /** Undefined: the embedded server. Contains a password: never logged. */
  databaseUrl: string | undefined;
  appOrigin: string;
  publicOrigin: string;
  /** Authority of the public origin, as it is signed into seals (seal-and-log 1). */
  host: string;
  /** Undefined: from a file of the data folder. */
  sessionSecret: string | undefined;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** How many proxies stand in front, each adding one address to X-Forwarded-For. */
  trustProxy: number;
  typesettingWorkers: number;
  /** Undefined: mail waits. `url` holds a password: never logged. */
  mail: { url: string; from: string } | undefined;
}

type Environment = Record<string, string | undefined>;

/**
 * The settings, checked as a whole: a Refusal `settings` holds one sentence for every mistake, so that an operator mends
 * them in one go. An empty value counts as not set. Values are not repeated where they may be secrets.
 */
export function readConfig(environment: Environment = process.env): Config {
  const mistakes: Record<string, Words> = {};
  const read = <T>(name: string, fallback: T, schema: z.ZodType<T>, words: Words): T => {
    const text = environment[name]?.trim();
    if (!text) return fallback;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    mistakes[name] = words;
    return fallback;
  };
  const count = (name: string, fallback: number, least: number, most: number) =>
    read(
      name,
      fallback,
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number)
        .pipe(z.number().min(least).max(most)),
      {
        id: `harus bilangan bulat dari ${least} sampai ${most}`,
        en: `must be a whole number from ${least} to ${most}`,
      },
    );

  const port = count('PORT', 3000, 1, 65_535);
  const here = `http://localhost:${port}`;
  const origin = (name: string) => {
    const text = environment[name]?.trim();
    if (!text) return here;
    const mistake = originMistake(text);
    if (mistake) mistakes[name] = mistake;
    return mistake ? here : new URL(text).origin;
  };
  const appOrigin = origin('APP_ORIGIN');
  const publicOrigin = origin('PUBLIC_ORIGIN');
  const host = new URL(publicOrigin).host;
  if (!mistakes.APP_ORIGIN && !mistakes.PUBLIC_ORIGIN && appOrigin === publicOrigin && !isLoopback(host)) {
    mistakes.PUBLIC_ORIGIN = {
      id: 'harus lain dari APP_ORIGIN: di alamat pemeriksaan tidak pernah ada login',
      en: 'must differ from APP_ORIGIN: nobody ever signs in at the check address',
    };
  }

  const trustProxy = count('TRUST_PROXY', 0, 0, 10);
  if (trustProxy === 0 && appOrigin.startsWith('https:')) {
    mistakes.TRUST_PROXY ??= {
      id: 'harus 1 atau lebih jika APP_ORIGIN memakai https: TLS diakhiri oleh proxy di depan Layang',
      en: 'must be 1 or more when APP_ORIGIN is https: TLS ends at a proxy in front of Layang',
    };
  }

  const smtpUrl = read<string | undefined>('SMTP_URL', undefined, z.string().refine(isSmtpUrl), {
    id: 'harus berbentuk smtp://akun:sandi@server:587 atau smtps://server',
    en: 'must look like smtp://user:password@server:587 or smtps://server',
  });
  const mailFrom = read<string | undefined>('MAIL_FROM', undefined, z.string().refine(isSender), {
    id: 'harus alamat surel, misalnya Layang <surat@kabupaten.go.id>',
    en: 'must be an e-mail address, for example Layang <letters@example.org>',
  });
  if ((smtpUrl === undefined) !== (mailFrom === undefined) && !mistakes.SMTP_URL && !mistakes.MAIL_FROM) {
    mistakes[smtpUrl === undefined ? 'SMTP_URL' : 'MAIL_FROM'] = {
      id: 'harus diisi juga: SMTP_URL dan MAIL_FROM berlaku bersama',
      en: 'must be set as well: SMTP_URL and MAIL_FROM belong together',
    };
  }

  const config: Config = {
    port,
    dataDir: resolve(environment.DATA_DIR?.trim() || './data'),
    databaseUrl: read<string | undefined>('DATABASE_URL', undefined, z.string().refine(isDatabaseUrl), {
      id: 'harus berbentuk postgres://akun:sandi@server:5432/nama',
      en: 'must look like postgres://user:password@server:5432/name',
    }),
    appOrigin,
    publicOrigin,
    host,
    sessionSecret: read<string | undefined>('SESSION_SECRET', undefined, z.string().min(32), {
      id: 'harus paling sedikit 32 karakter acak; kosongkan agar dibuatkan',
      en: 'must be at least 32 random characters; leave it empty and one is made',
    }),
    logLevel: read('LOG_LEVEL', 'info', z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
      id: 'harus salah satu dari fatal, error, warn, info, debug, trace, silent',
      en: 'must be one of fatal, error, warn, info, debug, trace, silent',
    }),
    trustProxy,
    typesettingWorkers: count('TYPESETTING_WORKERS', 1, 1, 64),
    mail: smtpUrl === undefined || mailFrom === undefined ? undefined : { url: smtpUrl, from: mailFrom },
  };
  if (Object.keys(mistakes).length > 0) throw refused(mistakes);
  return config;
}

function refused(mistakes: Record<string, Words>): Refusal {
  const list = (language: 'id' | 'en') =>
    Object.entries(mistakes)
      .map(([name, words]) => `  ${name} ${words[language]}`)
      .join('\n');
  return new Refusal(
    'invalid-input',
    'settings',
    { id: `Pengaturan belum benar:\n${list('id')}`, en: `The settings are not right:\n${list('en')}` },
    mistakes,
  );
}

/** seal-and-log 1: an origin and nothing more, plain http on loopback alone, no IPv6 literal. */
function originMistake(text: string): Words | undefined {
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

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function isSmtpUrl(text: string): boolean {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '';
}

/** `address` or `Name <address>`; nothing that could end the header or begin a second address. */
function isSender(text: string): boolean {
  const named = /^[^<>"@,;:\p{Cc}]{1,100} <([^<>]+)>$/u.exec(text);
  return isEmailAddress(named?.[1] ?? text);
}

/** The language of the operator's terminal; Indonesian where it says so. */
export function terminalLanguage(environment: Environment = process.env): 'id' | 'en' {
  return (environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '').startsWith('id') ? 'id' : 'en';
}

/**
 * The folder in which the command was typed, for paths given to it: `npm run` works in the project's folder, also when
 * it is called from one below or from elsewhere with `--prefix`.
 */
export function whereTyped(environment: Environment = process.env): string {
  const { npm_lifecycle_event: script, npm_package_name: name, INIT_CWD: folder } = environment;
  const ours = name === 'layang' && (script === 'layang' || script === 'demo');
  return ours && folder ? folder : process.cwd();
}

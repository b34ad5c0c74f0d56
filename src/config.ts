import { resolve } from 'node:path';
import { z } from 'zod';
import { Refusal, type Words } from './errors.ts';
import {
  type BucketConfig,
  type ClamdAddress,
  clamdSetting,
  exchangeNetworks,
  isDatabaseUrl,
  isLoopback,
  isRedisUrl,
  isSender,
  isSmtpUrl,
  originMistake,
  PUSH_SERVICES_WORDS,
  pushServices,
  type Read,
  readBucket,
} from './setting-forms.ts';

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
  /** Undefined: jobs run from the outbox alone. May contain a password: never logged. */
  redisUrl: string | undefined;
  /** Undefined: documents lie under `dataDir`. */
  bucket: BucketConfig | undefined;
  /** Undefined: nothing that comes in is scanned for viruses. */
  clamd: ClamdAddress | undefined;
  /** Hosts of the push services that browsers may name; none: no push. */
  pushServices: readonly string[];
  /** CIDR of networks of one's own in which partner offices live; none: they are on the Internet. */
  exchangeNetworks: readonly string[];
  /** Undefined: no figures are told. */
  metricsPort: number | undefined;
  /** The address on which they are told. */
  metricsHost: string;
}

type Environment = Record<string, string | undefined>;

/**
 * The settings, checked as a whole: a Refusal `settings` holds one sentence for every mistake, so that an operator mends
 * them in one go. An empty value counts as not set. Values are not repeated where they may be secrets.
 */
export function readConfig(environment: Environment = process.env): Config {
  const mistakes: Record<string, Words> = {};
  const read: Read = (name, fallback, schema, words) => {
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
      id: 'harus lain dari APP_ORIGIN: di alamat pemeriksaan tidak pernah ada halaman masuk',
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

  const redisUrl = read<string | undefined>('REDIS_URL', undefined, z.string().refine(isRedisUrl), {
    id: 'harus berbentuk redis://akun:sandi@server:6379/0',
    en: 'must look like redis://user:password@server:6379/0',
  });
  const clamd = read('CLAMD_ADDRESS', undefined, clamdSetting, {
    id: 'harus berbentuk server:3310, atau jalur soket seperti /run/clamav/clamd.ctl',
    en: 'must look like server:3310, or be the path of a socket like /run/clamav/clamd.ctl',
  });
  const bucket = readBucket(read, mistakes);
  const metricsPort = environment.METRICS_PORT?.trim() ? count('METRICS_PORT', 0, 1, 65_535) : undefined;
  if (metricsPort === port) {
    mistakes.METRICS_PORT = {
      id: 'harus lain dari PORT: angka keadaan bukan untuk umum',
      en: 'must differ from PORT: the figures are not for everybody',
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
    redisUrl,
    bucket,
    clamd,
    pushServices: read('PUSH_SERVICES', [], pushServices(appOrigin), PUSH_SERVICES_WORDS),
    exchangeNetworks: read('EXCHANGE_NETWORKS', [], exchangeNetworks, {
      id: 'harus jaringan dalam dengan koma, masing-masing tepat, misalnya 10.20.0.0/16,192.168.7.0/24',
      en: 'must be private networks with commas, each exact, for example 10.20.0.0/16,192.168.7.0/24',
    }),
    metricsPort,
    metricsHost: read('METRICS_HOST', '127.0.0.1', z.union([z.ipv4(), z.ipv6()]), {
      id: 'harus alamat IP, misalnya 0.0.0.0',
      en: 'must be an IP address, for example 0.0.0.0',
    }),
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

/**
 * What the package of S3 writes under Node.js 20 speaks of its own coming versions. Ours is pinned, and whoever reads it
 * above the answer of a command can do nothing about it.
 */
export function quietPackages(environment: Environment = process.env): void {
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** What no log line may hold, at whatever depth the careless hand put it. */
const secret =
  /pass(word|phrase)|^pin$|sandi|token|secret|rahasia|key$|keys$|cookie|authorization|^body$|^content$|^draft$|^salt$|database_?url|connectionstring|^pdf$|^seal$/i;

const deepest = 6;

/**
 * JSON lines on standard output. Values under a name that sounds like a secret or like a letter's text are replaced,
 * bytes are never written, and errors are reduced to name, message, code, stack and cause: a database error carries
 * the row it failed on, a request error its headers.
 */
export function openLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (facts: Record<string, unknown>) => cleaned(facts, 0) as Record<string, unknown>,
    },
    // Our own form of errors comes from `cleaned`; pino's serializers would look at the originals.
    serializers: { err: (value: unknown) => value },
  };
  return destination ? pino(options, destination) : pino(options);
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > 4_000 ? `${value.slice(0, 4_000)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= deepest) return '[…]';
  if (isError(value)) return cleanedError(value, depth);
  if (Object.prototype.toString.call(value) === '[object Date]') return value;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => cleaned(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secret.test(name) && item !== undefined ? '[hidden]' : cleaned(item, depth + 1),
    ]),
  );
}

function cleanedError(error: Error & { code?: unknown; constraint?: unknown }, depth: number): object {
  return {
    name: error.name,
    message: cleaned(error.message, depth),
    ...(error.code === undefined ? {} : { code: String(error.code) }),
    ...(error.constraint === undefined ? {} : { constraint: String(error.constraint) }),
    stack: cleaned(error.stack ?? '', depth),
    ...(error.cause === undefined ? {} : { cause: cleaned(error.cause, depth + 1) }),
  };
}

function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

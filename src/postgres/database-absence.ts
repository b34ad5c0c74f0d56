/**
 * `away`: nothing can be asked, and of what was under way nobody knows whether it was stored. `full`: the server answers and
 * refuses to store; what was asked changed nothing.
 */
export type DatabaseAbsence = 'away' | 'full';

/** Whether an error, or what caused it, says that the database cannot serve now; it will again without any change of ours. */
export function databaseAbsence(error: unknown): DatabaseAbsence | undefined {
  let cause = error;
  for (let depth = 0; depth < 6 && typeof cause === 'object' && cause !== null; depth++) {
    const { code, message, cause: next } = cause as Record<string, unknown>;
    if (code === DISK_FULL) return 'full';
    if (typeof code === 'string' && awayCodes.some((known) => code.startsWith(known))) return 'away';
    if (typeof message === 'string' && awayMessages.test(message)) return 'away';
    cause = next ?? firstOf(cause);
  }
  return undefined;
}

/** Of several addresses that were tried, the first one's answer: it will do. */
export function firstOf(error: unknown): unknown {
  const { errors } = (error ?? {}) as { errors?: unknown };
  return Array.isArray(errors) ? errors[0] : undefined;
}

/** What the network says of a server that is not there, or no longer. */
export const UNREACHABLE = 'ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT'.split(' ');

const DISK_FULL = '53100';

/** Beside those of the network, SQLSTATE: connection lost (08), server stopped, crashed or starting (57P0), without memory, disk or connections. */
const awayCodes = [
  ...UNREACHABLE,
  'EPIPE',
  ...['08', '57P01', '57P02', '57P03', '57P05', '53200', '53300', '53400', '58030'],
  // A standby that was left to answer in the place of its primary.
  '25006',
];

/** What pg says itself, without a code. */
const awayMessages =
  /^(Connection terminated|timeout expired$|timeout exceeded when trying to connect$|Query read timeout$|Client (has encountered a connection error|was closed) and is not queryable)/;

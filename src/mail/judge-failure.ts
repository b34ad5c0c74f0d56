/** Why a try failed, in a code that names no person and no content: `EENVELOPE RCPT TO 550`. */
export interface Failure {
  code: string;
  /** The server has said of this recipient or this message that it will never take it (RFC 5321, 4.2.1: 5yz). */
  final: boolean;
}

const STAGES = ['CONN', 'EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL FROM', 'RCPT TO', 'DATA', 'API'];

/**
 * What the sender of the mail can do nothing about is tried again, also a refused sign-in or sender: the operator mends the
 * setting and nothing was lost.
 */
export function judgeFailure(error: unknown): Failure {
  const { code, command, responseCode } = readParts(error);
  const stage = STAGES.find((known) => command.startsWith(known));
  const reply = responseCode >= 400 && responseCode <= 599 ? String(responseCode) : '';
  const final = responseCode >= 500 && (stage === 'RCPT TO' || stage === 'DATA');
  return { code: [code, stage, reply].filter((part) => part !== undefined && part !== '').join(' '), final };
}

function readParts(error: unknown): { code: string; command: string; responseCode: number } {
  const parts: Record<string, unknown> = typeof error === 'object' && error !== null ? { ...error } : {};
  return {
    code: typeof parts.code === 'string' && /^[A-Z_0-9]{2,40}$/.test(parts.code) ? parts.code : 'EUNKNOWN',
    command: typeof parts.command === 'string' ? parts.command : '',
    responseCode: typeof parts.responseCode === 'number' ? parts.responseCode : 0,
  };
}

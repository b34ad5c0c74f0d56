import { noteTextOf, parseTrustText } from '../seal/trust-note.ts';
import { type Manifest, manifestSha256, Receipt, RefusalBody } from './manifest.ts';
import type { Reply } from './partner-line.ts';
import { isOfAnotherVersion, isSignedBy, type Message, type MessageKind, readMessage } from './signed-message.ts';

/** What became of one try. `said`: the other side's own sentence. */
export type Judgement<Received> =
  | ({ outcome: 'received'; receipt: string } & Received)
  | { outcome: 'refused'; problem: string; said: string }
  /** To be tried again. `asked`: the other side was. `away`: nobody answered there, others need not ask at once. */
  | { outcome: 'later'; problem: string; said: string; asked: boolean; away?: boolean };

/** Refusals that pass by themselves: a clock that is set, a disk that is emptied, a line that is quick again. */
const PASSING = new Set(['stale', 'slow', 'busy', 'unavailable']);

/**
 * Only what the partner signed counts as received, and only a refusal in the form of this protocol as one: what a proxy, a
 * captive portal or another server says is tried again. `read` gives undefined for an answer to something else.
 */
export function judgeReply<Received extends object>(
  reply: Reply,
  {
    kind,
    trustNote,
    read,
  }: { kind: MessageKind; trustNote: string; read(body: Message['body']): Received | undefined },
): Judgement<Received> {
  if ('problem' in reply)
    return { outcome: 'later', problem: reply.problem, said: '', asked: true, away: reply.problem !== 'redirected' };
  const { status, text } = reply;
  const body = status === 200 ? readSigned(text, kind, trustNote) : undefined;
  const received = body === undefined ? undefined : read(body);
  if (received !== undefined) return { outcome: 'received', receipt: text, ...received };
  const refusal = status >= 400 ? readRefusal(text) : undefined;
  if (refusal === undefined) {
    const problem = status === 200 && isOfAnotherVersion(text) ? 'other-version' : 'not-layang';
    return { outcome: 'later', problem, said: '', asked: true };
  }
  const { code: problem, id: said } = refusal;
  return PASSING.has(problem)
    ? { outcome: 'later', problem, said, asked: true }
    : { outcome: 'refused', problem, said };
}

/** That a delivery lies there, where it is of these very bytes. */
export function receiptFor(manifest: Manifest) {
  return (body: Message['body']): { receivedAt: Date; desk: string } | undefined => {
    const receipt = Receipt.safeParse(body);
    if (!receipt.success) return undefined;
    const { key, manifest: hash, pdf, receivedAt, desk } = receipt.data;
    const ours =
      key === manifest.key && hash === manifestSha256(manifest).toString('hex') && pdf === manifest.pdf.sha256;
    return ours ? { receivedAt: new Date(receivedAt * 1000), desk } : undefined;
  };
}

/** What a partner says in a message of this kind; undefined where it is not theirs. */
export function readSigned(note: string, kind: MessageKind, trustNote: string): Message['body'] | undefined {
  const trust = parseTrustText(noteTextOf(trustNote))?.trust;
  const message = readMessage(note);
  if (trust === undefined || message?.kind !== kind || !trust.hosts.includes(message.from)) return undefined;
  return isSignedBy(note, trust) ? message.body : undefined;
}

function readRefusal(text: string): { code: string; id: string } | undefined {
  try {
    const parsed = RefusalBody.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.refused : undefined;
  } catch {
    return undefined;
  }
}

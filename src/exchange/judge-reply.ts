import { noteTextOf, parseTrustText } from '../seal/trust-note.ts';
import { type Manifest, manifestSha256, Receipt, RefusalBody } from './manifest.ts';
import type { Reply } from './partner-line.ts';
import { isSignedBy, readMessage } from './signed-message.ts';

/** What became of one try. `said`: the other side's own sentence. */
export type Judgement =
  | { outcome: 'received'; receipt: string; receivedAt: Date; desk: string }
  | { outcome: 'refused'; problem: string; said: string }
  /** To be tried again. `asked`: the other side was. `away`: nobody answered there, others need not ask at once. */
  | { outcome: 'later'; problem: string; said: string; asked: boolean; away?: boolean };

/** Refusals that pass by themselves: a clock that is set, a disk that is emptied. */
const PASSING = new Set(['stale', 'busy', 'unavailable']);

/**
 * Only a receipt signed by the partner for these very bytes counts as received, and only a refusal in the form of this
 * protocol as one: what a proxy, a captive portal or another server says is tried again.
 */
export function judgeReply(reply: Reply, sent: { manifest: Manifest; trustNote: string }): Judgement {
  if ('problem' in reply)
    return { outcome: 'later', problem: reply.problem, said: '', asked: true, away: reply.problem !== 'redirected' };
  const receipt = reply.status === 200 ? readReceipt(reply.text, sent) : undefined;
  if (receipt !== undefined) return receipt;
  const refusal = reply.status >= 400 ? readRefusal(reply.text) : undefined;
  if (refusal === undefined) return { outcome: 'later', problem: 'not-layang', said: '', asked: true };
  const { code: problem, id: said } = refusal;
  return PASSING.has(problem)
    ? { outcome: 'later', problem, said, asked: true }
    : { outcome: 'refused', problem, said };
}

function readReceipt(
  note: string,
  { manifest, trustNote }: { manifest: Manifest; trustNote: string },
): Judgement | undefined {
  const trust = parseTrustText(noteTextOf(trustNote))?.trust;
  const message = readMessage(note);
  const receipt = Receipt.safeParse(message?.body);
  if (trust === undefined || message?.kind !== 'receipt' || !receipt.success) return undefined;
  if (!trust.hosts.includes(message.from) || !isSignedBy(note, trust)) return undefined;
  const { key, manifest: hash, pdf, receivedAt, desk } = receipt.data;
  const ours = key === manifest.key && hash === manifestSha256(manifest).toString('hex') && pdf === manifest.pdf.sha256;
  return ours ? { outcome: 'received', receipt: note, receivedAt: new Date(receivedAt * 1000), desk } : undefined;
}

function readRefusal(text: string): { code: string; id: string } | undefined {
  try {
    const parsed = RefusalBody.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.refused : undefined;
  } catch {
    return undefined;
  }
}

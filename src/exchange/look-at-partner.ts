import { createHash } from 'node:crypto';
import { parseCertificate } from '../certificates/certificate.ts';
import { followTrustNote, noteTextOf, parseTrustText, type Trust, type TrustNote } from '../seal/trust-note.ts';
import { Card } from './manifest.ts';
import type { LineProblem, PartnerLine } from './partner-line.ts';
import type { PartnerFacts } from './partners-store.ts';
import { isOfAnotherVersion, isSignedBy, readMessage } from './signed-message.ts';

/** `not-layang`: what answered there is no installation that exchanges letters; `other-version`: none that speaks as we do. */
export type LookProblem = LineProblem | 'not-layang' | 'other-version' | 'other-keys';

export type Look =
  | { facts: PartnerFacts }
  /** `changed`: of a host that is what it says, by keys that were not compared. */
  | { problem: LookProblem; changed: Buffer | null };

/** What was confirmed of a partner before. */
export type Confirmed = Pick<PartnerFacts, 'trustNote' | 'roots'>;

/**
 * Reads what a host says of itself: its trust note, which must name the host and follow from the one that was accepted last,
 * and its card, signed by the key that the note names. A root certificate that nobody compared is not taken on the card's word.
 */
export async function lookAtPartner(line: PartnerLine, host: string, before: Confirmed | undefined): Promise<Look> {
  const note = await line({ host, path: '/_v1/trust' });
  if ('problem' in note) return { problem: note.problem, changed: null };
  const card = await line({ host, path: '/_v1/exchange' });
  if ('problem' in card) return { problem: card.problem, changed: null };
  const trust = note.status === 200 ? followTrustNote(note.text) : undefined;
  const told = trust && card.status === 200 ? readCard(card.text, host, trust) : undefined;
  if (!trust?.trust.hosts.includes(host) || told === undefined) {
    const problem = card.status === 200 && isOfAnotherVersion(card.text) ? 'other-version' : 'not-layang';
    return { problem, changed: null };
  }
  const facts = { ...told, trustNote: note.text, fingerprint: fingerprint(trust.trust, told.roots) };
  return before === undefined || follows(facts, before)
    ? { facts }
    : { problem: 'other-keys', changed: facts.fingerprint };
}

function follows(facts: PartnerFacts, before: Confirmed): boolean {
  const earlier = parseTrustText(noteTextOf(before.trustNote));
  return (
    earlier !== undefined &&
    followTrustNote(facts.trustNote, earlier) !== undefined &&
    facts.roots.every((root) => before.roots.some((known) => known.equals(root)))
  );
}

/**
 * By which two people compare keys: SHA-256 over trust roots and root certificates. It stays when an office changes its name or
 * address, and everything else that the office says follows from these keys.
 */
export function fingerprint(trust: Pick<Trust, 'roots'>, roots: readonly Buffer[]): Buffer {
  const certificates = roots.map((der) => createHash('sha256').update(der).digest('hex'));
  const lines = ['layang-partner/v1', ...[...trust.roots].sort(), ...certificates.sort()];
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest();
}

function readCard(
  note: string,
  host: string,
  { trust }: TrustNote,
): Pick<PartnerFacts, 'name' | 'roots' | 'desks'> | undefined {
  const message = readMessage(note);
  const card = Card.safeParse(message?.body);
  if (message?.kind !== 'card' || message.from !== host || !card.success || !isSignedBy(note, trust)) return undefined;
  const roots = card.data.roots.map((der) => Buffer.from(der, 'base64'));
  return roots.every(isAuthority) ? { name: card.data.name, roots, desks: card.data.desks } : undefined;
}

function isAuthority(der: Buffer): boolean {
  try {
    const { subject, issuer } = parseCertificate(der);
    return subject.equals(issuer);
  } catch {
    return false;
  }
}

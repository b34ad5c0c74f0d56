import type { Outcome, Registered } from '../checking/outcome.ts';
import { scanQr } from '../seal/qr-url.ts';
import { daysToDate, type ParsedSeal } from '../seal/seal-bytes.ts';
import type { ScanFacts } from '../uploads/scan-jobs.ts';
import type { PartnerSeal, SealFinding } from './findings.ts';
import type { FoundFields } from './found-fields.ts';

/** Whoever can say what a QR is worth. */
export interface SealSources {
  /** As the check page answers. */
  lookUp(enquiry: { typed: string }): Promise<Outcome>;
  /** By the signed texts of a partner office; undefined for the QR of anybody else. */
  partnerSeal(text: string): Promise<PartnerSeal | undefined>;
}
type Symbol = ScanFacts['symbols'][number];

/**
 * What the QR on a page is worth. One of our own host is looked up like any code, one of a partner is judged by what that office
 * publishes. What any other host's QR says is told and never believed: nothing is asked of that host, whose address stands on
 * paper that anybody may print.
 */
export async function lookUpSeal(
  { lookUp, partnerSeal }: SealSources,
  symbol: Symbol,
  file: string,
): Promise<SealFinding | undefined> {
  const host = hostOf(symbol.text);
  if (host === undefined) return undefined;
  const outcome = await lookUp({ typed: symbol.text });
  const where = { outcome: outcome.code, scanPage: symbol.page, file, host };
  if (outcome.code === 'other-host') {
    const judged = await partnerSeal(symbol.text);
    // What a QR without a good signature says fills no field: the clerk reads the paper.
    const claimed = judged === undefined || !WITHOUT_SIGNATURE.has(judged.outcome) ? claims(symbol.text, host) : {};
    return { ...where, ...claimed, ...judged };
  }
  if (!('letter' in outcome)) return { ...where, ...('token' in outcome ? { token: outcome.token } : {}) };
  return { ...where, token: outcome.token, ...registered(outcome) };
}

const WITHOUT_SIGNATURE: ReadonlySet<string> = new Set(['unknown-key', 'forged-seal', 'key-out-of-term']);

/** The finding that says most: what a register knows, then what is wrong with a QR, then another's claims. */
export function weightiest(findings: readonly SealFinding[]): SealFinding | undefined {
  const weight = ({ outcome, token, number }: SealFinding) => {
    if (outcome === 'other-host' || outcome === 'partner-away') return number === undefined ? 1 : 2;
    return token === undefined ? 3 : 4;
  };
  return findings.toSorted((a, b) => weight(b) - weight(a))[0];
}

/** The clerk's fields, as far as the seal fills them: of a letter of ours, or as a claim to be compared with the paper. */
export function fieldsOf(seal: SealFinding, others: FoundFields | undefined): FoundFields | undefined {
  // What the sender typed or the other installation signed is more than what a QR claims.
  if (others !== undefined) return others;
  const { number, date, subject } = seal;
  const sender = senderOf(seal);
  const known = {
    ...(number ? { number } : {}),
    ...(date ? { letterDate: date } : {}),
    ...(subject ? { subject } : {}),
    ...(sender ? { senderName: sender.slice(0, 300) } : {}),
  };
  return Object.keys(known).length === 0 ? undefined : { ...known, by: 'seal' };
}

/** As it reads when the same letter arrives within the office or from that office: who registers both is told so. */
function senderOf({ unit, office, signer }: SealFinding): string | undefined {
  if (signer === undefined) return unit;
  return unit === '' || unit === office ? office : [unit, office].filter(Boolean).join(', ');
}

function hostOf(text: string): string | undefined {
  const scan = scanQr(text, []);
  return scan.outcome === 'other-host' ? scan.host : undefined;
}

function registered({ letter }: Registered): Partial<SealFinding> {
  if (letter.security === 'classified') return { office: letter.office };
  const { office, unit, date } = letter;
  return letter.security === 'biasa'
    ? { office, unit, date, number: letter.number, subject: letter.subject }
    : { office, unit, date };
}

/** Read as if the host were ours, so that the form is checked; no signature is. */
function claims(text: string, host: string): Partial<SealFinding> {
  const scan = scanQr(text, [host]);
  if (scan.outcome === 'code') return { token: scan.token };
  if (scan.outcome !== 'seal') return {};
  return { token: scan.token, ...sealed(scan.parsed) };
}

function sealed({ text, dateDays, profile }: ParsedSeal): Partial<SealFinding> {
  const date = profile === 'confidential' || dateDays === 0 ? {} : { date: daysToDate(dateDays) };
  return text === undefined ? date : { ...date, number: text.number, subject: text.subject };
}

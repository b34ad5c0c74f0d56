import type { Outcome, Registered } from '../checking/outcome.ts';
import { scanQr } from '../seal/qr-url.ts';
import { daysToDate, type ParsedSeal } from '../seal/seal-bytes.ts';
import type { ScanFacts } from '../uploads/scan-jobs.ts';
import type { SealFinding } from './findings.ts';
import type { FoundFields } from './found-fields.ts';

export type LookUp = (enquiry: { typed: string }) => Promise<Outcome>;
type Symbol = ScanFacts['symbols'][number];

/**
 * What the QR on a page is worth. One of our own host is looked up like any code. What another host's QR says is told and
 * never believed: nothing is asked of that host, whose address stands on paper that anybody may print.
 */
export async function lookUpSeal(lookUp: LookUp, symbol: Symbol, file: string): Promise<SealFinding | undefined> {
  const host = hostOf(symbol.text);
  if (host === undefined) return undefined;
  const outcome = await lookUp({ typed: symbol.text });
  const where = { outcome: outcome.code, scanPage: symbol.page, file, host };
  if (outcome.code === 'other-host') return { ...where, ...claims(symbol.text, host) };
  if (!('letter' in outcome)) return { ...where, ...('token' in outcome ? { token: outcome.token } : {}) };
  return { ...where, token: outcome.token, ...registered(outcome) };
}

/** The finding that says most: what the register knows, then what is wrong with a QR of ours, then another's claims. */
export function weightiest(findings: readonly SealFinding[]): SealFinding | undefined {
  const weight = ({ outcome, token, number }: SealFinding) => {
    if (outcome === 'other-host') return number === undefined ? 1 : 2;
    return token === undefined ? 3 : 4;
  };
  return findings.toSorted((a, b) => weight(b) - weight(a))[0];
}

/** The clerk's fields, as far as the seal fills them: of a letter of ours, or as a claim to be compared with the paper. */
export function fieldsOf(seal: SealFinding, others: FoundFields | undefined): FoundFields | undefined {
  // What the sender typed or the other installation signed is more than what a QR claims.
  if (others !== undefined) return others;
  const { number, date, subject, unit } = seal;
  const known = {
    ...(number ? { number } : {}),
    ...(date ? { letterDate: date } : {}),
    ...(subject ? { subject } : {}),
    // As it reads when the same letter arrives within the office: who registers both is told so.
    ...(unit ? { senderName: unit.slice(0, 300) } : {}),
  };
  return Object.keys(known).length === 0 ? undefined : { ...known, by: 'seal' };
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

import type { Clock } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { parseContent } from '../seal/content.ts';
import { listSealKeysByKid } from '../seal/directory-store.ts';
import { readTypedCode, type Scan } from '../seal/qr-url.ts';
import { isToken } from '../seal/token.ts';
import type { IssuedLetter } from './checking-store.ts';
import { judgeSeal } from './judge-seal.ts';
import { publicLetter } from './letter-fields.ts';
import { publicStanding } from './letter-standing.ts';
import type { Enquiry, Outcome } from './outcome.ts';

export interface LookUpDeps {
  db: Sql;
  clock: Clock;
  /** This installation's host and the former ones of the trust note. */
  hosts: () => Promise<readonly string[]>;
  findLetter: (token: string) => Promise<IssuedLetter | undefined>;
}

/**
 * The outcome for a code, a page symbol or a QR, in the order of seal-and-log 7. A registered code in force is `code-registered`, also with a valid seal: what only the
 * log can tell is not claimed. Every unknown token takes the one path of a single look-up that finds nothing.
 */
export async function lookUpCode(deps: LookUpDeps, enquiry: Enquiry): Promise<Outcome> {
  const scan = await read(deps, enquiry);
  if (scan.outcome === 'other-host') return { code: 'other-host', host: scan.host };
  if (scan.outcome === 'seal') return lookUpSeal(deps, scan);
  if (scan.outcome !== 'code') return { code: scan.outcome };
  const letter = await deps.findLetter(scan.token);
  return letter ? registered(letter, scan.page) : { code: 'not-registered' };
}

async function read(deps: LookUpDeps, enquiry: Enquiry): Promise<Scan> {
  if ('typed' in enquiry) return readTypedCode(enquiry.typed, await deps.hosts());
  const { token, page } = enquiry;
  return isToken(token) ? { outcome: 'code', token, ...(page === undefined ? {} : { page }) } : { outcome: 'typo' };
}

async function lookUpSeal(deps: LookUpDeps, scan: Extract<Scan, { outcome: 'seal' }>): Promise<Outcome> {
  const keys = await listSealKeysByKid(deps.db, scan.parsed.kid);
  const verdict = judgeSeal(scan.host, scan.token, scan.parsed, keys, deps.clock());
  if (verdict.code !== 'valid') return { code: verdict.code };
  const letter = await deps.findLetter(scan.token);
  // A well-signed seal of an act that was never finished is not the seal of the letter that was issued.
  return letter?.sealHash.equals(verdict.sealHash) ? registered(letter) : { code: 'not-registered' };
}

function registered(letter: IssuedLetter, page?: number): Outcome {
  const shown = publicLetter(letter, parseContent(letter.content));
  // How long a classified letter is, is not told, so a page symbol of it says no more than the code.
  if (page !== undefined && shown.security !== 'classified' && page > letter.pages)
    return { code: 'page-missing', token: letter.token, page };
  const standing = publicStanding(letter);
  const registered = { token: letter.token, letter: shown, ...(page === undefined ? {} : { page }) };
  return standing ? { code: standing.code, standing, ...registered } : { code: 'code-registered', ...registered };
}

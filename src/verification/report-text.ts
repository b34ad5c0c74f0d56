import { signerName, subjectText } from '../certificates/certificate.ts';
import type { Words } from '../errors.ts';
import { changeWords } from './changes.ts';
import { cmsProblems } from './cms-problems.ts';
import { coverageWords, reasonWords } from './fact-words.ts';
import type { JudgedChange } from './later-changes.ts';
import type { PdfReport, SignatureReport } from './report.ts';
import { labelsIn } from './report-labels.ts';

type Language = keyof Words;

/** The report of one file as lines for a terminal; the standard's words stand in brackets. */
export function reportToText(file: string, report: PdfReport, language: Language): string {
  const label = labelsIn(language);
  const verdict = report.intactAndTrusted ? 'trusted' : report.standing === 'cannot-be-tried' ? 'untried' : 'failed';
  const lines = [`${printable(file)}: ${label(verdict)}`, `  ${report.words[language]}`];
  if (report.damage !== undefined) lines.push(`  ${label('damage')}: ${printable(report.damage)}`);
  if (report.trailingBytes > 0) lines.push(`  ${report.trailingBytes} ${label('unsignedBytes')}`);
  report.signatures.forEach((signature, index) => {
    lines.push('', ...signatureLines(signature, index + 1, language));
  });
  return `${lines.join('\n')}\n`;
}

function signatureLines(signature: SignatureReport, number: number, language: Language): string[] {
  const { conclusion, chain } = signature;
  const label = labelsIn(language);
  const what = signature.kind === 'signature' ? 'signature' : 'timeStamp';
  const lines = [`  ${label(what)} ${number}: ${printable(signature.field)}`];
  const say = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`    ${`${name}:`.padEnd(22)} ${printable(value)}`);
  };
  const words = conclusion.subIndication;
  const standard = `[${conclusion.indication}${words === undefined ? '' : `, ${words}`}]`;
  say(label('conclusion'), `${conclusion.words[language]} ${standard}`);
  say(label('signer'), signature.signerName);
  say(label('subject'), signature.signer === undefined ? undefined : subjectText(signature.signer));
  say(label('claimedTime'), signature.claimedTime?.toISOString());
  say(label('stampedTime'), signature.stampedTime?.toISOString());
  say(label('provedTime'), signature.provedTime?.toISOString());
  say(label('reason'), signature.reason);
  say(label('coverage'), coverageWords(signature.coverage)[language]);
  say(label('content'), label(signature.digestIntact ? 'unchanged' : 'changed'));
  say(label('value'), label(signature.signatureValid ? 'matches' : 'differs'));
  for (const problem of signature.cmsProblems) say(label('flaw'), cmsProblems[problem][language]);
  for (const constraint of signature.constraints) say(label('note'), reasonWords[constraint][language]);
  say(label('chain'), chainText(signature, language));
  say(label('revocation'), revocationText(signature, language));
  if (chain.strayCertificates.length > 0) say(label('note'), label('stray'));
  say(label('laterChanges'), label(signature.laterChanges.level));
  for (const line of changeLines(signature.laterChanges.changes, language)) say('-', line);
  return lines;
}

function chainText({ chain }: SignatureReport, language: Language): string {
  const label = labelsIn(language);
  const path = chain.path.map(signerName).join(' < ');
  if (chain.trusted) return `${label('chainTrusted')} (${path})`;
  const reasons = chain.reasons.map(
    ({ problem, certificate }) => `${reasonWords[problem][language]}: ${signerName(certificate)}`,
  );
  const found = path === '' ? '' : ` (${path})`;
  return `${label('chainUntrusted')}${found}${reasons.length === 0 ? '' : `; ${reasons.join('; ')}`}`;
}

function revocationText({ chain: { revocation } }: SignatureReport, language: Language): string {
  const label = labelsIn(language);
  if (revocation.status === 'not-checked') return label('notChecked');
  if (revocation.status === 'good')
    return `${label('notRevoked')} ${revocation.source.toUpperCase()} ${revocation.asOf.toISOString()}`;
  return `${label('revoked')} ${revocation.since.toISOString()}`;
}

const mostLines = 20;

function changeLines(changes: readonly JudgedChange[], language: Language): string[] {
  const label = labelsIn(language);
  const lines = changes.map(({ code, where, forbidden }) => {
    const words: Words = changeWords[code];
    return `${forbidden ? `${label('forbidden')}: ` : ''}${words[language]} (${where})`;
  });
  const distinct = [...new Set(lines)];
  return distinct.length > mostLines
    ? [...distinct.slice(0, mostLines), `… +${distinct.length - mostLines} ${label('more')}`]
    : distinct;
}

/** Names and texts come out of hostile files: no control characters on somebody's terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

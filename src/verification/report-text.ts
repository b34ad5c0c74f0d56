import { signerName, subjectText } from '../certificates/certificate.ts';
import type { Words } from '../errors.ts';
import { changeWords } from './changes.ts';
import { cmsProblems } from './cms-problems.ts';
import { coverageWords, reasonWords } from './fact-words.ts';
import type { JudgedChange } from './later-changes.ts';
import type { PdfReport, SignatureReport } from './report.ts';

/** The report of one file as lines for a terminal, in Indonesian; the standard's words stand in brackets. */
export function reportToText(file: string, report: PdfReport): string {
  const lines = [`${printable(file)}: ${verdictWord(report)}`, `  ${report.words.id}`];
  if (report.damage !== undefined) lines.push(`  Kerusakan: ${printable(report.damage)}`);
  if (report.trailingBytes > 0)
    lines.push(`  ${report.trailingBytes} byte setelah akhir dokumen tidak ditandatangani.`);
  report.signatures.forEach((signature, index) => {
    lines.push('', ...signatureLines(signature, index + 1));
  });
  return `${lines.join('\n')}\n`;
}

function verdictWord(report: PdfReport): string {
  if (report.intactAndTrusted) return 'UTUH DAN TEPERCAYA';
  return report.standing === 'cannot-be-tried' ? 'TIDAK DAPAT DIPERIKSA' : 'TIDAK LOLOS';
}

function signatureLines(signature: SignatureReport, number: number): string[] {
  const { conclusion, chain } = signature;
  const what = signature.kind === 'signature' ? 'Tanda tangan' : 'Stempel waktu dokumen';
  const lines = [`  ${what} ${number}: ${printable(signature.field)}`];
  const say = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== '') lines.push(`    ${`${label}:`.padEnd(22)} ${printable(value)}`);
  };
  const words = conclusion.subIndication;
  say('Kesimpulan', `${conclusion.words.id} [${conclusion.indication}${words === undefined ? '' : `, ${words}`}]`);
  say('Penanda tangan', signature.signerName);
  say('Subjek sertifikat', signature.signer === undefined ? undefined : subjectText(signature.signer));
  say('Waktu menurut penanda', signature.claimedTime?.toISOString());
  say('Waktu stempel', signature.stampedTime?.toISOString());
  say('Waktu terbukti', signature.provedTime?.toISOString());
  say('Alasan', signature.reason);
  say('Cakupan', coverageWords(signature.coverage).id);
  say('Isi yang dicakup', signature.digestIntact ? 'tidak berubah' : 'berubah');
  say('Nilai tanda tangan', signature.signatureValid ? 'cocok' : 'tidak cocok');
  for (const problem of signature.cmsProblems) say('Cacat CMS', cmsProblems[problem].id);
  for (const constraint of signature.constraints) say('Catatan', reasonWords[constraint].id);
  say('Rantai sertifikat', chainText(signature));
  say('Pencabutan', revocationText(signature));
  if (chain.strayCertificates.length > 0) say('Catatan', 'ada sertifikat dalam CMS yang penerbitnya tidak dikenal');
  say(
    'Perubahan sesudahnya',
    { none: 'tidak ada', allowed: 'hanya yang diizinkan', forbidden: 'TERLARANG' }[signature.laterChanges.level],
  );
  for (const line of changeLines(signature.laterChanges.changes)) say('-', line);
  return lines;
}

function chainText({ chain }: SignatureReport): string {
  const path = chain.path.map(signerName).join(' < ');
  if (chain.trusted) return `sampai ke sertifikat tepercaya (${path})`;
  const reasons = chain.reasons.map(
    ({ problem, certificate }) => `${reasonWords[problem].id}: ${signerName(certificate)}`,
  );
  return `tidak tepercaya${path === '' ? '' : ` (${path})`}${reasons.length === 0 ? '' : `; ${reasons.join('; ')}`}`;
}

function revocationText({ chain: { revocation } }: SignatureReport): string {
  if (revocation.status === 'not-checked') return 'tidak diperiksa (tidak ada jawaban pencabutan)';
  if (revocation.status === 'good')
    return `tidak dicabut menurut ${revocation.source.toUpperCase()} ${revocation.asOf.toISOString()}`;
  return `DICABUT sejak ${revocation.since.toISOString()}`;
}

const mostLines = 20;

function changeLines(changes: readonly JudgedChange[]): string[] {
  const lines = changes.map(({ code, where, forbidden }) => {
    const words: Words = changeWords[code];
    return `${forbidden ? 'TERLARANG: ' : ''}${words.id} (${where})`;
  });
  const distinct = [...new Set(lines)];
  return distinct.length > mostLines
    ? [...distinct.slice(0, mostLines), `… dan ${distinct.length - mostLines} lagi`]
    : distinct;
}

/** Names and texts come out of hostile files: no control characters on somebody's terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

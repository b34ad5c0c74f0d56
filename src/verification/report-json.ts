import { type Certificate, issuerText, signerName, subjectText } from '../certificates/certificate.ts';
import type { PdfReport, SignatureReport } from './report.ts';

/** A report as plain data: certificates as text with their SHA-256, instants as ISO 8601, nothing undefined. */
export function reportToJson(report: PdfReport): Record<string, unknown> {
  return {
    standing: report.standing,
    intactAndTrusted: report.intactAndTrusted,
    hindrance: report.hindrance ?? null,
    damage: report.damage ?? null,
    words: report.words,
    length: report.length,
    revisions: report.revisions,
    trailingBytes: report.trailingBytes,
    checkedAt: report.checkedAt.toISOString(),
    signatures: report.signatures.map(signatureToJson),
  };
}

function signatureToJson(signature: SignatureReport): Record<string, unknown> {
  const { chain, coverage, laterChanges, conclusion } = signature;
  return {
    field: signature.field,
    kind: signature.kind,
    subFilter: signature.subFilter ?? null,
    supported: signature.supported,
    indication: conclusion.indication,
    subIndication: conclusion.subIndication ?? null,
    words: conclusion.words,
    signerName: signature.signerName ?? null,
    signer: certificateToJson(signature.signer),
    claimedTime: instant(signature.claimedTime),
    provedTime: instant(signature.provedTime),
    stampedTime: instant(signature.stampedTime),
    reason: signature.reason ?? null,
    location: signature.location ?? null,
    certification: signature.certification ?? null,
    byteRange: signature.byteRange ?? null,
    coverage: coverage.kind,
    coverageProblem: coverage.kind === 'broken' ? coverage.problem : null,
    coversWholeFile: signature.coversWholeFile,
    intact: signature.intact,
    digestIntact: signature.digestIntact,
    signatureValid: signature.signatureValid,
    cmsProblems: signature.cmsProblems,
    weakDigest: signature.weakDigest,
    constraints: signature.constraints,
    timeStamps: signature.timeStamps.map(({ time, intact, trusted, authority }) => ({
      time: instant(time),
      intact,
      trusted,
      authority: authority === undefined ? null : signerName(authority),
    })),
    chain: {
      trusted: chain.trusted,
      judgedAt: chain.judgedAt.toISOString(),
      path: chain.path.map(certificateToJson),
      reasons: chain.reasons.map(({ problem, certificate }) => ({ problem, certificate: subjectText(certificate) })),
      strayCertificates: chain.strayCertificates.map(subjectText),
    },
    revocation: chain.revocation,
    laterChanges: {
      level: laterChanges.level,
      changes: laterChanges.changes.map(({ code, where, field, forbidden }) => ({
        code,
        where,
        field: field ?? null,
        forbidden,
      })),
    },
  };
}

function certificateToJson(certificate: Certificate | undefined): Record<string, unknown> | null {
  if (certificate === undefined) return null;
  return {
    subject: subjectText(certificate),
    issuer: issuerText(certificate),
    serial: certificate.serial,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    sha256: certificate.sha256,
  };
}

function instant(date: Date | undefined): string | null {
  return date === undefined ? null : date.toISOString();
}

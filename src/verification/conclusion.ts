import type { ChainProblem } from '../certificates/chain.ts';
import type { Words } from '../errors.ts';
import type { CmsProblem } from './cms-problems.ts';
import type { Conclusion, Indication, SignatureReport, SubIndication } from './report.ts';

const sentences = {
  passed: {
    id: 'Tanda tangan sah: dokumen tidak berubah dan penanda tangan dikenal.',
    en: 'The signature is valid: the document is unchanged and the signer is known.',
  },
  unsupported: {
    id: 'Jenis tanda tangan ini tidak didukung, jadi tidak dapat dinilai.',
    en: 'This kind of signature is not supported, so it cannot be judged.',
  },
  structure: {
    id: 'Tanda tangan rusak: susunannya tidak sesuai standar atau tidak mencakup dokumen dengan benar.',
    en: 'The signature is broken: its structure is not as the standard demands, or it does not properly cover the document.',
  },
  digest: {
    id: 'Dokumen diubah setelah ditandatangani.',
    en: 'The document was changed after it was signed.',
  },
  value: {
    id: 'Nilai tanda tangan tidak cocok dengan sertifikat penanda tangan.',
    en: "The signature value does not fit the signer's certificate.",
  },
  changes: {
    id: 'Setelah ditandatangani, dokumen ditambah atau diubah dengan cara yang tidak diizinkan.',
    en: 'After signing, the document was added to or changed in a way that is not allowed.',
  },
  constraints: {
    id: 'Tanda tangan utuh, tetapi cara pemasangannya di dalam berkas tidak dapat diandalkan.',
    en: 'The signature is intact, but the way it stands in the file cannot be relied on.',
  },
  certificateMissing: {
    id: 'Sertifikat penanda tangan tidak dapat dipastikan.',
    en: "The signer's certificate cannot be established.",
  },
  weak: {
    id: 'Tanda tangan memakai algoritma atau kunci yang terlalu lemah.',
    en: 'The signature uses an algorithm or a key that is too weak.',
  },
  unknownIssuer: {
    id: 'Dokumen tidak berubah, tetapi penerbit sertifikat penanda tangan tidak dikenal.',
    en: "The document is unchanged, but the issuer of the signer's certificate is not known.",
  },
  expired: {
    id: 'Dokumen tidak berubah, tetapi sertifikat tidak berlaku pada waktu pemeriksaan dan waktu penandatanganan tidak terbukti.',
    en: 'The document is unchanged, but a certificate is not valid at the time of checking and the time of signing is not proved.',
  },
  notYet: {
    id: 'Dokumen tidak berubah, tetapi sertifikat belum berlaku pada waktu pemeriksaan.',
    en: 'The document is unchanged, but a certificate is not yet valid at the time of checking.',
  },
  chain: {
    id: 'Dokumen tidak berubah, tetapi rantai sertifikat tidak memenuhi syarat.',
    en: 'The document is unchanged, but the certificate chain does not meet the requirements.',
  },
  revoked: {
    id: 'Sertifikat penanda tangan telah dicabut.',
    en: "The signer's certificate was revoked.",
  },
} as const satisfies Record<string, Words>;

/** Problems of the CMS after which there is no saying whose signature it would be (EN 319 102-1, 5.2.3). */
const noSigner: ReadonlySet<CmsProblem> = new Set([
  'signer-certificate-missing',
  'signing-certificate-missing',
  'signing-certificate-differs',
]);
const unknownAlgorithm: ReadonlySet<CmsProblem> = new Set(['digest-unknown', 'signature-unknown']);

/** Joins the facts in the order of EN 319 102-1 clause 5: format, integrity, later changes, constraints, then trust. */
export function concludeSignature(facts: Omit<SignatureReport, 'conclusion'>): Conclusion {
  const { chain, cmsProblems } = facts;
  if (!facts.supported) return conclude('INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'unsupported');
  if (facts.coverage.kind === 'broken') return conclude('TOTAL-FAILED', 'FORMAT_FAILURE', 'structure');
  if (cmsProblems.some((problem) => unknownAlgorithm.has(problem))) {
    return conclude('INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'unsupported');
  }
  if (cmsProblems.some((problem) => !noSigner.has(problem))) {
    return conclude('TOTAL-FAILED', 'FORMAT_FAILURE', 'structure');
  }
  if (!facts.digestIntact) return conclude('TOTAL-FAILED', 'HASH_FAILURE', 'digest');
  if (cmsProblems.length > 0) return conclude('INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND', 'certificateMissing');
  if (!facts.signatureValid) return conclude('TOTAL-FAILED', 'SIG_CRYPTO_FAILURE', 'value');
  if (facts.laterChanges.level === 'forbidden') return conclude('TOTAL-FAILED', 'FORMAT_FAILURE', 'changes');
  if (facts.constraints.length > 0) return conclude('INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'constraints');
  if (facts.weakDigest) return conclude('INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'weak');
  if (chain.revocation.status === 'revoked') {
    const proved = facts.provedTime;
    if (proved === undefined) return conclude('INDETERMINATE', 'REVOKED_NO_POE', 'revoked');
    if (proved >= chain.revocation.since) return conclude('TOTAL-FAILED', 'REVOKED', 'revoked');
  }
  const [reason] = chain.reasons;
  if (reason !== undefined) return concludeChain(reason.problem);
  if (chain.strayCertificates.length > 0) {
    return conclude('INDETERMINATE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', 'chain');
  }
  return chain.trusted
    ? conclude('TOTAL-PASSED', undefined, 'passed')
    : conclude('INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'unknownIssuer');
}

function concludeChain(problem: ChainProblem): Conclusion {
  if (problem === 'no-chain') return conclude('INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'unknownIssuer');
  if (problem === 'expired') return conclude('INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE', 'expired');
  if (problem === 'not-yet-valid') return conclude('INDETERMINATE', 'OUT_OF_BOUNDS_NO_POE', 'notYet');
  if (problem === 'weak-key' || problem === 'weak-digest') {
    return conclude('INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'weak');
  }
  return conclude('INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE', 'chain');
}

function conclude(
  indication: Indication,
  subIndication: SubIndication | undefined,
  sentence: keyof typeof sentences,
): Conclusion {
  return { indication, subIndication, words: sentences[sentence] };
}

import { isWeakKey, type SignatureValueOutcome, verifySignatureValue, weakDigests } from './algorithms.ts';
import { type Certificate, tryParseCertificate } from './certificate.ts';
import { keepsNameConstraints } from './name-constraints.ts';

export const purposes = {
  /** A person's or office's signature on a document: keyUsage says digitalSignature or nonRepudiation. */
  documentSignature: 'document-signature',
  /** RFC 3161 2.3: extended key usage timeStamping, alone and critical. */
  timeStamping: 'time-stamping',
  /** RFC 6960 4.2.2.2. */
  ocspSigning: 'ocsp-signing',
} as const;
export type Purpose = (typeof purposes)[keyof typeof purposes];

export type ChainProblem =
  | 'no-chain'
  | 'expired'
  | 'not-yet-valid'
  | 'not-an-authority'
  | 'path-too-long'
  | 'name-constraints'
  | 'unknown-critical-extension'
  | 'wrong-key-usage'
  | 'weak-key'
  | 'weak-digest'
  | 'unreadable-key';

/** What stands in the way, and at which certificate of the path. */
export interface ChainReason {
  problem: ChainProblem;
  certificate: Certificate;
}

export interface Chain {
  trusted: boolean;
  /** From the leaf to the anchor; without an anchor as far as issuers were found. */
  path: Certificate[];
  reasons: ChainReason[];
}

export interface ChainInput {
  intermediates: readonly Certificate[];
  /** Trusted as they are: an anchor's own signature and extensions are not questioned, its period is. */
  anchors: readonly Certificate[];
  at: Date;
  purpose: Purpose;
}

/** Paths are short and candidates few; the bounds keep a hostile heap of cross-certificates from costing time. */
const longestPath = 8;
const mostAttempts = 60;

/**
 * Builds and validates a path from `leaf` to one of the anchors at a control time (RFC 5280 6.1, without policies).
 * Always a value: of several paths the first without objection, else the one that reached an anchor with the fewest.
 */
export function buildChain(leaf: Certificate, input: ChainInput): Chain {
  const attempts = { left: mostAttempts };
  let best: Chain | undefined;
  for (const path of paths([leaf], input, attempts)) {
    const chain = judgePath(path, input);
    if (chain.trusted) return chain;
    if (best === undefined || chain.reasons.length < best.reasons.length) best = chain;
  }
  return (
    best ?? {
      trusted: false,
      path: longestKnownPath(leaf, input),
      reasons: [{ problem: 'no-chain', certificate: leaf }],
    }
  );
}

/** Whether `issuer` signed `certificate`: the name and the signature, nothing about permission. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.issuer.equals(issuer.subject) && signatureBy(certificate, issuer).outcome === 'valid';
}

/** Asked several times on the way through a chain; certificates are values, so the answer stays. */
const answers = new WeakMap<Certificate, WeakMap<Certificate, SignatureValueOutcome>>();

function signatureBy(certificate: Certificate, issuer: Certificate): SignatureValueOutcome {
  if (issuer.publicKey === undefined) return { outcome: 'unsupported' };
  const known = answers.get(certificate) ?? new WeakMap<Certificate, SignatureValueOutcome>();
  answers.set(certificate, known);
  const { signatureAlgorithm, tbs, signature } = certificate;
  const answer =
    known.get(issuer) ?? verifySignatureValue(signatureAlgorithm, undefined, issuer.publicKey, tbs, signature);
  known.set(issuer, answer);
  return answer;
}

/** Parses what can be parsed; a broken certificate in a heap is nobody's issuer. */
export function parseHeap(ders: readonly Buffer[]): Certificate[] {
  const known = new Map<string, Certificate>();
  for (const der of ders) {
    const certificate = tryParseCertificate(der);
    if (certificate !== undefined) known.set(certificate.sha256, certificate);
  }
  return [...known.values()];
}

function* paths(path: Certificate[], input: ChainInput, attempts: { left: number }): Generator<Certificate[]> {
  const last = path.at(-1);
  if (last === undefined) return;
  if (input.anchors.some(({ sha256 }) => sha256 === last.sha256)) {
    yield path;
    return;
  }
  if (path.length >= longestPath) return;
  for (const issuer of [...input.anchors, ...input.intermediates]) {
    if (!last.issuer.equals(issuer.subject) || path.some(({ sha256 }) => sha256 === issuer.sha256)) continue;
    if (attempts.left-- <= 0) return;
    if (isSignedBy(last, issuer)) yield* paths([...path, issuer], input, attempts);
  }
}

function longestKnownPath(leaf: Certificate, input: ChainInput): Certificate[] {
  const path = [leaf];
  for (let last = leaf; path.length < longestPath; ) {
    const issuer = input.intermediates.find((candidate) => !path.includes(candidate) && isSignedBy(last, candidate));
    if (issuer === undefined) break;
    path.push(issuer);
    last = issuer;
  }
  return path;
}

function judgePath(path: Certificate[], input: ChainInput): Chain {
  const reasons: ChainReason[] = [];
  path.forEach((certificate, index) => {
    const object = (problem: ChainProblem) => reasons.push({ problem, certificate });
    const isAnchor = index === path.length - 1;
    if (input.at < certificate.notBefore) object('not-yet-valid');
    if (input.at > certificate.notAfter) object('expired');
    if (certificate.publicKey === undefined) object('unreadable-key');
    else if (isWeakKey(certificate.publicKey)) object('weak-key');
    if (index === 0 && !servesPurpose(certificate, input.purpose)) object('wrong-key-usage');
    if (isAnchor) return;
    if (certificate.unknownCritical.length > 0) object('unknown-critical-extension');
    if (hasWeakDigest(certificate, path[index + 1])) object('weak-digest');
  });
  path.forEach((authority, index) => {
    if (index === 0) return;
    const object = (problem: ChainProblem) => reasons.push({ problem, certificate: authority });
    if (!authority.isAuthority) object('not-an-authority');
    else if (authority.keyUsage !== undefined && !authority.keyUsage.has('keyCertSign')) object('not-an-authority');
    // RFC 5280 6.1.4 (l): self-issued certificates do not count; the leaf is never counted.
    const below = path.slice(1, index).filter(({ subject, issuer }) => !subject.equals(issuer)).length;
    if (authority.pathLength !== undefined && below > authority.pathLength) object('path-too-long');
    const { nameConstraints } = authority;
    if (nameConstraints === undefined) return;
    const kept = path.slice(0, index).every((certificate) => keepsNameConstraints(certificate, nameConstraints));
    if (!kept) object('name-constraints');
  });
  return { trusted: reasons.length === 0, path, reasons };
}

function hasWeakDigest(certificate: Certificate, issuer: Certificate | undefined): boolean {
  if (issuer === undefined) return false;
  const verified = signatureBy(certificate, issuer);
  return verified.outcome === 'valid' && weakDigests.has(verified.digest);
}

const timeStampingUse = '1.3.6.1.5.5.7.3.8';
const ocspSigningUse = '1.3.6.1.5.5.7.3.9';
/** TLS and code signing alone do not make a document signer; no extended key usage, or any of the others, does. */
const foreignUses = new Set([
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  timeStampingUse,
  ocspSigningUse,
]);

function servesPurpose(certificate: Certificate, purpose: Purpose): boolean {
  const { keyUsage, extendedKeyUsage } = certificate;
  const signs = keyUsage === undefined || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
  if (!signs) return false;
  if (purpose === 'time-stamping') {
    const { oids, critical } = extendedKeyUsage ?? { oids: [], critical: false };
    return critical && oids.length === 1 && oids[0] === timeStampingUse;
  }
  if (purpose === 'ocsp-signing') return extendedKeyUsage?.oids.includes(ocspSigningUse) ?? false;
  return extendedKeyUsage === undefined || extendedKeyUsage.oids.some((oid) => !foreignUses.has(oid));
}

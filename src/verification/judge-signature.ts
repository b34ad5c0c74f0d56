import { type Certificate, signerName } from '../certificates/certificate.ts';
import { buildChain, isSignedBy, type Purpose, parseHeap, purposes } from '../certificates/chain.ts';
import { readDer } from '../certificates/der.ts';
import { findRevocation, type RevocationMaterial } from '../certificates/revocation.ts';
import type { SignatureInPdf } from '../pdf/signature-dictionaries.ts';
import { type CmsVerdict, judgeSignedData } from './cms-verdict.ts';
import { isRightMac } from './pdf-mac.ts';
import type { ChainReport, Constraint, SignatureTimeStamp } from './report.ts';
import { embeddedRevocation, type ValidationMaterial } from './security-store.ts';
import { cmsOids, readSignedData, type SignedData } from './signed-data.ts';
import { judgeTimeStampToken } from './time-stamp-token.ts';

export interface Trust {
  anchors: readonly Certificate[];
  /** Certificates and answers given by hand or found in the file: helpful, never trusted. */
  material: ValidationMaterial;
  at: Date;
}

/** The cryptographic half of a signature: its CMS, and the certificates and answers that it brings along. */
export interface CryptoVerdict extends CmsVerdict {
  stampedTime: Date | undefined;
  brought: { certificates: readonly Certificate[]; revocation: RevocationMaterial };
  timeStampTokens: Buffer[];
}

export type SignatureKind = 'signature' | 'document-time-stamp';

/** The two kinds that are judged, by /Type and /SubFilter together; undefined: not supported. */
export function kindOfSignature({ type, subFilter }: SignatureInPdf): SignatureKind | undefined {
  if (subFilter === 'ETSI.RFC3161') return type === 'DocTimeStamp' ? 'document-time-stamp' : undefined;
  if (type !== undefined && type !== 'Sig') return undefined;
  return subFilter === 'ETSI.CAdES.detached' || subFilter === 'adbe.pkcs7.detached' ? 'signature' : undefined;
}

/**
 * Judges the bytes of /Contents against the covered bytes. The DER must be followed by zeros alone: anything else in
 * the gap is a byte that no signature covers.
 */
export function judgeContents(
  contents: Buffer,
  covered: readonly Uint8Array[],
  kind: SignatureKind,
  subFilter: string | undefined,
): CryptoVerdict {
  try {
    const der = readDer(contents).raw;
    const padded = contents.subarray(der.length).some((octet) => octet !== 0);
    const verdict = kind === 'signature' ? judgeDetached(der, covered, subFilter) : judgeStamp(der, covered);
    if (padded) verdict.problems.push('padding');
    return verdict;
  } catch {
    return { ...nothing, problems: ['not-der'], certificates: [], timeStampTokens: [] };
  }
}

const nothing = {
  digestIntact: false,
  signatureValid: false,
  signer: undefined,
  digest: undefined,
  weakDigest: false,
  signerInfo: undefined,
  stampedTime: undefined,
  brought: { certificates: [], revocation: { crls: [], ocspResponses: [] } },
} as const;

function judgeDetached(der: Buffer, covered: readonly Uint8Array[], subFilter: string | undefined): CryptoVerdict {
  const data = readSignedData(der);
  const verdict = judgeSignedData(data, {
    detached: covered,
    contentType: cmsOids.data,
    demandSigningCertificate: subFilter === 'ETSI.CAdES.detached',
  });
  const tokens = (verdict.signerInfo?.unsignedAttributes ?? [])
    .filter(({ type }) => type === cmsOids.signatureTimeStamp)
    .flatMap(({ values }) => values.map(({ raw }) => raw));
  return { ...verdict, stampedTime: undefined, brought: broughtBy(data, verdict), timeStampTokens: tokens };
}

function judgeStamp(der: Buffer, covered: readonly Uint8Array[]): CryptoVerdict {
  const { data, time, imprintMatches, ...verdict } = judgeTimeStampToken(der, covered);
  const brought = data === undefined ? nothing.brought : broughtBy(data, verdict);
  const digestIntact = verdict.digestIntact && imprintMatches;
  return { ...verdict, digestIntact, stampedTime: time, brought, timeStampTokens: [] };
}

function broughtBy(data: SignedData, verdict: CmsVerdict): CryptoVerdict['brought'] {
  return { certificates: verdict.certificates, revocation: embeddedRevocation(data) };
}

/** Signature time-stamps (EN 319 122-1, 5.3): over the signature value, trusted when their authority is. */
export function judgeTimeStamps(verdict: CryptoVerdict, trust: Trust): SignatureTimeStamp[] {
  const value = verdict.signerInfo?.signature;
  if (value === undefined) return [];
  const certificates = [...trust.material.certificates, ...verdict.brought.certificates.map(({ der }) => der)];
  const helped: Trust = { ...trust, material: { ...trust.material, certificates } };
  return verdict.timeStampTokens.slice(0, 10).map((token) => {
    const stamp = judgeTimeStampToken(token, [value]);
    const { signer: authority, time } = stamp;
    const intact = stamp.problems.length === 0 && stamp.digestIntact && stamp.signatureValid && stamp.imprintMatches;
    const untrusted = { time, intact, authority, trusted: false, strayCertificates: [] };
    if (authority === undefined || !intact) return untrusted;
    const crypto = { ...verdict, ...stamp, brought: { ...verdict.brought, certificates: stamp.certificates } };
    const chain = judgeChain(crypto, purposes.timeStamping, helped, trust.at);
    const trusted = chain.trusted && !stamp.weakDigest && chain.revocation.status !== 'revoked';
    const strayCertificates = chain.reasons.length === 0 ? chain.strayCertificates : [];
    return { time, intact, authority, trusted, strayCertificates };
  });
}

/** What is wrong with the unsigned half of the CMS: nothing that the signature value would notice. */
export function unsignedConstraints(
  verdict: CryptoVerdict,
  stamps: readonly SignatureTimeStamp[],
  covered: readonly Uint8Array[],
  macKey: Buffer | undefined,
): Constraint[] {
  const attributes = verdict.signerInfo?.unsignedAttributes ?? [];
  const broken = stamps.some(({ intact, strayCertificates }) => !intact || strayCertificates.length > 0);
  const signature = verdict.signerInfo?.signature ?? Buffer.alloc(0);
  const grounds = { key: macKey, covered, signature };
  const unknown = attributes.some(
    (attribute) => attribute.type !== cmsOids.signatureTimeStamp && !isRightMac(attribute, grounds),
  );
  return [
    ...(broken ? (['broken-time-stamp'] as const) : []),
    ...(unknown ? (['unknown-unsigned-attribute'] as const) : []),
  ];
}

/** The chain from the signer to an anchor at a moment, with what is known of revocation anywhere along it. */
export function judgeChain(verdict: CryptoVerdict, purpose: Purpose, trust: Trust, at: Date): ChainReport {
  const { signer, brought } = verdict;
  const nobody: ChainReport = {
    trusted: false,
    path: [],
    reasons: [],
    strayCertificates: [],
    judgedAt: at,
    revocation: { status: 'not-checked' },
  };
  if (signer === undefined) return nobody;
  const heap = [...brought.certificates, ...parseHeap(trust.material.certificates)];
  const chain = buildChain(signer, { intermediates: heap, anchors: trust.anchors, at, purpose });
  const known = [...trust.anchors, ...heap];
  const strayCertificates = brought.certificates.filter(
    (certificate) =>
      !chain.path.some(({ sha256 }) => sha256 === certificate.sha256) &&
      !known.some((issuer) => isSignedBy(certificate, issuer)),
  );
  const revocation = chainRevocation(chain.path, {
    crls: [...trust.material.revocation.crls, ...brought.revocation.crls],
    ocspResponses: [...trust.material.revocation.ocspResponses, ...brought.revocation.ocspResponses],
  });
  return {
    ...chain,
    trusted: chain.trusted && strayCertificates.length === 0,
    strayCertificates,
    judgedAt: at,
    revocation,
  };
}

/** 'revoked' if anybody on the path is; else what is known of the signer. */
function chainRevocation(path: readonly Certificate[], material: RevocationMaterial): ChainReport['revocation'] {
  const found = path.slice(0, -1).flatMap((certificate, index) => {
    const issuer = path[index + 1];
    return issuer === undefined ? [] : [findRevocation(certificate, issuer, material)];
  });
  return found.find(({ status }) => status === 'revoked') ?? found[0] ?? { status: 'not-checked' };
}

export function nameOf(certificate: Certificate | undefined): string | undefined {
  return certificate === undefined ? undefined : signerName(certificate);
}

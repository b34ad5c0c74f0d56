import { digestName, digestOf, verifySignatureValue, weakDigests } from '../certificates/algorithms.ts';
import { type Certificate, isIssuerAndSerial, tryParseCertificate } from '../certificates/certificate.ts';
import { derChildren, expectTag, readAlgorithm, readOid, tags } from '../certificates/der.ts';
import type { CmsProblem } from './cms-problems.ts';
import { type CmsAttribute, cmsOids, expectedVersion, type SignedData, type SignerInfo } from './signed-data.ts';

export interface CmsVerdict {
  problems: CmsProblem[];
  /** The message-digest attribute equals the digest of the content (or, without attributes, the signature verifies). */
  digestIntact: boolean;
  /** The signature value verifies with the signer's key over the attributes as SET OF. */
  signatureValid: boolean;
  signer: Certificate | undefined;
  certificates: Certificate[];
  digest: string | undefined;
  weakDigest: boolean;
  signerInfo: SignerInfo | undefined;
}

export interface CmsExpectation {
  /** undefined: the content is inside (time-stamp tokens). */
  detached: readonly Uint8Array[] | undefined;
  contentType: string;
  /** PAdES (EN 319 142-1 table 1) and RFC 3161 tokens must name their certificate in a signed attribute. */
  demandSigningCertificate: boolean;
}

/**
 * Judges one SignedData against the bytes it is said to sign (EN 319 102-1 5.2.2 to 5.2.7; RFC 5652 5.4 to 5.6).
 * Says nothing about trust. May throw DerProblem for malformed attributes; the caller turns that into 'not-der'.
 */
export function judgeSignedData(data: SignedData, expected: CmsExpectation): CmsVerdict {
  const problems: CmsProblem[] = [];
  const object = (problem: CmsProblem, when: boolean) => {
    if (when && !problems.includes(problem)) problems.push(problem);
  };
  object('signers', data.signerInfos.length !== 1);
  object('version', data.version !== expectedVersion(data));
  object('content-type', data.contentType !== expected.contentType);
  object('content-inside', expected.detached !== undefined && data.content !== undefined);
  object('content-missing', expected.detached === undefined && data.content === undefined);
  const parsed = data.certificates.map(tryParseCertificate);
  const certificates = parsed.filter((certificate) => certificate !== undefined);
  object('certificate-unreadable', parsed.length !== certificates.length);
  const info = data.signerInfos.length === 1 ? data.signerInfos[0] : undefined;
  const nothing = { problems, certificates, digestIntact: false, signatureValid: false, weakDigest: false };
  if (info === undefined) return { ...nothing, signer: undefined, digest: undefined, signerInfo: undefined };

  const signer = certificates.find((certificate) => isSignerOf(certificate, info));
  object('signer-certificate-missing', signer === undefined);
  object('version', info.version !== ('keyId' in info.signerId ? 3 : 1));
  const digest = digestName(info.digestAlgorithm);
  object('digest-unknown', digest === undefined);
  object(
    'digest-algorithms',
    data.digestAlgorithms.length !== 1 || data.digestAlgorithms.some((algorithm) => digestName(algorithm) !== digest),
  );
  for (const problem of attributeProblems(info, data, expected, signer)) object(problem, true);
  if (digest === undefined) return { ...nothing, signer, digest, signerInfo: info };

  const content = expected.detached ?? (data.content === undefined ? [] : [data.content]);
  const stated = singleValue(info.signedAttributes, cmsOids.messageDigest);
  const message = info.signedBytes ?? Buffer.concat(content);
  const verified =
    signer?.publicKey === undefined
      ? undefined
      : verifySignatureValue(info.signatureAlgorithm, digest, signer.publicKey, message, info.signature);
  object('signature-unknown', verified?.outcome === 'unsupported');
  const signatureValid = verified?.outcome === 'valid';
  const digestIntact =
    info.signedBytes === undefined
      ? signatureValid
      : stated?.tag === tags.octetString && stated.content.equals(digestOf(digest, ...content));
  const weakDigest = weakDigests.has(digest);
  return { problems, certificates, signer, digest, digestIntact, signatureValid, weakDigest, signerInfo: info };
}

function isSignerOf(certificate: Certificate, { signerId }: SignerInfo): boolean {
  if ('keyId' in signerId) return certificate.subjectKeyId?.equals(signerId.keyId) ?? false;
  return isIssuerAndSerial(certificate, signerId.issuerAndSerial);
}

function attributeProblems(
  info: SignerInfo,
  data: SignedData,
  expected: CmsExpectation,
  signer: Certificate | undefined,
): CmsProblem[] {
  const attributes = info.signedAttributes;
  if (info.signedBytes === undefined) return expected.demandSigningCertificate ? ['no-signed-attributes'] : [];
  const problems: CmsProblem[] = [];
  const types = attributes.map(({ type }) => type);
  if (new Set(types).size !== types.length) problems.push('attribute-twice');
  const contentType = singleValue(attributes, cmsOids.contentType);
  if (contentType === undefined || readOid(contentType) !== data.contentType) problems.push('content-type');
  if (singleValue(attributes, cmsOids.messageDigest) === undefined) problems.push('message-digest-missing');
  const named = namesSigner(attributes, signer);
  if (named === undefined && expected.demandSigningCertificate) problems.push('signing-certificate-missing');
  if (named === false) problems.push('signing-certificate-differs');
  if (!protectsAlgorithms(info)) problems.push('algorithm-protection');
  return problems;
}

function singleValue(attributes: CmsAttribute[], type: string) {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 && found[0]?.values.length === 1 ? found[0].values[0] : undefined;
}

/**
 * ESS signing-certificate and -v2 (RFC 5035 5.4.1): the first identifier names the signer's certificate by digest and,
 * where given, by issuer and serial number. undefined: neither attribute is there. Every one that is there must agree.
 */
function namesSigner(attributes: CmsAttribute[], signer: Certificate | undefined): boolean | undefined {
  let named: boolean | undefined;
  for (const { type, values } of attributes) {
    if (type !== cmsOids.signingCertificate && type !== cmsOids.signingCertificateV2) continue;
    const list = derChildren(expectTag(values[0], tags.sequence))[0];
    const first = derChildren(expectTag(list, tags.sequence))[0];
    const parts = derChildren(expectTag(first, tags.sequence));
    const isV2 = type === cmsOids.signingCertificateV2;
    const algorithm = isV2 && parts[0]?.tag === tags.sequence ? digestName(readAlgorithm(parts.shift())) : undefined;
    const digest = isV2 ? (algorithm ?? 'sha256') : 'sha1';
    const [hash, issuerSerial] = parts;
    const agrees =
      signer !== undefined &&
      values.length === 1 &&
      expectTag(hash, tags.octetString).content.equals(digestOf(digest, signer.der)) &&
      (issuerSerial === undefined || isIssuerSerialOf(signer, expectTag(issuerSerial, tags.sequence)));
    named = (named ?? true) && agrees;
  }
  return named;
}

/** IssuerSerial of ESS holds GeneralNames where CMS holds a Name. */
function isIssuerSerialOf(certificate: Certificate, issuerSerial: Parameters<typeof derChildren>[0]): boolean {
  const [names, serial] = derChildren(issuerSerial);
  const directory = derChildren(expectTag(names, tags.sequence)).find(({ tag }) => tag === 0xa4);
  return (
    (directory?.content.equals(certificate.issuer) ?? false) &&
    expectTag(serial, tags.integer).content.toString('hex') === certificate.serial
  );
}

/** RFC 6211: where the attribute is there, it repeats both algorithms. */
function protectsAlgorithms(info: SignerInfo): boolean {
  const value = singleValue(info.signedAttributes, cmsOids.algorithmProtection);
  if (value === undefined) return true;
  const [digest, signature] = derChildren(expectTag(value, tags.sequence));
  return (
    expectTag(digest, tags.sequence).content.equals(info.digestAlgorithmContent) &&
    expectTag(signature, 0xa1).content.equals(info.signatureAlgorithmContent)
  );
}

import { digestName, digestOf, verifySignatureValue } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { buildChain, isSignedBy, parseHeap, purposes } from './chain.ts';
import {
  type Der,
  derChildren,
  expectTag,
  readAlgorithm,
  readBits,
  readOid,
  readTime,
  readWholeDer,
  tags,
} from './der.ts';

/** What the revocation answers at hand say about one certificate. No answer at all is a statement of its own. */
export type RevocationStatus =
  | { status: 'not-checked' }
  | { status: 'good'; source: 'crl' | 'ocsp'; asOf: Date }
  | { status: 'revoked'; source: 'crl' | 'ocsp'; since: Date };

export interface RevocationMaterial {
  crls: readonly Buffer[];
  /** OCSPResponse or BasicOCSPResponse, as DSS and adbe-revocationInfoArchival carry them. */
  ocspResponses: readonly Buffer[];
}

const mostAnswers = 200;

/**
 * Looks a certificate up in the given answers. Answers that are not signed by the issuer (or by a responder the issuer
 * named, RFC 6960 4.2.2.2) are passed over; 'revoked' wins over 'good', because an older answer cannot know better.
 */
export function findRevocation(
  certificate: Certificate,
  issuer: Certificate,
  material: RevocationMaterial,
): RevocationStatus {
  let status: RevocationStatus = { status: 'not-checked' };
  const readers = [
    ...material.crls.slice(0, mostAnswers).map((crl) => () => lookUpInCrl(crl, certificate, issuer)),
    ...material.ocspResponses.slice(0, mostAnswers).map((answer) => () => lookUpInOcsp(answer, certificate, issuer)),
  ];
  for (const read of readers) {
    const found = quietly(read);
    if (found?.status === 'revoked') return found;
    if (found?.status === 'good' && (status.status !== 'good' || found.asOf > status.asOf)) status = found;
  }
  return status;
}

/** RFC 5280 5.1, complete CRLs of the issuer itself; delta and indirect CRLs are passed over. */
function lookUpInCrl(der: Buffer, certificate: Certificate, issuer: Certificate): RevocationStatus | undefined {
  const [tbs, algorithm, signature] = derChildren(readWholeDer(der, tags.sequence));
  const fields = derChildren(expectTag(tbs, tags.sequence));
  const rest = fields[0]?.tag === tags.integer ? fields.slice(1) : fields;
  const [inner, name, thisUpdate, next] = rest;
  if (tbs === undefined || inner === undefined || !name?.raw.equals(issuer.subject)) return undefined;
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.has('cRLSign')) return undefined;
  if (issuer.publicKey === undefined || !inner.raw.equals(expectTag(algorithm, tags.sequence).raw)) return undefined;
  const verified = verifySignatureValue(
    readAlgorithm(algorithm),
    undefined,
    issuer.publicKey,
    tbs.raw,
    readBits(signature),
  );
  if (verified.outcome !== 'valid' || hasScope(rest)) return undefined;
  const afterDates = next !== undefined && (next.tag === tags.utcTime || next.tag === tags.generalizedTime) ? 4 : 3;
  const revoked = rest[afterDates];
  for (const entry of revoked?.tag === tags.sequence ? derChildren(revoked) : []) {
    const [serial, date] = derChildren(entry);
    if (serial?.content.toString('hex') === certificate.serial) {
      return { status: 'revoked', source: 'crl', since: readTime(date) };
    }
  }
  return { status: 'good', source: 'crl', asOf: readTime(thisUpdate) };
}

/** A CRL with a delta indicator or an issuing distribution point says nothing about certificates outside its scope. */
function hasScope(fields: Der[]): boolean {
  const extensions = fields.find(({ tag }) => tag === 0xa0);
  if (extensions === undefined) return false;
  const [list] = derChildren(extensions);
  return derChildren(expectTag(list, tags.sequence)).some((extension) => {
    const oid = readOid(derChildren(extension)[0]);
    return oid === '2.5.29.27' || oid === '2.5.29.28';
  });
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';

/** RFC 6960 4.2.1. */
function lookUpInOcsp(der: Buffer, certificate: Certificate, issuer: Certificate): RevocationStatus | undefined {
  const [data, algorithm, signature, certificates] = derChildren(unwrapOcsp(readWholeDer(der, tags.sequence)));
  const responderCandidates =
    certificates === undefined ? [] : derChildren(expectTag(derChildren(certificates)[0], 0x30));
  const fields = derChildren(expectTag(data, tags.sequence)).filter(({ tag }) => tag !== 0xa0);
  const [, producedAt, responses] = fields;
  const produced = readTime(producedAt);
  const heap = parseHeap(responderCandidates.map(({ raw }) => raw));
  const responder = [issuer, ...heap.filter((candidate) => mayAnswerFor(candidate, issuer, produced))].find(
    ({ publicKey }) =>
      publicKey !== undefined &&
      verifySignatureValue(
        readAlgorithm(algorithm),
        undefined,
        publicKey,
        expectTag(data, tags.sequence).raw,
        readBits(signature),
      ).outcome === 'valid',
  );
  if (responder === undefined) return undefined;
  for (const response of derChildren(expectTag(responses, tags.sequence))) {
    const [id, state, thisUpdate] = derChildren(response);
    if (id === undefined || state === undefined || !isAbout(id, certificate, issuer)) continue;
    if (state.tag === 0xa1) return { status: 'revoked', source: 'ocsp', since: readTime(derChildren(state)[0]) };
    if (state.tag === 0x80) return { status: 'good', source: 'ocsp', asOf: readTime(thisUpdate) };
  }
  return undefined;
}

function unwrapOcsp(node: Der): Der {
  const [first, second] = derChildren(node);
  if (first?.tag !== tags.enumerated) return node;
  const [type, value] = derChildren(expectTag(derChildren(expectTag(second, 0xa0))[0], tags.sequence));
  if (readOid(type) !== basicResponse) return node;
  return readWholeDer(expectTag(value, tags.octetString).content, tags.sequence);
}

function mayAnswerFor(candidate: Certificate, issuer: Certificate, at: Date): boolean {
  if (!isSignedBy(candidate, issuer)) return false;
  return buildChain(candidate, { intermediates: [], anchors: [issuer], at, purpose: purposes.ocspSigning }).trusted;
}

function isAbout(id: Der, certificate: Certificate, issuer: Certificate): boolean {
  const [algorithm, nameHash, keyHash, serial] = derChildren(id);
  const digest = digestName(readAlgorithm(algorithm));
  if (digest === undefined || serial?.content.toString('hex') !== certificate.serial) return false;
  const key = readBits(derChildren(readWholeDer(issuer.publicKeyInfo, tags.sequence))[1]);
  return (
    (nameHash?.content.equals(digestOf(digest, issuer.subject)) ?? false) &&
    (keyHash?.content.equals(digestOf(digest, key)) ?? false)
  );
}

function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

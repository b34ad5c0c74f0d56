import {
  type Algorithm,
  type Der,
  DerProblem,
  derChildren,
  expectTag,
  readAlgorithm,
  readOid,
  readSmallInteger,
  readWholeDer,
  tags,
} from '../certificates/der.ts';

/** A CMS attribute (RFC 5652 5.3): the type and every value. */
export interface CmsAttribute {
  type: string;
  values: Der[];
}

export interface SignerInfo {
  version: number;
  /** IssuerAndSerialNumber as a SEQUENCE, or the key identifier's octets. */
  signerId: { issuerAndSerial: Der } | { keyId: Buffer };
  digestAlgorithm: Algorithm;
  /** The attributes re-tagged as SET OF, which is what was signed (RFC 5652 5.4); undefined when there are none. */
  signedBytes: Buffer | undefined;
  signedAttributes: CmsAttribute[];
  signatureAlgorithm: Algorithm;
  signatureAlgorithmContent: Buffer;
  digestAlgorithmContent: Buffer;
  signature: Buffer;
  unsignedAttributes: CmsAttribute[];
}

export interface SignedData {
  version: number;
  digestAlgorithms: Algorithm[];
  contentType: string;
  content: Buffer | undefined;
  certificates: Buffer[];
  /** Tags of attribute certificates and other formats, which are not read. */
  otherCertificates: number[];
  crls: Buffer[];
  signerInfos: SignerInfo[];
}

export const cmsOids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  algorithmProtection: '1.2.840.113549.1.9.52',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimeStamp: '1.2.840.113549.1.9.16.2.14',
  revocationArchive: '1.2.840.113583.1.1.8',
} as const;

/** Reads a ContentInfo with SignedData that fills `der` exactly (RFC 5652 3 and 5). Throws DerProblem. */
export function readSignedData(der: Buffer): SignedData {
  const [type, wrapped, surplus] = derChildren(readWholeDer(der, tags.sequence));
  if (readOid(type) !== cmsOids.signedData || surplus !== undefined) throw new DerProblem('not SignedData');
  const inner = derChildren(expectTag(wrapped, 0xa0));
  if (inner.length !== 1) throw new DerProblem('content');
  const fields = derChildren(expectTag(inner[0], tags.sequence));
  const [version, digestAlgorithms, encapsulated] = fields;
  const { contentType, content } = readEncapsulated(expectTag(encapsulated, tags.sequence));
  let next = 3;
  const take = (tag: number): Der | undefined => (fields[next]?.tag === tag ? fields[next++] : undefined);
  const certificates = take(0xa0);
  const crls = take(0xa1);
  const signerInfos = expectTag(fields[next], tags.set);
  if (fields.length !== next + 1) throw new DerProblem('fields after the signers');
  const choices = certificates === undefined ? [] : derChildren(certificates);
  // RFC 5652 10.2.2: attribute certificates and other formats have tags of their own; any other tag is a broken one.
  if (choices.some(({ tag: kind }) => ![tags.sequence, 0xa1, 0xa2, 0xa3].includes(kind))) {
    throw new DerProblem('certificate of no known kind');
  }
  const plain = choices.filter(({ tag }) => tag === tags.sequence);
  return {
    version: readSmallInteger(version),
    digestAlgorithms: derChildren(expectTag(digestAlgorithms, tags.set)).map(readAlgorithm),
    contentType,
    content,
    certificates: plain.map(({ raw }) => raw),
    otherCertificates: choices.filter(({ tag: kind }) => kind !== tags.sequence).map(({ tag: kind }) => kind),
    crls: crls === undefined ? [] : derChildren(crls).map(({ raw }) => raw),
    signerInfos: derChildren(signerInfos).map(readSignerInfo),
  };
}

function readEncapsulated(node: Der): { contentType: string; content: Buffer | undefined } {
  const [type, wrapped, surplus] = derChildren(node);
  if (surplus !== undefined) throw new DerProblem('encapsulated content');
  const contentType = readOid(type);
  if (wrapped === undefined) return { contentType, content: undefined };
  const inner = derChildren(expectTag(wrapped, 0xa0));
  if (inner.length !== 1) throw new DerProblem('encapsulated content');
  return { contentType, content: expectTag(inner[0], tags.octetString).content };
}

function readSignerInfo(node: Der): SignerInfo {
  const fields = derChildren(expectTag(node, tags.sequence));
  const [version, id, digestAlgorithm] = fields;
  let next = 3;
  const signed = fields[next]?.tag === 0xa0 ? fields[next++] : undefined;
  const signatureAlgorithm = fields[next++];
  const signature = expectTag(fields[next++], tags.octetString).content;
  const unsigned = fields[next]?.tag === 0xa1 ? fields[next++] : undefined;
  if (fields.length !== next || id === undefined) throw new DerProblem('signer info');
  return {
    version: readSmallInteger(version),
    signerId: id.tag === 0x80 ? { keyId: id.content } : { issuerAndSerial: expectTag(id, tags.sequence) },
    digestAlgorithm: readAlgorithm(digestAlgorithm),
    digestAlgorithmContent: expectTag(digestAlgorithm, tags.sequence).content,
    signedBytes: signed === undefined ? undefined : Buffer.concat([Buffer.of(tags.set), signed.raw.subarray(1)]),
    signedAttributes: signed === undefined ? [] : derChildren(signed).map(readAttribute),
    signatureAlgorithm: readAlgorithm(signatureAlgorithm),
    signatureAlgorithmContent: expectTag(signatureAlgorithm, tags.sequence).content,
    signature,
    unsignedAttributes: unsigned === undefined ? [] : derChildren(unsigned).map(readAttribute),
  };
}

function readAttribute(node: Der): CmsAttribute {
  const [type, values, surplus] = derChildren(expectTag(node, tags.sequence));
  if (surplus !== undefined) throw new DerProblem('attribute');
  return { type: readOid(type), values: derChildren(expectTag(values, tags.set)) };
}

/** The version that the content demands (RFC 5652 5.1), so that the version octet is not a free one. */
export function expectedVersion(data: SignedData): number {
  if (data.otherCertificates.includes(0xa3)) return 5;
  if (data.otherCertificates.includes(0xa2)) return 4;
  if (data.otherCertificates.includes(0xa1)) return 3;
  if (data.contentType !== cmsOids.data || data.signerInfos.some(({ version }) => version === 3)) return 3;
  return 1;
}

import { createHash } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

/** What kind of certificate: the office's root, the issuing authority below it, or an official. */
export type CertificateRole = 'root' | 'issuing' | 'official';

/** An X.500 name in the order in which it is written; `serial` tells two holders of one name apart (RFC 5280 4.1.2.6). */
export interface CertificateName {
  organisation: string;
  unit: string;
  commonName: string;
  serial?: string;
}

export interface CertificateContent {
  role: CertificateRole;
  /** 16 octets, big-endian, top bit clear. */
  serial: Buffer;
  subject: Name;
  /** SubjectPublicKeyInfo DER of the holder. */
  publicKey: Buffer;
  issuer: { name: Name; publicKey: Buffer };
  notBefore: Date;
  notAfter: Date;
}

/** What the issuer signs (RFC 5280 4.1). */
export function tbsCertificate(content: CertificateContent): TBSCertificate {
  return new TBSCertificate({
    version: Version.v3,
    // The ASN.1 library takes the whole ArrayBuffer, and Node's buffers share theirs.
    serialNumber: Uint8Array.from(content.serial).buffer,
    signature: ecdsaWithSha256(),
    issuer: content.issuer.name,
    validity: new Validity({ notBefore: content.notBefore, notAfter: content.notAfter }),
    subject: content.subject,
    subjectPublicKeyInfo: AsnConvert.parse(content.publicKey, SubjectPublicKeyInfo),
    extensions: new Extensions(extensions(content)),
  });
}

/** RFC 5758 3.2: ecdsa-with-SHA256 has no parameters. */
export function ecdsaWithSha256(): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });
}

/** Everything our CMS and verifiers need and nothing more: no NIP, no NIK, no e-mail address, no address of a server. */
function extensions({ role, publicKey, issuer }: CertificateContent): Extension[] {
  const made: Extension[] = [];
  const add = (extnID: string, critical: boolean, value: unknown) =>
    made.push(new Extension({ extnID, critical, extnValue: new OctetString(der(value)) }));

  if (role === 'root') add('2.5.29.19', true, new BasicConstraints({ cA: true }));
  // The issuing authority can make officials' certificates, but no further authority.
  if (role === 'issuing') add('2.5.29.19', true, new BasicConstraints({ cA: true, pathLenConstraint: 0 }));
  add('2.5.29.15', true, new KeyUsage(role === 'official' ? SIGNS_DOCUMENTS : SIGNS_CERTIFICATES));
  if (role === 'official') add('2.5.29.37', false, new ExtendedKeyUsage(DOCUMENT_SIGNING));
  add('2.5.29.14', false, new SubjectKeyIdentifier(keyIdentifier(publicKey)));
  if (role !== 'root') {
    const authority = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(issuer.publicKey)) });
    add('2.5.29.35', false, authority);
  }
  return made;
}

const SIGNS_CERTIFICATES = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
const SIGNS_DOCUMENTS = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
/**
 * id-kp-documentSigning (RFC 9336), and id-kp-emailProtection beside it: readers built on NSS know no document signing and
 * ask for the use of e-mail signatures; without it they call a good certificate an unknown issue.
 */
const DOCUMENT_SIGNING = ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'];

/** RFC 7093 2, method 1: the leftmost 160 bits of SHA-256 over the subjectPublicKey bits. */
function keyIdentifier(publicKey: Buffer): Buffer {
  const { subjectPublicKey } = AsnConvert.parse(publicKey, SubjectPublicKeyInfo);
  return createHash('sha256').update(new Uint8Array(subjectPublicKey)).digest().subarray(0, 20);
}

export function x500Name({ organisation, unit, commonName, serial }: CertificateName): Name {
  // RFC 5280 4.1.2.4: UTF8String, except country and serialNumber, which are PrintableString by definition.
  const parts: [string, AttributeValue][] = [
    ['2.5.4.6', new AttributeValue({ printableString: 'ID' })],
    ['2.5.4.10', new AttributeValue({ utf8String: organisation })],
    ['2.5.4.11', new AttributeValue({ utf8String: unit })],
    ['2.5.4.3', new AttributeValue({ utf8String: commonName })],
  ];
  if (serial !== undefined) parts.push(['2.5.4.5', new AttributeValue({ printableString: serial })]);
  return new Name(
    parts.map(([type, value]) => new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })])),
  );
}

export function der(value: unknown): Buffer {
  return Buffer.from(AsnConvert.serialize(value));
}

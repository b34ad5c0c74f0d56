import { createHash, type KeyObject, verify } from 'node:crypto';
import { Fault } from '../errors.ts';
import { partsOf } from './certificate-parts.ts';
import {
  encode,
  encodeToBuffer,
  explicit,
  implicitRaw,
  integerRaw,
  nothing,
  octets,
  oid,
  sequence,
  sequenceRaw,
  set,
  setRaw,
  smallInteger,
  sortedSetContent,
} from './der.ts';
import {
  type AlgorithmName,
  algorithmFor,
  digestIdentifier,
  type SignatureAlgorithm,
  signatureIdentifier,
} from './signature-algorithm.ts';

/** Who signs: the key itself stays wherever `sign` reaches it (memory, PKCS#11, a service). */
export interface Signer {
  /** DER. */
  certificate: Buffer;
  /** The issuing certificates up to the root or just below it, DER, any order. */
  chain: readonly Buffer[];
  /**
   * The signature over these bytes, digest included: what `crypto.sign(digest, input, key)` gives. ECDSA in DER form,
   * RSA with PKCS #1 v1.5 padding.
   */
  sign(input: Buffer): Buffer | Promise<Buffer>;
  /** What `sign` computes, if the caller wants it compared with the certificate's key. */
  algorithm?: AlgorithmName | undefined;
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  algorithmProtection: '1.2.840.113549.1.9.52',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** Everything about a CAdES signature that does not depend on what is signed. */
export interface CmsPlan {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: KeyObject;
  /** The size that the DER cannot exceed, in bytes: every part has its real length, the signature value its longest. */
  readonly size: number;
  /** The attributes to sign, as the DER of a SET OF. */
  attributes(digest: Buffer): Buffer;
  /** The whole ContentInfo. */
  assemble(attributes: Buffer, signature: Buffer): Buffer;
}

/**
 * CAdES for PAdES B-B (ETSI EN 319 142-1, table 1): detached, one signer, content-type, message-digest and
 * signing-certificate-v2, the algorithms protected (RFC 6211), no signing-time (PAdES has /M), the chain inside.
 */
export function planCms(signer: Signer): CmsPlan {
  const { issuer, serial, publicKey } = partsOf(signer.certificate);
  const algorithm = algorithmFor(publicKey);
  if (signer.algorithm !== undefined && signer.algorithm !== algorithm.name) {
    throw new Fault(`sign with ${signer.algorithm} under a certificate for ${algorithm.name}`);
  }
  const certificates = [...new Set([signer.certificate, ...signer.chain].map((der) => der.toString('latin1')))];
  const certificateHash = createHash('sha256').update(signer.certificate).digest();
  const fixed = [
    encode(sequence(oid(OID.contentType), set(oid(OID.data)))),
    encode(sequence(oid(OID.algorithmProtection), set(algorithmProtection(algorithm)))),
    // ESSCertIDv2 with the default digest SHA-256, which DER leaves out (RFC 5035, 4).
    encode(sequence(oid(OID.signingCertificateV2), set(sequence(sequence(sequence(octets(certificateHash))))))),
  ];
  const attributes = (digest: Buffer) => {
    const digested = encode(sequence(oid(OID.messageDigest), set(octets(digest))));
    return encodeToBuffer(setRaw(sortedSetContent([...fixed, digested])));
  };
  const assemble = (signedAttributes: Buffer, signature: Buffer) =>
    encodeToBuffer(
      sequence(
        oid(OID.signedData),
        explicit(
          0,
          sequence(
            smallInteger(1),
            set(digestIdentifier(algorithm)),
            sequence(oid(OID.data)),
            implicitRaw(0, sortedSetContent(certificates)),
            set(
              sequence(
                smallInteger(1),
                sequence(sequenceRaw(issuer), integerRaw(serial)),
                digestIdentifier(algorithm),
                implicitRaw(0, contentOf(signedAttributes)),
                signatureIdentifier(algorithm),
                octets(signature),
              ),
            ),
          ),
        ),
      ),
    );
  const digestLength = createHash(algorithm.digest).digest().length;
  const size = assemble(attributes(Buffer.alloc(digestLength)), Buffer.alloc(algorithm.longest)).length;
  return { algorithm, publicKey, size, attributes, assemble };
}

function algorithmProtection(algorithm: SignatureAlgorithm) {
  const signature = algorithm.signatureHasNull
    ? [oid(algorithm.signatureOid), nothing()]
    : [oid(algorithm.signatureOid)];
  return sequence(digestIdentifier(algorithm), implicitRaw(1, signature.map(encode).join('')));
}

/** The same attributes stand in SignerInfo under [0] and are signed under SET OF (RFC 5652, 5.4). */
function contentOf(der: Buffer): string {
  const short = der[1] ?? 0;
  return der.toString('latin1', 2 + (short > 0x80 ? short & 0x7f : 0));
}

/**
 * Has the signer sign, and looks at the result with the certificate's own key before anybody else does: a signature by
 * the wrong key, or one that a fault has spoilt, ends here.
 */
export async function signCms(plan: CmsPlan, signer: Signer, digest: Buffer): Promise<Buffer> {
  const attributes = plan.attributes(digest);
  const signature = await signer.sign(attributes);
  if (!verify(plan.algorithm.digest, attributes, plan.publicKey, signature)) {
    throw new Fault('sign: the signature does not fit the certificate');
  }
  return plan.assemble(attributes, signature);
}

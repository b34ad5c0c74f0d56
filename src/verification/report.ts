import type { Certificate } from '../certificates/certificate.ts';
import type { ChainReason } from '../certificates/chain.ts';
import type { RevocationStatus } from '../certificates/revocation.ts';
import type { Words } from '../errors.ts';
import type { CmsProblem } from './cms-problems.ts';
import type { Coverage } from './coverage.ts';
import type { LaterChanges } from './later-changes.ts';

/** ETSI EN 319 102-1 clause 5.1.3. */
export type Indication = 'TOTAL-PASSED' | 'INDETERMINATE' | 'TOTAL-FAILED';
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'NOT_YET_VALID'
  | 'REVOKED'
  | 'REVOKED_NO_POE'
  | 'SIGNED_DATA_NOT_FOUND';

export interface Conclusion {
  indication: Indication;
  subIndication: SubIndication | undefined;
  words: Words;
}

/**
 * Reasons against a signature although its value is right: how it stands in the file, and unsigned parts of the CMS that
 * are broken or that nobody here can read, so that not one byte of the gap goes unchecked.
 */
export type Constraint =
  | 'hybrid-file'
  | 'second-certification'
  | 'certification-not-first'
  | 'unknown-transform'
  | 'broken-time-stamp'
  | 'unknown-unsigned-attribute';

export interface ChainReport {
  trusted: boolean;
  path: Certificate[];
  reasons: ChainReason[];
  /** A certificate in the CMS that no known certificate issued: it may be damaged, so nothing is built on this CMS. */
  strayCertificates: Certificate[];
  /** The moment for which the chain was judged. */
  judgedAt: Date;
  revocation: RevocationStatus;
}

/** An RFC 3161 time-stamp on the signature value. */
export interface SignatureTimeStamp {
  time: Date | undefined;
  intact: boolean;
  authority: Certificate | undefined;
  trusted: boolean;
  /** Certificates that came with the token and that nobody known issued, although its chain is complete. */
  strayCertificates: Certificate[];
}

/** Separate facts about one signature or document time-stamp; `conclusion` joins them in the standard's words. */
export interface SignatureReport {
  field: string;
  kind: 'signature' | 'document-time-stamp';
  subFilter: string | undefined;
  supported: boolean;
  signer: Certificate | undefined;
  signerName: string | undefined;
  /** /M of the dictionary: a claim. */
  claimedTime: Date | undefined;
  /** The moment proved by a trusted time-stamp, the earliest of them. */
  provedTime: Date | undefined;
  /** genTime of a document time-stamp. */
  stampedTime: Date | undefined;
  reason: string | undefined;
  location: string | undefined;
  certification: 1 | 2 | 3 | undefined;
  byteRange: readonly number[] | undefined;
  coverage: Coverage;
  coversWholeFile: boolean;
  digestIntact: boolean;
  signatureValid: boolean;
  cmsProblems: CmsProblem[];
  weakDigest: boolean;
  /** Coverage, digest, signature value and form of the CMS are all in order. Says nothing of who, and nothing of later. */
  intact: boolean;
  constraints: Constraint[];
  timeStamps: SignatureTimeStamp[];
  chain: ChainReport;
  laterChanges: LaterChanges;
  conclusion: Conclusion;
}

/** Why a file cannot be tried at all; everything else that is wrong with it is a verdict. */
export type Hindrance = 'no-pdf-header' | 'encrypted';

/**
 * 'unsigned': no signature. 'damaged': some of the file cannot be read. 'altered': a signature is broken, or something
 * forbidden follows it. 'not-covered': whole, but the end of the file belongs to no signature. 'not-trusted': whole, but
 * for a signer nobody vouches.
 */
export type Standing =
  | 'intact-and-trusted'
  | 'not-trusted'
  | 'not-covered'
  | 'altered'
  | 'damaged'
  | 'unsigned'
  | 'cannot-be-tried';

export interface PdfReport {
  standing: Standing;
  intactAndTrusted: boolean;
  hindrance: Hindrance | undefined;
  /** What the reader complained of, in English, for experts. */
  damage: string | undefined;
  words: Words;
  length: number;
  revisions: number;
  /** Bytes after the end of the last revision that no signature covers, 0 if none. */
  trailingBytes: number;
  checkedAt: Date;
  signatures: SignatureReport[];
}

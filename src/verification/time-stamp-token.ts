import { digestName, digestOf } from '../certificates/algorithms.ts';
import {
  derChildren,
  expectTag,
  readAlgorithm,
  readSmallInteger,
  readTime,
  readWholeDer,
  tags,
} from '../certificates/der.ts';
import { type CmsVerdict, judgeSignedData } from './cms-verdict.ts';
import { cmsOids, readSignedData, type SignedData } from './signed-data.ts';

export interface TimeStampVerdict extends CmsVerdict {
  /** genTime of the token; a claim until the authority's chain is trusted. */
  time: Date | undefined;
  /** The token's imprint is the digest of the stamped bytes. */
  imprintMatches: boolean;
  data: SignedData | undefined;
}

/**
 * Judges an RFC 3161 token over `stamped` (for a document time-stamp the bytes of the ByteRange, for a signature
 * time-stamp the signature value). Never throws.
 */
export function judgeTimeStampToken(token: Buffer, stamped: readonly Uint8Array[]): TimeStampVerdict {
  try {
    const data = readSignedData(token);
    const verdict = judgeSignedData(data, {
      detached: undefined,
      contentType: cmsOids.timeStampInfo,
      demandSigningCertificate: true,
    });
    const { time, digest, imprint } = readTimeStampInfo(data.content ?? Buffer.alloc(0));
    if (digest === undefined) verdict.problems.push('digest-unknown');
    const imprintMatches = digest !== undefined && digestOf(digest, ...stamped).equals(imprint);
    const weakDigest = verdict.weakDigest || digest === 'md5' || digest === 'sha1';
    return { ...verdict, time, imprintMatches, data, weakDigest };
  } catch {
    return {
      problems: ['not-der'],
      digestIntact: false,
      signatureValid: false,
      signer: undefined,
      certificates: [],
      digest: undefined,
      weakDigest: false,
      signerInfo: undefined,
      time: undefined,
      imprintMatches: false,
      data: undefined,
    };
  }
}

/** RFC 3161 2.4.2, the fields before the optional ones. */
function readTimeStampInfo(content: Buffer): { time: Date; digest: string | undefined; imprint: Buffer } {
  const [version, , messageImprint, , genTime] = derChildren(readWholeDer(content, tags.sequence));
  readSmallInteger(version);
  const [algorithm, hashed] = derChildren(expectTag(messageImprint, tags.sequence));
  return {
    time: readTime(expectTag(genTime, tags.generalizedTime)),
    digest: digestName(readAlgorithm(algorithm)),
    imprint: expectTag(hashed, tags.octetString).content,
  };
}

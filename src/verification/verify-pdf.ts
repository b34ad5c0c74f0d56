import { type Certificate, tryParseCertificate } from '../certificates/certificate.ts';
import { purposes } from '../certificates/chain.ts';
import { isPdfDamage } from '../pdf/damage.ts';
import { openPdf, type PdfDocument } from '../pdf/reader.ts';
import { listSignatures, type SignatureInPdf } from '../pdf/signature-dictionaries.ts';
import { change } from './changes.ts';
import { concludeSignature } from './conclusion.ts';
import { type Coverage, type History, judgeCoverage, readHistory } from './coverage.ts';
import {
  type CryptoVerdict,
  judgeChain,
  judgeContents,
  judgeTimeStamps,
  kindOfSignature,
  nameOf,
  type Trust,
  unsignedConstraints,
} from './judge-signature.ts';
import { judgeLaterChanges, readProtection } from './later-changes.ts';
import { overallVerdict } from './overall-verdict.ts';
import { readPdfDate } from './pdf-date.ts';
import type { Constraint, PdfReport, SignatureReport } from './report.ts';
import { changesAfter, type RevisionChanges } from './revision-changes.ts';
import { readSecurityStore } from './security-store.ts';

export interface VerifyOptions {
  /** DER of the certificates that are trusted as they are. */
  anchors: readonly Buffer[];
  /** Control time for the chains; the present when absent. */
  at?: Date;
  /** Further certificates (DER) that may stand between signer and anchor. */
  certificates?: readonly Buffer[];
  /** DER of CRLs from elsewhere. */
  crls?: readonly Buffer[];
  /** For encrypted files that the empty password does not open. */
  password?: Buffer;
}

/** More signatures than any office puts under one letter; the rest is said to be there and counts as broken. */
const mostSignatures = 100;

/**
 * Says of any bytes what can be said of their signatures. Always a value, never an exception, whatever the bytes are:
 * who reads the report decides. Reaches no database, no network and no key.
 */
export function verifyPdf(input: Uint8Array, options: VerifyOptions): PdfReport {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const checkedAt = options.at ?? new Date();
  const opened = openAsFarAsPossible(bytes, options.password);
  if ('hindrance' in opened) return overallVerdict({ ...opened, bytes, checkedAt, signatures: [] });
  const { document, damage } = opened;
  try {
    const history = readHistory(document, bytes.length);
    const signatures = listSignatures(document);
    const trust: Trust = { anchors: parseAll(options.anchors), material: readSecurityStore(document), at: checkedAt };
    trust.material.certificates.push(...(options.certificates ?? []));
    // First, because only so many are looked at, and the file may bring any number.
    trust.material.revocation.crls.unshift(...(options.crls ?? []));
    const judged = judgeAll(history, signatures.slice(0, mostSignatures), trust);
    const surplus = signatures.length > mostSignatures ? 'too many signatures' : undefined;
    return overallVerdict({ history, bytes, checkedAt, damage: damage ?? surplus, signatures: judged });
  } catch (error) {
    // Every throw on these bytes is about these bytes: the reader's own complaint, or a defect of ours that hostile
    // bytes have found. Neither may pass for a verdict in their favour.
    const reason = isPdfDamage(error) ? error.message : `cannot be judged: ${String(error)}`;
    return overallVerdict({ bytes, checkedAt, damage: damage ?? reason, signatures: [] });
  }
}

type Opened =
  | { document: PdfDocument; damage: string | undefined }
  | { hindrance: NonNullable<PdfReport['hindrance']> };

const mostAttempts = 20;

/**
 * Opens the file, or, when its end is broken, the longest beginning that was once a whole file: so that the signatures
 * of an earlier revision are still named, while the file as a whole counts as damaged.
 */
function openAsFarAsPossible(
  bytes: Buffer,
  password: Buffer | undefined,
): Opened | { hindrance: undefined; damage: string } {
  let damage: string | undefined;
  let end = bytes.length;
  for (let attempt = 0; attempt < mostAttempts && end > 0; attempt += 1) {
    try {
      const document = openPdf(bytes.subarray(0, end), password === undefined ? {} : { password });
      if (document.locked) return { hindrance: 'encrypted' };
      listSignatures(document);
      return { document, damage };
    } catch (error) {
      if (!isPdfDamage(error)) return { hindrance: undefined, damage: damage ?? String(error) };
      if (error.code === 'no-header') return { hindrance: 'no-pdf-header' };
      damage ??= error.message;
    }
    end = previousEnd(bytes, end);
  }
  return { hindrance: undefined, damage: damage ?? 'no document found' };
}

/** The end of the revision before `end`, with the end of line that a signature over it may cover; 0 if there is none. */
function previousEnd(bytes: Buffer, end: number): number {
  const marker = end < 8 ? -1 : bytes.lastIndexOf('%%EOF', end - 8);
  if (marker < 0) return 0;
  const after = marker + 5;
  const eol = bytes[after] === 13 && bytes[after + 1] === 10 ? 2 : bytes[after] === 13 || bytes[after] === 10 ? 1 : 0;
  return after + eol;
}

function parseAll(ders: readonly Buffer[]): Certificate[] {
  return ders.flatMap((der) => tryParseCertificate(Buffer.from(der)) ?? []);
}

interface FirstPass {
  signature: SignatureInPdf;
  coverage: Coverage;
  crypto: CryptoVerdict | undefined;
  kind: SignatureReport['kind'] | undefined;
}

function judgeAll(history: History, signatures: readonly SignatureInPdf[], trust: Trust): SignatureReport[] {
  const passes = signatures.map((signature): FirstPass => {
    const coverage = judgeCoverage(history, signature);
    const kind = kindOfSignature(signature);
    return { signature, coverage, kind, crypto: judgeCrypto(history, signature, kind) };
  });
  const changes = changesAfter(history, oldestSigned(passes));
  const stamps = provingStamps(passes, trust);
  const certifications = certificationOrder(history, passes);
  return passes.map((pass) => judgeOne(history, pass, trust, changes, stamps, certifications));
}

function judgeCrypto(history: History, signature: SignatureInPdf, kind: FirstPass['kind']): CryptoVerdict | undefined {
  const { contents, subFilter } = signature;
  if (kind === undefined || contents === undefined) return undefined;
  return judgeContents(contents.bytes, coveredBytes(history, signature), kind, subFilter);
}

function coveredBytes(history: History, { byteRange }: SignatureInPdf): Buffer[] {
  const [start = 0, length = 0, second = 0, rest = 0] = byteRange?.numbers ?? [];
  const { bytes } = history.document;
  const within = [start, length, second, rest].every((n) => n >= 0 && n <= bytes.length);
  return within ? [bytes.subarray(start, start + length), bytes.subarray(second, second + rest)] : [];
}

function oldestSigned(passes: readonly FirstPass[]): number {
  return Math.min(
    ...passes.map(({ coverage }) => (coverage.kind === 'broken' ? Number.POSITIVE_INFINITY : coverage.revision)),
  );
}

/** Document time-stamps that prove when the revisions below them existed: intact, and from an authority we trust. */
function provingStamps(passes: readonly FirstPass[], trust: Trust): { revision: number; time: Date }[] {
  return passes.flatMap(({ coverage, crypto, kind }) => {
    if (kind !== 'document-time-stamp' || coverage.kind === 'broken' || crypto?.stampedTime === undefined) return [];
    const intact = crypto.digestIntact && crypto.signatureValid && crypto.problems.length === 0 && !crypto.weakDigest;
    if (!intact) return [];
    const chain = judgeChain(crypto, purposes.timeStamping, trust, trust.at);
    const vouched = chain.trusted && chain.revocation.status !== 'revoked';
    return vouched ? [{ revision: coverage.revision, time: crypto.stampedTime }] : [];
  });
}

/** ISO 32000-2, 12.8.2.2: one certification, and it comes first. */
function certificationOrder(history: History, passes: readonly FirstPass[]): ReadonlyMap<SignatureInPdf, Constraint> {
  const found = new Map<SignatureInPdf, Constraint>();
  const ends = passes.map(({ signature }) => signature.contents?.end ?? 0);
  const signed = passes.filter(({ kind }) => kind === 'signature');
  const certified = signed.filter(
    ({ signature }) =>
      readProtection(history.document, signature.dict, signature.field.dict).certification !== undefined,
  );
  certified.forEach(({ signature }, index) => {
    const end = signature.contents?.end ?? 0;
    if (index > 0) found.set(signature, 'second-certification');
    else if (signed.some((other) => (ends[passes.indexOf(other)] ?? 0) < end))
      found.set(signature, 'certification-not-first');
  });
  return found;
}

function judgeOne(
  history: History,
  { signature, coverage, kind, crypto }: FirstPass,
  trust: Trust,
  changes: RevisionChanges,
  stamps: readonly { revision: number; time: Date }[],
  certifications: ReadonlyMap<SignatureInPdf, Constraint>,
): SignatureReport {
  const { document } = history;
  const protection = readProtection(document, signature.dict, signature.field.dict);
  const revision = coverage.kind === 'broken' ? undefined : coverage.revision;
  // Where it cannot be said what was signed, nothing that stands in the file can be called allowed.
  const later = revision === undefined ? [change('unreadable', 'forbidden', 'coverage')] : changes.after(revision);
  const laterChanges = judgeLaterChanges(later, protection);
  const timeStamps = crypto === undefined ? [] : judgeTimeStamps(crypto, trust);
  const proved = [
    ...timeStamps.flatMap(({ trusted, time }) => (trusted && time !== undefined ? [time] : [])),
    ...stamps.flatMap((stamp) => (revision !== undefined && stamp.revision > revision ? [stamp.time] : [])),
  ].sort((a, b) => a.getTime() - b.getTime())[0];
  const purpose = kind === 'document-time-stamp' ? purposes.timeStamping : purposes.documentSignature;
  const judgedCrypto = crypto ?? judgeContents(Buffer.alloc(0), [], 'signature', undefined);
  const isIntact =
    coverage.kind !== 'broken' &&
    judgedCrypto.digestIntact &&
    judgedCrypto.signatureValid &&
    judgedCrypto.problems.length === 0;
  const order = certifications.get(signature);
  const constraints: Constraint[] = [
    ...(document.hybrid ? (['hybrid-file'] as const) : []),
    ...(protection.unknownTransform ? (['unknown-transform'] as const) : []),
    ...(order === undefined ? [] : [order]),
    ...unsignedConstraints(judgedCrypto, timeStamps, coveredBytes(history, signature), document.protection.macKey),
  ];
  const facts = {
    field: signature.field.name,
    kind: kind ?? 'signature',
    subFilter: signature.subFilter,
    supported: kind !== undefined,
    signer: judgedCrypto.signer,
    signerName: nameOf(judgedCrypto.signer),
    claimedTime: readPdfDate(document.text(signature.dict, 'M')),
    provedTime: proved,
    stampedTime: judgedCrypto.stampedTime,
    reason: document.text(signature.dict, 'Reason'),
    location: document.text(signature.dict, 'Location'),
    certification: protection.certification,
    byteRange: signature.byteRange?.numbers,
    coverage,
    coversWholeFile: coverage.kind === 'entire-file',
    digestIntact: judgedCrypto.digestIntact,
    signatureValid: judgedCrypto.signatureValid,
    cmsProblems: kind === undefined ? [] : judgedCrypto.problems,
    weakDigest: judgedCrypto.weakDigest,
    intact: isIntact,
    constraints,
    timeStamps,
    chain: judgeChain(judgedCrypto, purpose, trust, proved ?? trust.at),
    laterChanges,
  };
  return { ...facts, conclusion: concludeSignature(facts) };
}

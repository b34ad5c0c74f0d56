import type { FrozenContent } from '../letters/frozen-content.ts';
import { sealClass } from '../letters/letter-kind.ts';
import type { LetterContent } from '../seal/content.ts';

/** What only the signing act knows of a letter. */
export interface ActFacts {
  number: string;
  /** `YYYY-MM-DD`. */
  date: string;
  signer: { keyName: string; name: string; capacity: string };
  /** SHA-256 of the frozen version's bytes. */
  versionSha256: Buffer;
}

/** The content that the seal commits to (seal-and-log 3.3), from the frozen version and the act. */
export function sealedContent(frozen: FrozenContent, act: ActFacts): LetterContent {
  return {
    v: 1,
    number: act.number,
    date: act.date,
    security: sealClass(frozen.security),
    subject: frozen.subject,
    to: frozen.to.map(({ name }) => name),
    cc: frozen.cc.map(({ name }) => name),
    signers: [{ id: act.signer.keyName, name: act.signer.name, position: act.signer.capacity }],
    // Of an uploaded letter the bytes as they were received, before anything was printed over them.
    body:
      frozen.upload === undefined
        ? { kind: 'text', sha256: act.versionSha256.toString('hex') }
        : { kind: 'upload', sha256: frozen.upload.sha256 },
    attachments: (frozen.attachments ?? []).map(({ name, sha256 }) => ({ name, sha256 })),
  };
}

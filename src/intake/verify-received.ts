import { readFile, stat } from 'node:fs/promises';
import type { Sql } from '../postgres/database.ts';
import type { Verifier } from '../verification/verifier.ts';
import type { SignatureFinding } from './findings.ts';
import { listKnownRoots } from './known-roots-store.ts';

export interface VerifyingDeps {
  db: Sql;
  verifyPdf: Verifier['verify'];
}

/** The largest file whose signatures are looked at: what the check page takes. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The verifier's report on a signed PDF as it came, in short: kept for good, because later the answer may be another. */
export async function verifyReceived(
  { db, verifyPdf }: VerifyingDeps,
  { path, name }: { path: string; name: string },
  now: Date,
): Promise<SignatureFinding> {
  const { size } = await stat(path);
  const report =
    size > MOST_BYTES
      ? undefined
      : await verifyPdf(await readFile(path), { anchors: await listKnownRoots(db), at: now });
  const about = { file: name, checkedAt: now.toISOString() };
  if (report === undefined) {
    const words = {
      id: 'Tanda tangan elektronik di berkas ini tidak diperiksa: berkasnya terlalu besar atau terlalu rumit.',
      en: 'The electronic signatures in this file were not checked: it is too large or too complicated.',
    };
    return { ...about, verdict: 'given-up', words, signers: [] };
  }
  return {
    ...about,
    verdict: report.standing,
    words: report.words,
    signers: report.signatures.map(({ signerName, claimedTime, provedTime, conclusion }) => {
      const time = provedTime ?? claimedTime;
      return {
        ...(signerName === undefined ? {} : { name: signerName }),
        ...(time === undefined ? {} : { time: time.toISOString() }),
        proved: provedTime !== undefined,
        indication: conclusion.indication,
        words: conclusion.words,
      };
    }),
  };
}

import { judgeSeal } from '../checking/judge-seal.ts';
import { commitContent, parseContent } from '../seal/content.ts';
import type { SealKey } from '../seal/directory-store.ts';
import { issueCommit, letterEntry } from '../seal/log-entry.ts';
import { parseSeal } from '../seal/seal-bytes.ts';
import { type Finding, finding } from './finding.ts';
import type { IssuedFacts } from './letter-facts-store.ts';

/** Whether what is written of an issued letter in many places says the same. The file itself is looked at elsewhere. */
export function judgeLetter(facts: IssuedFacts, now: Date): Finding[] {
  const about = `letter ${facts.letterId}`;
  const found: Finding[] = [];
  const say = (code: string, id: string, en: string) =>
    found.push(finding(code, about, `Surat nomor ${facts.number}: ${id}.`, `Letter number ${facts.number}: ${en}.`));

  if (facts.letterState !== 'issued' || facts.actState !== 'done') {
    say(
      'letter-state',
      'sudah terbit, tetapi catatannya belum berkata begitu',
      'it is issued, but its row does not say so',
    );
  }
  if (
    facts.numberState !== 'issued' ||
    facts.numberLetterId !== facts.letterId ||
    facts.numberId !== facts.actNumberId
  ) {
    say(
      'letter-number',
      'buku nomor tidak mencatat nomor ini untuk surat ini',
      'the register does not give this number to this letter',
    );
  }
  if (facts.signedDecisions !== 1 || facts.signatures < 1) {
    say(
      'letter-decision',
      'keputusan tanda tangan tidak tercatat tepat satu kali atas versi yang ditandatangani',
      'the decision to sign is not recorded exactly once for the version that was signed',
    );
  }
  if (!facts.signerFits) {
    say(
      'letter-signer',
      'penandatanganan, keputusan, tanda tangan, dan sertifikatnya tidak menyebut pejabat yang sama',
      'its signing act, decision, signature and certificate do not name the same official',
    );
  }
  if (
    facts.actToken !== facts.token ||
    facts.actHost !== facts.host ||
    !facts.actDocument?.equals(facts.documentSha256)
  ) {
    say(
      'letter-act',
      'kode atau berkasnya lain dari yang ditandatangani',
      'its code or file is not the one that was signed',
    );
  }
  if (facts.documentLength !== facts.pdfLength) {
    say(
      'letter-length',
      'panjang berkasnya lain dari yang diterbitkan',
      'the length of its file is not the issued one',
    );
  }
  if (!contentIsSealed(facts)) {
    say(
      'letter-content',
      'isi yang tercatat lain dari yang disegel tanda QR',
      'the recorded content is not what the seal commits to',
    );
  }
  const verdict = sealVerdict(facts, now);
  if (verdict !== 'valid') {
    say('letter-seal', `tanda QR tidak sah (${verdict})`, `its seal is not valid (${verdict})`);
  }
  if (facts.logEntries !== 1 || !facts.logEntry?.equals(expectedEntry(facts))) {
    say(
      'letter-log',
      'catatan lognya tidak ada tepat satu kali dengan isi yang benar',
      'its log entry is not there exactly once with the right bytes',
    );
  }
  return found;
}

/** C over the recorded content is the committed one, and the content names the number and the date of the letter. */
function contentIsSealed(facts: IssuedFacts): boolean {
  try {
    const content = parseContent(facts.content);
    return (
      commitContent(facts.salt, content).equals(facts.contentCommit) &&
      content.number === facts.number.normalize('NFC') &&
      content.date === facts.letterDate
    );
  } catch {
    return false;
  }
}

function sealVerdict(facts: IssuedFacts, now: Date): string {
  const seal = parseSeal(facts.seal);
  if (!seal) return 'damaged-qr';
  const key: Pick<SealKey, 'publicKey' | 'notBefore' | 'notAfter'> = {
    publicKey: facts.keyPublic,
    notBefore: facts.keyNotBefore,
    notAfter: facts.keyNotAfter,
  };
  if (!seal.kid.equals(facts.keyKid)) return 'unknown-key';
  const verdict = judgeSeal(facts.host, facts.token, seal, [key], now);
  if (verdict.code !== 'valid') return verdict.code;
  if (!verdict.sealHash.equals(facts.sealHash)) return 'other-seal';
  return seal.contentCommit.equals(facts.contentCommit.subarray(0, 20)) ? 'valid' : 'other-content';
}

function expectedEntry(facts: IssuedFacts): Buffer {
  const { contentCommit, openingR: r, pdfLength, documentSha256: pdfSha256 } = facts;
  return letterEntry({
    kid: facts.keyKid,
    sealHash: facts.sealHash,
    issueCommit: issueCommit({ r, contentCommit, pdfLength, pdfSha256 }),
  });
}

import { generateKeyPairSync, sign } from 'node:crypto';
import type { AuthoritySigner } from '../authority/issue-certificate.ts';
import { trialCertificate } from '../authority/trial-certificate.ts';
import type { Clock } from '../clock.ts';
import { Fault } from '../errors.ts';
import { findOffice } from '../people/office-store.ts';
import type { Sql } from '../postgres/database.ts';
import { signPdf } from '../signing/sign-pdf.ts';
import { verifyPdf } from '../verification/verify-pdf.ts';

/**
 * Signs an empty page as a letter is signed and lets our own verifier judge it: certificates of the office, their keys, the
 * clock against their terms, PAdES. No official's key is touched and nothing is stored. Before the office is founded there is
 * nothing to sign with, and that is no failure: false.
 * @throws Fault when it cannot be signed, or the verifier refuses it
 */
export async function tryToSign(deps: { db: Sql; clock: Clock; issuing: AuthoritySigner }): Promise<boolean> {
  if ((await findOffice(deps.db)) === undefined) return false;
  const at = deps.clock();
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = key.publicKey.export({ type: 'spki', format: 'der' });
  const { certificate, chain, anchors } = await trialCertificate(deps.db, deps.issuing, publicKey, at);
  const pdf = await signPdf({
    pdf: emptyPage(),
    field: 'Trial',
    at,
    signer: { certificate, chain, sign: (bytes) => sign('sha256', bytes, key.privateKey) },
  });
  const report = verifyPdf(pdf, { anchors, at });
  if (!report.intactAndTrusted) throw new Fault(`our verifier refuses a trial signature: ${report.words.en}`);
  return true;
}

/** The smallest PDF with a page (ISO 32000-2, 7.5). */
function emptyPage(): Buffer {
  const bodies = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Resources<<>>>>',
  ];
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

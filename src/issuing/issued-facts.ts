import { X509Certificate } from 'node:crypto';
import { chainOf } from '../authority/current-certificate.ts';
import { Refusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { qrUrl } from '../seal/qr-url.ts';
import { findIssuedSeal } from './issue-store.ts';

export interface IssuedFacts {
  /** The text of the seal QR. */
  qr: string;
  /** DER. */
  rootCa: Buffer;
  issuingCa: Buffer;
}

/** What somebody outside needs to check an issued letter without us: the QR's text and the certificates above the signature. */
export async function issuedFacts(db: Database, letterId: number): Promise<IssuedFacts> {
  const issued = await findIssuedSeal(db, letterId);
  if (issued === undefined) {
    throw new Refusal('not-found', 'letter-not-issued', {
      id: 'Surat itu belum terbit.',
      en: 'That letter was not issued.',
    });
  }
  const chain = await chainOf(db, issued);
  const [issuingCa, rootCa] = [chain[0] ?? issued.der, chain.at(-1) ?? issued.der];
  return {
    qr: qrUrl(issued.host, issued.token, issued.seal),
    rootCa: Buffer.from(new X509Certificate(rootCa).raw),
    issuingCa: Buffer.from(new X509Certificate(issuingCa).raw),
  };
}

import type { Findings } from '../intake/findings.ts';
import type { FoundFields } from '../intake/found-fields.ts';
import type { Transaction } from '../postgres/database.ts';
import type { PdfSummary } from '../verification/verifier.ts';
import type { Manifest } from './manifest.ts';
import type { Partner } from './partners-store.ts';

/** A delivery as it is laid on a front desk. */
export interface TakenIn {
  origin: 'exchange';
  unitId: number;
  /** Once only. */
  submissionKey: string;
  files: { role: 'letter'; name: string; kind: 'pdf'; sha256: Buffer; length: number }[];
  found: FoundFields;
  findings: Findings;
}

/** Of the intake, in the caller's transaction; its files are part of the record already. */
export type TakeIn = (tx: Transaction, arrival: TakenIn, at: Date) => Promise<{ intakeId: number }>;

/** What the clerk is shown of it: what the signed note says, and what our verifier said with the partner's certificates. */
export function takenIn(parts: {
  partner: Pick<Partner, 'id' | 'name'>;
  manifest: Manifest;
  report: PdfSummary;
  unitId: number;
  at: Date;
}): TakenIn {
  const { partner, manifest, report, unitId, at } = parts;
  const { letter, sender, recipient, pdf } = manifest;
  const name = `surat-${letter.number.replace(/[^0-9A-Za-z.-]+/g, '-')}.pdf`;
  const from = sender.unit === '' || sender.unit === partner.name ? partner.name : `${sender.unit}, ${partner.name}`;
  return {
    origin: 'exchange',
    unitId,
    submissionKey: `exchange:${partner.id}:${manifest.key}`,
    files: [{ role: 'letter', name, kind: 'pdf', sha256: Buffer.from(pdf.sha256, 'hex'), length: pdf.length }],
    found: {
      senderName: from.slice(0, 300),
      senderAddress: sender.address.slice(0, 500),
      number: letter.number.slice(0, 200),
      letterDate: letter.date,
      subject: letter.subject.slice(0, 1_000),
      security: letter.security,
      urgency: letter.urgency,
      classification: letter.classification.slice(0, 60),
      addressee: recipient.name.slice(0, 500),
      by: 'delivery',
    },
    findings: {
      signatures: [
        {
          file: name,
          verdict: report.standing,
          words: report.words,
          checkedAt: at.toISOString(),
          signers: report.signatures.map(({ signerName, claimedTime, provedTime, conclusion }) => ({
            ...(signerName === undefined ? {} : { name: signerName }),
            ...timeOf(provedTime ?? claimedTime),
            proved: provedTime !== undefined,
            indication: conclusion.indication,
            words: conclusion.words,
          })),
        },
      ],
    },
  };
}

function timeOf(time: Date | undefined): { time?: string } {
  return time === undefined ? {} : { time: time.toISOString() };
}

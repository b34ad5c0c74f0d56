import type { Coming } from '../intake/take-in.ts';
import type { Manifest } from './manifest.ts';
import type { Partner } from './partners-store.ts';

/** A delivery as it is laid on a front desk: its file, and what the signed note says of it. */
export function asComing(
  { partner, manifest, unitId }: { partner: Pick<Partner, 'id' | 'name'>; manifest: Manifest; unitId: number },
  path: string,
): Coming {
  const { letter, sender, recipient, pdf } = manifest;
  const name = `surat-${letter.number.replace(/[^0-9A-Za-z.-]+/g, '-')}.pdf`;
  const isOffice = sender.unit === '' || sender.unit === partner.name;
  return {
    origin: 'exchange',
    unitId,
    submissionKey: `exchange:${partner.id}:${manifest.key}`,
    files: [{ path, name, size: pdf.length, role: 'letter' }],
    found: {
      senderName: (isOffice ? partner.name : `${sender.unit}, ${partner.name}`).slice(0, 300),
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
  };
}

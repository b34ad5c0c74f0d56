import type { PdfSummary } from '../../../verification/verifier.ts';
import { dateAndTime } from '../../dates.ts';
import type { CheckVisit } from './check-page.ts';

/** One signature of a file, said plainly. */
export interface SignatureView {
  good: boolean;
  who: string;
  /** What the file claims, or what a trusted time-stamp proves; empty when neither. */
  when: string;
  sentence: string;
}

export function signatureViews(
  report: PdfSummary,
  reader: Pick<CheckVisit, 't' | 'language' | 'timeZone'>,
): SignatureView[] {
  return report.signatures.map((signature) => {
    const time = (at: Date) => dateAndTime(at, reader.timeZone, reader.language);
    const { provedTime: proved, claimedTime: claimed } = signature;
    const when = proved
      ? reader.t('check.signatures.proved', { time: time(proved) })
      : claimed
        ? reader.t('check.signatures.claimed', { time: time(claimed) })
        : '';
    return {
      good: signature.conclusion.indication === 'TOTAL-PASSED',
      who: signature.signerName ?? reader.t('check.signatures.nobody'),
      when,
      sentence: signature.conclusion.words[reader.language],
    };
  });
}

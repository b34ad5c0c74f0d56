import { Findings } from '../../intake/findings.ts';
import { remarksOn } from '../../intake/remarks.ts';
import type { Language } from '../words.ts';

/** What machines found out when the letter came, as a sentence with its weight. */
export interface ShownFinding {
  kind: 'good' | 'plain' | 'bad';
  text: string;
}

const KINDS = { good: 'good', mind: 'plain', plain: 'plain', bad: 'bad' } as const;

/**
 * As the clerk read it at the front desk. Nothing for what was never looked at: silence is no verdict. That no scanner was set
 * up is told beside the file that is fetched (`unscanned`), not above a letter that somebody only reads.
 */
export function shownFindings(stored: unknown, language: Language): { findings: ShownFinding[]; unscanned: boolean } {
  const read = Findings.safeParse(stored ?? {});
  if (!read.success) return { findings: [], unscanned: false };
  const { seal, signatures, leftBehind, scan } = read.data;
  const findings = remarksOn({ seal, signatures, leftBehind }).map(({ tone, words }) => ({
    kind: KINDS[tone],
    text: words[language],
  }));
  return { findings, unscanned: scan === 'not-scanned' };
}

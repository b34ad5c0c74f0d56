import { Findings, type SealFinding } from '../../intake/findings.ts';
import type { Language, Translate, WordKey } from '../words.ts';

/** What machines found out when the letter came, as a sentence with its weight. */
export interface ShownFinding {
  kind: 'good' | 'plain' | 'bad';
  text: string;
  /** Who signed, as the file says. */
  details: string[];
}

const SEAL_WORDS: Partial<Record<SealFinding['outcome'], { kind: ShownFinding['kind']; key: WordKey }>> = {
  'code-registered': { kind: 'good', key: 'finding.seal.code-registered' },
  withdrawn: { kind: 'bad', key: 'finding.seal.withdrawn' },
  recalled: { kind: 'bad', key: 'finding.seal.recalled' },
  superseded: { kind: 'bad', key: 'finding.seal.superseded' },
  corrected: { kind: 'plain', key: 'finding.seal.corrected' },
  'other-host': { kind: 'plain', key: 'finding.seal.other-host' },
  'forged-seal': { kind: 'bad', key: 'finding.seal.forged-seal' },
  'unknown-key': { kind: 'bad', key: 'finding.seal.unknown-key' },
  'key-out-of-term': { kind: 'bad', key: 'finding.seal.unknown-key' },
  'not-registered': { kind: 'bad', key: 'finding.seal.not-registered' },
  typo: { kind: 'bad', key: 'finding.seal.not-registered' },
  'page-missing': { kind: 'bad', key: 'finding.seal.page-missing' },
  'damaged-qr': { kind: 'plain', key: 'finding.seal.damaged-qr' },
};

/** Nothing for what was never looked at: silence is no verdict. */
export function shownFindings(stored: unknown, language: Language, t: Translate): ShownFinding[] {
  const read = Findings.safeParse(stored ?? {});
  if (!read.success) return [];
  const { seal, signatures = [], scan } = read.data;
  return [
    ...(seal === undefined ? [] : sealLine(seal, t)),
    ...signatures.map(({ verdict, words, signers }) => ({
      kind:
        verdict === 'intact-and-trusted' ? ('good' as const) : BAD.has(verdict) ? ('bad' as const) : ('plain' as const),
      text: words[language],
      details: signers.flatMap(({ name }) => (name === undefined ? [] : [t('finding.signer', { name })])),
    })),
    ...(scan === 'not-scanned' ? [{ kind: 'plain' as const, text: t('finding.not-scanned'), details: [] }] : []),
  ];
}

const BAD: ReadonlySet<string> = new Set(['altered', 'damaged', 'not-covered']);

function sealLine({ outcome, host, number, office }: SealFinding, t: Translate): ShownFinding[] {
  const words = SEAL_WORDS[outcome];
  if (words === undefined) return [];
  const details = [
    ...(number === undefined ? [] : [t('finding.seal.number', { number })]),
    ...(office === undefined ? [] : [t('finding.seal.office', { office })]),
  ];
  return [{ kind: words.kind, text: t(words.key, { host }), details }];
}

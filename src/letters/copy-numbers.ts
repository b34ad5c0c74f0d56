import type { Addressee, FrozenContent } from './frozen-content.ts';

export interface NumberedCopy {
  /** From 1. */
  copy: number;
  /** How many there are. */
  of: number;
  recipient: Addressee;
  /** A copy (tembusan) rather than the letter itself. */
  cc: boolean;
}

/**
 * Which copy of a rahasia or sangat rahasia letter goes to whom: the recipients in their order, then the copies. Other
 * letters are not numbered and give none. The one signed file carries the list and no number of its own: a number in each
 * file would make as many documents, each with its own hash, signature and seal, of which the check page knows one.
 */
export function copyNumbers(content: Pick<FrozenContent, 'security' | 'to' | 'cc'>): NumberedCopy[] {
  const { security, to, cc } = content;
  if (security !== 'R' && security !== 'SR') return [];
  const parties = [...to.map((one) => ({ one, copied: false })), ...cc.map((one) => ({ one, copied: true }))];
  return parties.map(({ one, copied }, i) => ({ copy: i + 1, of: parties.length, recipient: one, cc: copied }));
}

/** Whether the letter has a page "Daftar distribusi": a single copy needs none. */
export function hasDistributionList(content: Pick<FrozenContent, 'security' | 'to' | 'cc'>): boolean {
  return copyNumbers(content).length > 1;
}

/** What page 1 says below the class; empty where copies are not numbered. */
export function copyLine(content: Pick<FrozenContent, 'security' | 'to' | 'cc'>): string {
  if (content.security !== 'R' && content.security !== 'SR') return '';
  const copies = copyNumbers(content).length;
  return copies > 1 ? `${copies} salinan menurut daftar distribusi` : 'Salinan tunggal';
}

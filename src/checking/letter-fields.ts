import type { LetterContent } from '../seal/content.ts';
import type { IssuedLetter } from './checking-store.ts';

/** What anybody with the code may read of a letter, by its security class (seal-and-log 7). Names and texts as printed. */
export type PublicLetter =
  | {
      security: 'biasa';
      kind: string;
      kindEn: string;
      number: string;
      /** `YYYY-MM-DD`. */
      date: string;
      subject: string;
      addressees: string[];
      signers: PublicSigner[];
      unit: string;
      pages: number;
      signedAt: Date;
      /** Whether page 1 may be shown: not for kinds that name persons. */
      picture: boolean;
      office: string;
    }
  | { security: 'terbatas'; date: string; signedAt: Date; signers: PublicSigner[]; unit: string; office: string }
  | { security: 'classified'; office: string };

export interface PublicSigner {
  name: string;
  position: string;
}

export function publicLetter(letter: IssuedLetter, content: LetterContent): PublicLetter {
  const office = letter.officeName;
  const signers = content.signers.map(({ name, position }) => ({ name, position }));
  const { unit, pages } = letter;
  if (content.security === 0) {
    const { number, date, subject, to } = content;
    const kind = { kind: letter.kindName, kindEn: letter.kindNameEn };
    const shown = { signedAt: letter.sealedAt, picture: !letter.namesPersons, office };
    return { security: 'biasa', ...kind, number, date, subject, addressees: to, signers, unit, pages, ...shown };
  }
  if (content.security === 1) {
    return { security: 'terbatas', date: content.date, signedAt: letter.sealedAt, signers, unit, office };
  }
  return { security: 'classified', office };
}

/** Whether the printed date lies more than 7 days from the time of signing: told in a banner, for one signer only. */
export function isDateFarFromSigning(letter: PublicLetter): boolean {
  if (letter.security !== 'biasa' || letter.signers.length !== 1) return false;
  const printed = Date.parse(`${letter.date}T12:00:00Z`);
  return Math.abs(printed - letter.signedAt.getTime()) > 7.5 * 86_400_000;
}

import type { Sign } from '../seal/ed25519.ts';
import { drawPageQr, drawSealQr, fitSealText, type QrSymbol } from '../seal/qr-drawing.ts';
import { buildSeal, dateToDays, NO_ANCHOR, profileOf, type SecurityClass, sealText } from '../seal/seal-bytes.ts';

/** What a seal says of a letter; the content itself is only committed to. */
export interface LetterToSeal {
  host: string;
  token: string;
  /** 4 bytes: the seal key's id. */
  kid: Buffer;
  security: SecurityClass;
  sealedAt: number;
  /** `YYYY-MM-DD`, as printed. */
  date: string;
  pages: number;
  /** C, 32 bytes. */
  contentCommit: Buffer;
  number: string;
  subject: string;
  to: readonly string[];
}

/** The seal of section 3.2 with the profile of the letter's class; a confidential seal tells neither date nor pages. */
export async function sealLetter(letter: LetterToSeal, sign: Sign): Promise<{ seal: Buffer; sealHash: Buffer }> {
  const profile = profileOf(letter.security);
  const hidden = profile === 'confidential';
  const fields = {
    profile,
    security: letter.security,
    several: false,
    kid: letter.kid,
    sealedAt: letter.sealedAt,
    dateDays: hidden ? 0 : dateToDays(letter.date),
    pages: hidden ? 0 : Math.min(letter.pages, 255),
    anchorSize: 0,
    anchorRoot: NO_ANCHOR,
    contentCommit: letter.contentCommit.subarray(0, 20),
  };
  const text = profile === 'text' ? { text: fitSealText(letter.host, sealText(letter), letter.to) } : {};
  return buildSeal(letter.host, letter.token, { ...fields, ...text }, sign);
}

/** Symbols drawn before others get their turn: a few milliseconds' worth. */
const DRAWN_AT_ONCE = 10;

/**
 * The symbols that stand on the page: the seal beside the signature block, and one small symbol for every page. Thousands of
 * pages take seconds, in which the site answers.
 */
export async function symbolsOf(
  letter: Pick<LetterToSeal, 'host' | 'token' | 'security' | 'pages'>,
  seal: Uint8Array,
): Promise<{ seal: QrSymbol; pages: QrSymbol[] }> {
  const pages: QrSymbol[] = [];
  for (let page = 1; page <= letter.pages; page++) {
    pages.push(drawPageQr(letter.host, letter.token, page));
    if (page % DRAWN_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { seal: drawSealQr(letter.host, letter.token, seal, profileOf(letter.security)), pages };
}

import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The canonical form: 16 symbols, upper case, the last one the check symbol. */
export const TOKEN_PATTERN = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** Multiplication by α = 2 in GF(32) with x^5 + x^2 + 1. */
function timesAlpha(value: number): number {
  const doubled = value << 1;
  return doubled & 0x20 ? doubled ^ 0x25 : doubled;
}

/** c16 = Σ c_i·α^i over i = 1…15: every single wrong symbol and every swap of two changes it (seal-and-log 3.1). */
function checkSymbol(fifteen: string): string {
  let sum = 0;
  for (let i = fifteen.length - 1; i >= 0; i--) sum = timesAlpha(sum ^ SYMBOLS.indexOf(fifteen.charAt(i)));
  return SYMBOLS.charAt(sum);
}

/** A new token: 75 bits of the CSPRNG and the check symbol. Whether it is unused is for the caller to find out. */
export function drawToken(): string {
  return tokenOf(randomBytes(15));
}

/** The token of 15 random bytes, five bits of each; always the same one for the same bytes. */
export function tokenOf(bytes: Uint8Array): string {
  const drawn = Array.from(bytes.subarray(0, 15), (byte) => SYMBOLS.charAt(byte & 31)).join('');
  return drawn + checkSymbol(drawn);
}

/** True for a canonical token whose check symbol fits. */
export function isToken(text: string): boolean {
  return TOKEN_PATTERN.test(text) && checkSymbol(text.slice(0, 15)) === text.charAt(15);
}

/**
 * The canonical token for what somebody typed, or undefined for a slip. Forgiven are lower case, O for 0, I and L for 1,
 * hyphens and spaces (seal-and-log 3.1); nothing else.
 */
export function canonicalToken(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const token = typed
    .replace(/[\s-]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return isToken(token) ? token : undefined;
}

/** As printed beside the symbol: `008J-4CT4-ANK7-F246`. */
export function groupedToken(token: string): string {
  return (token.match(/.{1,4}/g) ?? []).join('-');
}

import { PdfDamage } from './damage.ts';

const [LF, CR, OPEN, CLOSE, BACKSLASH, ZERO, SEVEN] = [10, 13, 0x28, 0x29, 0x5c, 0x30, 0x37] as const;

/** The literal string whose bracket opens at `start` (ISO 32000-2, 7.3.4.2), and the offset behind its closing bracket. */
export function readLiteral(source: Buffer, start: number): { bytes: Buffer; end: number } {
  const out: number[] = [];
  let open = 1;
  let at = start + 1;
  for (;;) {
    const code = source[at];
    if (code === undefined) throw new PdfDamage('syntax', 'string without end', start);
    at += 1;
    if (code === BACKSLASH) {
      at = readEscape(source, at, out);
      continue;
    }
    if (code === CR) {
      // An end of line of any kind counts as one line feed.
      if (source[at] === LF) at += 1;
      out.push(LF);
      continue;
    }
    if (code === OPEN) open += 1;
    if (code === CLOSE) open -= 1;
    if (open === 0) return { bytes: Buffer.from(out), end: at };
    out.push(code);
  }
}

const ESCAPES = new Map(
  Object.entries({ n: 10, r: 13, t: 9, b: 8, f: 12 }).map(([letter, code]) => [letter.charCodeAt(0), code]),
);

/** What follows a backslash in a literal string (ISO 32000-2, table 3); returns where reading goes on. */
function readEscape(source: Buffer, at: number, out: number[]): number {
  const code = source[at];
  if (code === undefined) return at;
  if (code === CR) return source[at + 1] === LF ? at + 2 : at + 1;
  if (code === LF) return at + 1;
  if (code < ZERO || code > SEVEN) {
    out.push(ESCAPES.get(code) ?? code);
    return at + 1;
  }
  let value = 0;
  let end = at;
  for (; end < at + 3; end += 1) {
    const digit = source[end];
    if (digit === undefined || digit < ZERO || digit > SEVEN) break;
    value = value * 8 + (digit - ZERO);
  }
  out.push(value & 0xff);
  return end;
}

/** Signs that a word of the formats is made of; any other one is not looked for and stays as it is written. */
const REFERENCE = /&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));/giu;
const WORD_SIGN = /^[\w:/. -]$/u;

/**
 * The text of an XML part as it may be searched: comments and instructions are gone, CDATA and references to letters stand
 * as what they mean. Undefined where it is no plain UTF-8, or brings a document type: no office program writes either, and
 * both hide words from whoever searches.
 */
export function readOfficeXml(bytes: Buffer): string | undefined {
  const text = decoded(bytes);
  if (text === undefined || text.includes('\u0000')) return undefined;
  const encoding = /^<\?xml[^<>]*?\sencoding\s*=\s*["']([^"'<>]*)["']/iu.exec(text)?.[1] ?? 'utf-8';
  if (!/^(?:utf-8|us-ascii)$/iu.test(encoding)) return undefined;
  const bare = withoutHiding(text);
  if (bare === undefined || bare.includes('<!')) return undefined;
  return bare.replace(REFERENCE, (whole, hex?: string, decimal?: string) => {
    const sign = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
    const meant = sign <= 0x7f ? String.fromCharCode(sign) : '';
    return WORD_SIGN.test(meant) ? meant : whole;
  });
}

/** Without the mark at its head; undefined where a byte is no UTF-8. */
function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const CLOSED_BY: Record<string, string> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' };

/** In one pass: what looks like a comment inside CDATA is none, nor the other way round. Undefined where one has no end. */
function withoutHiding(text: string): string | undefined {
  const opening = /<!--|<!\[CDATA\[|<\?/gu;
  const pieces: string[] = [];
  let at = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const [sign] = found;
    const closing = CLOSED_BY[sign] ?? '';
    const end = text.indexOf(closing, opening.lastIndex);
    if (end < 0) return undefined;
    pieces.push(text.slice(at, found.index));
    if (sign === '<![CDATA[') pieces.push(text.slice(opening.lastIndex, end).replaceAll('<', ' '));
    at = end + closing.length;
    opening.lastIndex = at;
  }
  return pieces.join('') + text.slice(at);
}

/** XML by its first sign, whatever its name: parts are known by what the package says of them, not by their endings. */
export function looksLikeXml(bytes: Buffer): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*</u.test(bytes.subarray(0, 1024).toString('latin1'));
}

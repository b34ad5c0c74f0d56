/**
 * Whether bytes are an XML document whose tags balance and that brings no document type: enough to know that a metadata
 * stream is metadata and not something smuggled under its name. It is not a parser; nothing is taken from the text.
 */
export function isWellFormedXml(bytes: Buffer): boolean {
  if (bytes.length > 4_000_000) return false;
  const text = decode(bytes);
  if (text === undefined || /<!(?!--|\[CDATA\[)/.test(text)) return false;
  const open: string[] = [];
  let roots = 0;
  const pieces = text.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)[^<>]*?(\/?)>/g,
  );
  for (const [, closing, name, alone] of pieces) {
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.pop() !== name) return false;
    } else {
      if (open.length === 0) roots += 1;
      if (alone !== '/') open.push(name);
    }
    if (open.length > 200) return false;
  }
  return roots === 1 && open.length === 0;
}

function decode(bytes: Buffer): string | undefined {
  try {
    const encoding = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xff ? 'utf-16le' : 'utf-8';
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

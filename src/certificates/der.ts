/** Why some bytes are not the DER that was expected; callers turn it into a verdict. */
export class DerProblem extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'DerProblem';
  }
}

/** One TLV of strict DER. `raw` is tag, length and content; `tag` is the identifier octet (only low tag numbers occur). */
export interface Der {
  tag: number;
  raw: Buffer;
  content: Buffer;
}

const deepest = 40;

/**
 * Reads one TLV at `offset`. Strict (X.690 section 10): definite and minimal lengths, low tag numbers.
 * The strictness is the point: a second spelling of the same value would be a byte that nobody checks.
 */
export function readDer(bytes: Buffer, offset = 0): Der {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerProblem('truncated');
  if ((tag & 0x1f) === 0x1f) throw new DerProblem('high tag number');
  let length = first;
  let at = offset + 2;
  if (first === 0x80) throw new DerProblem('indefinite length');
  if (first > 0x80) {
    const octets = first & 0x7f;
    if (octets > 4 || at + octets > bytes.length) throw new DerProblem('length');
    length = bytes.readUIntBE(at, octets);
    at += octets;
    if (length < 0x80 || bytes[offset + 2] === 0) throw new DerProblem('length not minimal');
  }
  if (at + length > bytes.length) throw new DerProblem('truncated');
  return { tag, raw: bytes.subarray(offset, at + length), content: bytes.subarray(at, at + length) };
}

/** The TLVs that fill `content` exactly. */
export function derChildren(node: Der): Der[] {
  if ((node.tag & 0x20) === 0) throw new DerProblem('not constructed');
  const children: Der[] = [];
  for (let at = 0; at < node.content.length; ) {
    const child = readDer(node.content, at);
    children.push(child);
    at += child.raw.length;
  }
  return children;
}

/** Reads exactly one TLV of this tag and nothing after it, and walks every constructed part of it. */
export function readWholeDer(bytes: Buffer, tag: number): Der {
  const node = expectTag(readDer(bytes), tag);
  if (node.raw.length !== bytes.length) throw new DerProblem('bytes after the end');
  demandDer(node);
  return node;
}

/** Refuses anything inside that is not strict DER. */
export function demandDer(node: Der, depth = 0): void {
  if (depth > deepest) throw new DerProblem('too deep');
  if ((node.tag & 0x20) === 0) return;
  for (const child of derChildren(node)) demandDer(child, depth + 1);
}

export function expectTag(node: Der | undefined, tag: number): Der {
  if (node === undefined || node.tag !== tag) {
    throw new DerProblem(`expected tag ${tag.toString(16)}, found ${node?.tag.toString(16) ?? 'nothing'}`);
  }
  return node;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Dotted notation. Arcs are kept as numbers, so an arc beyond 2^53 is refused. */
export function readOid(node: Der | undefined): string {
  const { content } = expectTag(node, tags.oid);
  const last = content.at(-1);
  if (last === undefined || last >= 0x80) throw new DerProblem('object identifier');
  const arcs: number[] = [];
  let arc = 0;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new DerProblem('object identifier not minimal');
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) throw new DerProblem('object identifier too large');
    fresh = octet < 0x80;
    if (fresh) {
      if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
      else arcs.push(arc);
      arc = 0;
    }
  }
  return arcs.join('.');
}

/** A small non-negative INTEGER (versions, lengths). */
export function readSmallInteger(node: Der | undefined): number {
  const { content } = expectTag(node, tags.integer);
  if (content.length === 0 || content.length > 6) throw new DerProblem('integer');
  const value = content.readIntBE(0, content.length);
  if (value < 0 || (content.length > 1 && value < 2 ** (8 * (content.length - 1) - 1))) throw new DerProblem('integer');
  return value;
}

/** UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 allows them (Z, seconds; GeneralizedTime with an optional fraction). */
export function readTime(node: Der | undefined): Date {
  if (node === undefined) throw new DerProblem('time missing');
  const text = node.content.toString('latin1');
  const parts =
    node.tag === tags.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()Z$/.exec(text)
      : node.tag === tags.generalizedTime
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text)
        : null;
  if (parts === null) throw new DerProblem('time');
  const [, yearText = '', month, day, hour, minute, second, fraction] = parts;
  const short = Number(yearText);
  const year = yearText.length === 4 ? short : short >= 50 ? 1900 + short : 2000 + short;
  const iso = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${(fraction ?? '').slice(0, 4)}Z`;
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) throw new DerProblem('time');
  return instant;
}

/** A BIT STRING of whole octets. */
export function readBits(node: Der | undefined): Buffer {
  const { content } = expectTag(node, tags.bitString);
  if (content[0] !== 0) throw new DerProblem('bit string with unused bits');
  return content.subarray(1);
}

/** An AlgorithmIdentifier; `parameters` is absent when the SEQUENCE holds the identifier alone. */
export interface Algorithm {
  oid: string;
  parameters: Der | undefined;
}

export function readAlgorithm(node: Der | undefined): Algorithm {
  const parts = derChildren(expectTag(node, tags.sequence));
  if (parts.length > 2) throw new DerProblem('algorithm identifier');
  return { oid: readOid(parts[0]), parameters: parts[1] };
}

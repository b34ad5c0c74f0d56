import forge from 'node-forge';

/*
 * DER written with forge's asn1, and nothing read with it: values of one character per byte, raw pieces spliced in as
 * the content of their outermost tag, so that a certificate goes out byte for byte as it came in.
 */

const { asn1 } = forge;
export type Der = forge.asn1.Asn1;

const UNIVERSAL = asn1.Class.UNIVERSAL;
const CONTEXT = asn1.Class.CONTEXT_SPECIFIC;
const CONSTRUCTED: number = 0x20;

export function sequence(...items: Der[]): Der {
  return asn1.create(UNIVERSAL, asn1.Type.SEQUENCE, true, items);
}

export function set(...items: Der[]): Der {
  return asn1.create(UNIVERSAL, asn1.Type.SET, true, items);
}

export function explicit(tag: number, item: Der): Der {
  return asn1.create(CONTEXT, tag, true, [item]);
}

/** A constructed value whose content is already DER: [tag] IMPLICIT. */
export function implicitRaw(tag: number, content: string): Der {
  return asn1.create(CONTEXT, tag | CONSTRUCTED, false, content);
}

export function setRaw(content: string): Der {
  return asn1.create(UNIVERSAL, asn1.Type.SET | CONSTRUCTED, false, content);
}

export function sequenceRaw(content: string): Der {
  return asn1.create(UNIVERSAL, asn1.Type.SEQUENCE | CONSTRUCTED, false, content);
}

export function oid(dotted: string): Der {
  return asn1.create(UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());
}

export function smallInteger(value: number): Der {
  return asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, String.fromCharCode(value));
}

/** An INTEGER by the bytes of its content. */
export function integerRaw(content: string): Der {
  return asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, content);
}

export function octets(bytes: Buffer): Der {
  return asn1.create(UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes.toString('latin1'));
}

export function nothing(): Der {
  return asn1.create(UNIVERSAL, asn1.Type.NULL, false, '');
}

export function encode(value: Der): string {
  return asn1.toDer(value).getBytes();
}

export function encodeToBuffer(value: Der): Buffer {
  return Buffer.from(encode(value), 'latin1');
}

/** The elements of a SET OF in the order that DER prescribes (X.690, 11.6), as one string. */
export function sortedSetContent(encoded: readonly string[]): string {
  return [...encoded].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('');
}

import { type Der, derChildren, expectTag, readOid, readWholeDer, tags } from './der.ts';

const labels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'givenName',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

export interface NameAttribute {
  label: string;
  value: string;
}

/** The attributes of a distinguished name in the order of the certificate. Text only for showing: comparisons use the DER. */
export function nameAttributes(name: Buffer): NameAttribute[] {
  return derChildren(readWholeDer(name, tags.sequence)).flatMap((set) =>
    derChildren(expectTag(set, tags.set)).map((pair) => {
      const [type, value] = derChildren(expectTag(pair, tags.sequence));
      const oid = readOid(type);
      return { label: labels[oid] ?? oid, value: value === undefined ? '' : readText(value) };
    }),
  );
}

/** The name for a reader: `CN=…, O=…`. */
export function nameText(name: Buffer): string {
  return nameAttributes(name)
    .map(({ label, value }) => `${label}=${value}`)
    .join(', ');
}

function readText(node: Der): string {
  // Control and bidirectional characters of a hostile name must not move the words beside it.
  return decode(node).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

function decode(node: Der): string {
  if (node.tag === 0x1e && node.content.length % 2 === 0) return Buffer.from(node.content).swap16().toString('utf16le');
  if (node.tag === 0x0c) return node.content.toString('utf8');
  if (node.tag === 0x13 || node.tag === 0x16 || node.tag === 0x12 || node.tag === 0x14) {
    return node.content.toString('latin1');
  }
  return `#${node.raw.toString('hex')}`;
}

import { type Der, DerProblem, derChildren, expectTag, readOid, readSmallInteger, readWholeDer, tags } from './der.ts';

export type KeyUse =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

const keyUses: readonly KeyUse[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** One subtree of nameConstraints: the GeneralName's tag and content. */
export interface Subtree {
  tag: number;
  content: Buffer;
}

/** What RFC 5280 4.2 extensions say, as far as path validation needs them. */
export interface CertificateExtensions {
  isAuthority: boolean;
  /** Certificates of authorities that may follow below this one. */
  pathLength: number | undefined;
  /** undefined: no keyUsage extension, every use. */
  keyUsage: ReadonlySet<KeyUse> | undefined;
  extendedKeyUsage: { oids: string[]; critical: boolean } | undefined;
  subjectKeyId: Buffer | undefined;
  authorityKeyId: Buffer | undefined;
  nameConstraints: { permitted: Subtree[]; excluded: Subtree[] } | undefined;
  alternativeNames: Subtree[];
  /** id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1). */
  ocspNoCheck: boolean;
  /** Critical extensions that nobody here knows: such a certificate must not be relied on (RFC 5280 4.2). */
  unknownCritical: string[];
}

const oids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  policies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Reads `[3] EXPLICIT Extensions`; absent means a certificate of version 1 or 2, which says nothing of its use. */
export function readExtensions(field: Der | undefined): CertificateExtensions {
  const found = new Map<string, { critical: boolean; value: Buffer }>();
  if (field !== undefined) {
    const [list] = derChildren(field);
    for (const extension of derChildren(expectTag(list, tags.sequence))) {
      const parts = derChildren(extension);
      const oid = readOid(parts[0]);
      // RFC 5280 4.2: at most one instance of an extension.
      if (found.has(oid)) throw new DerProblem('extension twice');
      const critical = parts[1]?.tag === tags.boolean && parts[1].content[0] === 0xff;
      found.set(oid, { critical, value: expectTag(parts.at(-1), tags.octetString).content });
    }
  }
  const known: readonly string[] = Object.values(oids);
  const read = <Value>(oid: string, how: (value: Buffer) => Value): Value | undefined => {
    const extension = found.get(oid);
    return extension === undefined ? undefined : how(extension.value);
  };
  const basic = read(oids.basicConstraints, readBasicConstraints);
  const extended = read(oids.extendedKeyUsage, (value) =>
    derChildren(readWholeDer(value, tags.sequence)).map((purpose) => readOid(purpose)),
  );
  return {
    isAuthority: basic?.isAuthority ?? false,
    pathLength: basic?.pathLength,
    keyUsage: read(oids.keyUsage, readKeyUsage),
    extendedKeyUsage:
      extended === undefined
        ? undefined
        : { oids: extended, critical: found.get(oids.extendedKeyUsage)?.critical ?? false },
    subjectKeyId: read(oids.subjectKeyId, (value) => readWholeDer(value, tags.octetString).content),
    authorityKeyId: read(
      oids.authorityKeyId,
      (value) => derChildren(readWholeDer(value, tags.sequence)).find(({ tag }) => tag === 0x80)?.content,
    ),
    nameConstraints: read(oids.nameConstraints, readNameConstraints),
    alternativeNames: read(oids.alternativeNames, (value) => derChildren(readWholeDer(value, tags.sequence))) ?? [],
    ocspNoCheck: found.has(oids.ocspNoCheck),
    unknownCritical: [...found].filter(([oid, { critical }]) => critical && !known.includes(oid)).map(([oid]) => oid),
  };
}

function readBasicConstraints(value: Buffer): { isAuthority: boolean; pathLength: number | undefined } {
  const [authority, length] = derChildren(readWholeDer(value, tags.sequence));
  const isAuthority = authority?.tag === tags.boolean && authority.content[0] === 0xff;
  return { isAuthority, pathLength: length === undefined ? undefined : readSmallInteger(length) };
}

function readKeyUsage(value: Buffer): ReadonlySet<KeyUse> {
  const { content } = readWholeDer(value, tags.bitString);
  const uses = keyUses.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
  return new Set(uses);
}

function readNameConstraints(value: Buffer): { permitted: Subtree[]; excluded: Subtree[] } {
  const parts = derChildren(readWholeDer(value, tags.sequence));
  const subtrees = (tag: number): Subtree[] => {
    const part = parts.find((candidate) => candidate.tag === tag);
    if (part === undefined) return [];
    return derChildren(part).map((subtree) => {
      const [base, ...limits] = derChildren(subtree);
      // RFC 5280 4.2.1.10: minimum is zero and maximum absent in this profile, so neither may be spelt out.
      if (base === undefined || limits.length > 0) throw new DerProblem('name constraints');
      return base;
    });
  };
  return { permitted: subtrees(0xa0), excluded: subtrees(0xa1) };
}

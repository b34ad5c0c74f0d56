import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import forge from 'node-forge';
import type { Signer } from '../../src/signing/cms.ts';
import {
  type Der,
  encode,
  encodeToBuffer,
  explicit,
  nothing,
  octets,
  oid,
  sequence,
  set,
} from '../../src/signing/der.ts';

/*
 * A root, an issuing CA and signers, made on the spot: just enough X.509 for judges to build a chain.
 */

const { asn1 } = forge;
const { UNIVERSAL } = asn1.Class;

export interface Holder {
  name: string;
  key: KeyObject;
  certificate: Buffer;
}

type Kind = 'p256' | 'p384' | 'rsa';

function newKey(kind: Kind): KeyObject {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return generateKeyPairSync('ec', { namedCurve: kind === 'p256' ? 'P-256' : 'P-384' }).privateKey;
}

function raw(der: Buffer): Der {
  return asn1.fromDer(der.toString('latin1'), { decodeBitStrings: false } as never);
}

function bits(bytes: Buffer): Der {
  return asn1.create(UNIVERSAL, asn1.Type.BITSTRING, false, `\0${bytes.toString('latin1')}`);
}

function distinguished(name: string): Der {
  const text = asn1.create(UNIVERSAL, asn1.Type.UTF8, false, Buffer.from(name, 'utf8').toString('latin1'));
  return sequence(set(sequence(oid('2.5.4.3'), text)));
}

function time(iso: string): Der {
  return asn1.create(UNIVERSAL, asn1.Type.UTCTIME, false, `${iso.replace(/[-:T]/g, '').slice(2, 14)}Z`);
}

function extension(id: string, critical: boolean, value: Der): Der {
  const flag = critical ? [asn1.create(UNIVERSAL, asn1.Type.BOOLEAN, false, '\xff')] : [];
  return sequence(oid(id), ...flag, octets(encodeToBuffer(value)));
}

function keyUsage(octet: number, unused: number): Der {
  return asn1.create(UNIVERSAL, asn1.Type.BITSTRING, false, String.fromCharCode(unused, octet));
}

function issue(name: string, kind: Kind, issuer: Omit<Holder, 'certificate'> | undefined, authority: boolean): Holder {
  const key = newKey(kind);
  const by = issuer ?? { name, key };
  const rsa = by.key.asymmetricKeyType === 'rsa';
  const digest = by.key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  const algorithm = rsa
    ? sequence(oid('1.2.840.113549.1.1.11'), nothing())
    : sequence(oid(digest === 'sha384' ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2'));
  const serial = randomBytes(12);
  serial[0] = 0x41;
  const yes = asn1.create(UNIVERSAL, asn1.Type.BOOLEAN, false, '\xff');
  const extensions = authority
    ? [extension('2.5.29.19', true, sequence(yes)), extension('2.5.29.15', true, keyUsage(0x06, 1))]
    : [extension('2.5.29.19', true, sequence()), extension('2.5.29.15', true, keyUsage(0xc0, 6))];
  const content = sequence(
    explicit(0, asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, '\x02')),
    asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, serial.toString('latin1')),
    algorithm,
    distinguished(by.name),
    sequence(time('2020-01-01T00:00:00'), time('2045-01-01T00:00:00')),
    distinguished(name),
    raw(createPublicKey(key).export({ type: 'spki', format: 'der' })),
    explicit(3, sequence(...extensions)),
  );
  const signature = sign(digest, Buffer.from(encode(content), 'latin1'), by.key);
  return { name, key, certificate: encodeToBuffer(sequence(content, algorithm, bits(signature))) };
}

/** Root, issuing CA and a signer of the kind; the chain holds the issuing CA and the root. */
export function testPki(kind: Kind = 'p256') {
  const root = issue('Layang Test Root', 'p256', undefined, true);
  const issuing = issue('Layang Test Issuing', 'p256', root, true);
  const newSigner = (name: string, kindOfKey: Kind = kind): Signer => {
    const holder = issue(name, kindOfKey, issuing, false);
    return {
      certificate: holder.certificate,
      chain: [issuing.certificate, root.certificate],
      sign: (input) => sign(kindOfKey === 'p384' ? 'sha384' : 'sha256', input, holder.key),
    };
  };
  return { root: root.certificate, issuing: issuing.certificate, signer: newSigner('Siti Rahayu'), newSigner };
}

import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Certificate, parseCertificate } from '../../src/certificates/certificate.ts';

/* Certificates and CRLs with whatever is wrong with them that a test wants. */

export function tlv(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const octets = length.subarray(length.findIndex((octet) => octet !== 0));
  return Buffer.concat([Buffer.of(tag, 0x80 | octets.length), octets, content]);
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const parts = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) parts.unshift((left & 0x7f) | 0x80);
    return parts;
  });
  return tlv(0x06, Buffer.from(octets));
}

export function named(name: string): Buffer {
  return tlv(0x30, tlv(0x31, tlv(0x30, oid('2.5.4.3'), tlv(0x0c, Buffer.from(name, 'utf8')))));
}

function time(date: string): Buffer {
  return tlv(0x18, Buffer.from(`${date.replaceAll('-', '')}000000Z`));
}

export function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return tlv(0x30, oid(id), ...(critical ? [Buffer.of(1, 1, 0xff)] : []), tlv(0x04, value));
}

const ecdsaSha256 = tlv(0x30, oid('1.2.840.10045.4.3.2'));
const yes = Buffer.of(1, 1, 0xff);

export interface Made {
  name: string;
  key: KeyObject;
  certificate: Certificate;
}

export interface Wish {
  name: string;
  issuer?: Made;
  authority?: boolean;
  pathLength?: number;
  /** Bits of keyUsage, the first octet; absent: no such extension. */
  keyUsage?: number;
  extendedKeyUsage?: { oids: string[]; critical: boolean };
  from?: string;
  to?: string;
  more?: Buffer[];
  serial?: number;
  curve?: string;
}

export const signs = 0xc0;
export const signsCertificates = 0x06;

let serials = 1;

export function made(wish: Wish): Made {
  const key = generateKeyPairSync('ec', { namedCurve: wish.curve ?? 'P-256' }).privateKey;
  const by = wish.issuer ?? { name: wish.name, key };
  const length = wish.pathLength === undefined ? [] : [tlv(0x02, Buffer.of(wish.pathLength))];
  const { extendedKeyUsage: extended } = wish;
  const extensions = [
    extension('2.5.29.19', true, wish.authority === true ? tlv(0x30, yes, ...length) : tlv(0x30)),
    ...(wish.keyUsage === undefined ? [] : [extension('2.5.29.15', true, tlv(0x03, Buffer.of(0, wish.keyUsage)))]),
    ...(extended === undefined
      ? []
      : [extension('2.5.29.37', extended.critical, tlv(0x30, ...extended.oids.map((purpose) => oid(purpose))))]),
    ...(wish.more ?? []),
  ];
  const tbs = tlv(
    0x30,
    tlv(0xa0, Buffer.of(2, 1, 2)),
    tlv(0x02, Buffer.of(wish.serial ?? serials++)),
    ecdsaSha256,
    named(by.name),
    tlv(0x30, time(wish.from ?? '2020-01-01'), time(wish.to ?? '2040-01-01')),
    named(wish.name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(0x30, ...extensions)),
  );
  return { name: wish.name, key, certificate: parseCertificate(signed(tbs, by.key)) };
}

function signed(tbs: Buffer, key: KeyObject): Buffer {
  return tlv(0x30, tbs, ecdsaSha256, tlv(0x03, Buffer.of(0), sign('sha256', tbs, key)));
}

export function madeCrl(issuer: Made, revoked: { serial: string; on: string }[], more: Buffer[] = []): Buffer {
  const entries = revoked.map(({ serial, on }) => tlv(0x30, tlv(0x02, Buffer.from(serial, 'hex')), time(on)));
  const tbs = tlv(
    0x30,
    Buffer.of(2, 1, 1),
    ecdsaSha256,
    named(issuer.name),
    time('2026-01-01'),
    time('2026-02-01'),
    ...(entries.length > 0 ? [tlv(0x30, ...entries)] : []),
    ...(more.length > 0 ? [tlv(0xa0, tlv(0x30, ...more))] : []),
  );
  return signed(tbs, issuer.key);
}

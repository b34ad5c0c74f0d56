import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { digestName, digestOf } from '../certificates/algorithms.ts';
import {
  type Der,
  derChildren,
  expectTag,
  readAlgorithm,
  readOid,
  readSmallInteger,
  readWholeDer,
  tags,
} from '../certificates/der.ts';
import { type CmsAttribute, cmsOids } from './signed-data.ts';

const oids = {
  macData: '1.0.32004.1.2',
  integrityInfo: '1.0.32004.1.0',
  wrapKeyDerivation: '1.0.32004.1.1',
  authenticatedData: '1.2.840.113549.1.9.16.1.2',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  hmacSha256: '1.2.840.113549.2.9',
};

/** What the code must have been made with and over. */
export interface MacGrounds {
  /** The key-encryption key of the encrypted file (`Protection.macKey`). */
  key: Buffer | undefined;
  covered: readonly Uint8Array[];
  /** The signature value beside which it stands. */
  signature: Buffer;
}

/**
 * Whether an unsigned attribute is the message authentication code of an encrypted file (ISO/TS 32004), and right: made
 * with the file's key over the signed bytes and the signature value. Every byte of it is judged.
 */
export function isRightMac({ type, values }: CmsAttribute, grounds: MacGrounds): boolean {
  const [value] = values;
  if (type !== oids.macData || value === undefined || values.length !== 1 || grounds.key === undefined) return false;
  try {
    return matches(value, grounds.key, grounds);
  } catch {
    // Malformed DER, or a wrapped key that does not unwrap with this file's key.
    return false;
  }
}

function matches(value: Der, key: Buffer, { covered, signature }: MacGrounds): boolean {
  const [type, wrapped] = exactly(expectTag(value, tags.sequence), 2);
  const [data] = exactly(expectTag(wrapped, 0xa0), 1);
  const [version, recipients, macAlgorithm, digestAlgorithm, content, attributes, mac] = exactly(
    expectTag(data, tags.sequence),
    7,
  );
  const digest = digestName(readAlgorithm({ ...expectTag(digestAlgorithm, 0xa1), tag: tags.sequence }));
  const [contentType, inner] = exactly(expectTag(content, tags.sequence), 2);
  const [octets] = exactly(expectTag(inner, 0xa0), 1);
  const info = expectTag(octets, tags.octetString).content;
  const known =
    readOid(type) === oids.authenticatedData &&
    readSmallInteger(version) === 0 &&
    isBare(macAlgorithm, oids.hmacSha256) &&
    readOid(contentType) === oids.integrityInfo;
  if (!known || digest === undefined || attributes === undefined) return false;

  const authenticated = expectTag(attributes, 0xa2);
  const made = createHmac('sha256', unwrapped(recipients, key))
    .update(Buffer.of(tags.set))
    .update(authenticated.raw.subarray(1))
    .digest();
  const stated = expectTag(mac, tags.octetString).content;
  if (stated.length !== made.length || !timingSafeEqual(stated, made)) return false;
  return (
    attributeOf(authenticated, cmsOids.messageDigest).content.equals(digestOf(digest, info)) &&
    readOid(attributeOf(authenticated, cmsOids.contentType)) === oids.integrityInfo &&
    isAbout(info, digestOf(digest, ...covered), digestOf(digest, signature))
  );
}

/** PdfMacIntegrityInfo: version 0, digest of the bytes, digest of the signature value. */
function isAbout(info: Buffer, data: Buffer, signature: Buffer): boolean {
  const [version, dataDigest, signatureDigest] = exactly(readWholeDer(info, tags.sequence), 3);
  return (
    readSmallInteger(version) === 0 &&
    expectTag(dataDigest, tags.octetString).content.equals(data) &&
    expectTag(signatureDigest, 0x80).content.equals(signature)
  );
}

/** One PasswordRecipientInfo whose "password" is the file's key: AES-256 key wrap (RFC 3394). */
function unwrapped(recipients: Der | undefined, key: Buffer): Buffer {
  const [recipient] = exactly(expectTag(recipients, tags.set), 1);
  const [version, derivation, wrapping, wrapped] = exactly(expectTag(recipient, 0xa3), 4);
  const known =
    readSmallInteger(version) === 0 &&
    isBare({ ...expectTag(derivation, 0xa0), tag: tags.sequence }, oids.wrapKeyDerivation) &&
    isBare(wrapping, oids.aes256Wrap);
  if (!known) throw new Error('recipient');
  const decipher = createDecipheriv('id-aes256-wrap', key, Buffer.alloc(8, 0xa6));
  const opened = decipher.update(expectTag(wrapped, tags.octetString).content);
  return Buffer.concat([opened, decipher.final()]);
}

function attributeOf(attributes: Der, type: string): Der {
  const found = derChildren(attributes).filter((attribute) => readOid(derChildren(attribute)[0]) === type);
  const [attribute] = found;
  if (attribute === undefined || found.length !== 1) throw new Error('attribute');
  const [, values] = exactly(attribute, 2);
  const [value] = exactly(expectTag(values, tags.set), 1);
  if (value === undefined) throw new Error('value');
  return value;
}

function isBare(node: Der | undefined, oid: string): boolean {
  const algorithm = readAlgorithm(node);
  return algorithm.oid === oid && algorithm.parameters === undefined;
}

function exactly(node: Der, count: number): (Der | undefined)[] {
  const children = derChildren(node);
  if (children.length !== count) throw new Error('fields');
  return children;
}

import { describe, expect, it } from '@jest/globals';
import {
  parseCertificate,
  readCertificateFile,
  signerName,
  tryParseCertificate,
} from '../../src/certificates/certificate.ts';
import { readDer, readOid, readTime, readWholeDer } from '../../src/certificates/der.ts';
import fc from '../support/draws.ts';
import { made, oid, tlv } from './made-certificates.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('strict DER', () => {
  it.each([
    ['an indefinite length', '30 80 00 00'],
    ['a length in more octets than needed', '04 81 01 00'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length beyond the end', '04 05 00'],
    ['a length of five octets', '04 85 00 00 00 00 01 00'],
    ['a high tag number', '1f 81 01 00'],
    ['nothing', ''],
  ])('refuses %s', (_, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow();
  });

  it('refuses bytes after the end, and malformed parts deep inside', () => {
    expect(() => readWholeDer(hex('30 00 00'), 0x30)).toThrow();
    expect(() => readWholeDer(hex('30 04 30 02 04 81'), 0x30)).toThrow();
  });

  it('reads object identifiers, and refuses second spellings of them', () => {
    for (const text of ['2.5.29.19', '1.2.840.113549.1.9.16.2.47', '2.16.840.1.101.3.4.2.1', '0.4.0.1']) {
      expect(readOid(readDer(oid(text)))).toBe(text);
    }
    expect(() => readOid(readDer(hex('06 03 2a 80 01')))).toThrow();
    expect(() => readOid(readDer(hex('06 02 2a 86')))).toThrow();
  });

  it('reads times in UTC only', () => {
    expect(readTime(readDer(tlv(0x17, Buffer.from('490101000000Z'))))).toEqual(new Date('2049-01-01T00:00:00Z'));
    expect(readTime(readDer(tlv(0x17, Buffer.from('500101000000Z'))))).toEqual(new Date('1950-01-01T00:00:00Z'));
    expect(() => readTime(readDer(tlv(0x18, Buffer.from('20260101000000+0700'))))).toThrow();
    expect(() => readTime(readDer(tlv(0x18, Buffer.from('20261301000000Z'))))).toThrow();
  });
});

describe('a certificate', () => {
  const siti = made({ name: 'Siti \u202eRahayu' }).certificate;

  it('is read from DER and from PEM, several from one file', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${siti.der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    expect(readCertificateFile(siti.der)).toHaveLength(1);
    expect(readCertificateFile(Buffer.from(pem + pem))).toHaveLength(2);
    expect(() => readCertificateFile(Buffer.from('bukan'))).toThrow();
  });

  it('does not let a name turn the text around it', () => {
    expect(signerName(siti)).toBe('Siti \uFFFDRahayu');
  });

  it('is either read or refused, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.nat(siti.der.length - 1), fc.nat(255), (at, value) => {
        const copy = Buffer.from(siti.der);
        copy[at] = value;
        const read = tryParseCertificate(copy);
        expect(read === undefined || read.der.equals(copy)).toBe(true);
      }),
    );
    expect(() => parseCertificate(Buffer.alloc(0))).toThrow();
  });
});

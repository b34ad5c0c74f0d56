import { describe, expect, it } from '@jest/globals';
import { findRevocation } from '../../src/certificates/revocation.ts';
import { extension, made, madeCrl, signsCertificates, tlv } from './made-certificates.ts';

const root = made({ name: 'Root', authority: true, keyUsage: signsCertificates });
const siti = made({ name: 'Siti', issuer: root });
const revoked = { serial: siti.certificate.serial, on: '2026-01-15' };

function ask(...crls: Buffer[]) {
  return findRevocation(siti.certificate, root.certificate, { crls, ocspResponses: [] });
}

describe('a revocation list', () => {
  it('says since when a certificate is revoked', () => {
    const answer = { status: 'revoked', source: 'crl', since: new Date('2026-01-15T00:00:00Z') };
    expect(ask(madeCrl(root, [{ serial: '7f', on: '2025-01-01' }, revoked]))).toEqual(answer);
  });

  it('says that a certificate is not on it, and as of when', () => {
    const answer = { status: 'good', source: 'crl', asOf: new Date('2026-01-01T00:00:00Z') };
    expect(ask(madeCrl(root, []))).toEqual(answer);
    expect(ask(madeCrl(root, [{ serial: '7f', on: '2025-01-01' }]))).toEqual(answer);
  });

  it('is outweighed by one that says revoked', () => {
    expect(ask(madeCrl(root, []), madeCrl(root, [revoked])).status).toBe('revoked');
  });

  it.each([
    ['somebody else signed it under the same name', madeCrl({ ...siti, name: 'Root' }, [revoked])],
    ['it is of another authority', madeCrl(made({ name: 'Other', authority: true }), [revoked])],
    ['it lists only what changed', madeCrl(root, [], [extension('2.5.29.27', true, tlv(0x02, Buffer.of(1)))])],
    ['it is cut off', madeCrl(root, [revoked]).subarray(0, 60)],
    ['it is no list', Buffer.from('3000', 'hex')],
  ])('says nothing when %s', (_, crl) => {
    expect(ask(crl)).toEqual({ status: 'not-checked' });
  });
});

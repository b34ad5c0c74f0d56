import { certificateState, demandUsable, termFrom } from '../../src/authority/certificate-term.ts';

const certificate = {
  notBefore: new Date('2026-03-02T02:00:00Z'),
  notAfter: new Date('2028-03-02T01:59:59Z'),
  revokedAt: null,
};

it('counts the first and the last second of a certificate as valid', () => {
  expect(certificateState(certificate, new Date('2026-03-02T01:59:59.999Z'))).toBe('not-yet-valid');
  expect(certificateState(certificate, certificate.notBefore)).toBe('valid');
  expect(certificateState(certificate, new Date('2028-03-02T01:59:59.999Z'))).toBe('valid');
  expect(certificateState(certificate, new Date('2028-03-02T02:00:00Z'))).toBe('expired');
});

it('refuses a revoked certificate from the moment of revocation on', () => {
  const revoked = { ...certificate, revokedAt: new Date('2027-01-01T00:00:00Z') };
  expect(certificateState(revoked, new Date('2026-12-31T23:59:59Z'))).toBe('valid');
  expect(certificateState(revoked, revoked.revokedAt)).toBe('revoked');
  expect(() => demandUsable(revoked, new Date('2029-01-01T00:00:00Z'))).toThrow('certificate-revoked');
});

it('says in plain words since when a certificate is of no use, by the calendar of the office', () => {
  try {
    demandUsable(certificate, new Date('2028-03-03T00:00:00Z'), 'Asia/Jayapura');
    throw new Error('not refused');
  } catch (refusal) {
    expect(refusal).toMatchObject({
      code: 'certificate-expired',
      words: { id: expect.stringContaining('2 Maret 2028') },
    });
  }
  expect(() => demandUsable(certificate, new Date('2025-01-01T00:00:00Z'))).toThrow('certificate-not-yet-valid');
});

it('never lets a certificate outlive its issuer', () => {
  const now = new Date('2026-02-28T10:00:00.700Z');
  expect(termFrom(now, 2)).toEqual({
    notBefore: new Date('2026-02-28T10:00:00Z'),
    notAfter: new Date('2028-02-28T09:59:59Z'),
  });
  const issuerEnd = new Date('2027-01-01T00:00:00Z');
  expect(termFrom(now, 2, issuerEnd).notAfter).toEqual(issuerEnd);
});

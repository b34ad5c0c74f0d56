import { Refusal } from '../errors.ts';

/** Validity as X.509 has it: both instants belong to it, in whole seconds. */
export interface CertificateTerm {
  notBefore: Date;
  notAfter: Date;
  revokedAt: Date | null;
}

export type CertificateState = 'valid' | 'not-yet-valid' | 'expired' | 'revoked';

/** A revoked certificate stays revoked whatever its dates say. */
export function certificateState(certificate: CertificateTerm, at: Date): CertificateState {
  if (certificate.revokedAt !== null && certificate.revokedAt <= at) return 'revoked';
  if (at < certificate.notBefore) return 'not-yet-valid';
  // notAfter names a whole second, and the last one is still inside (RFC 5280 4.1.2.5).
  return at.getTime() >= certificate.notAfter.getTime() + 1000 ? 'expired' : 'valid';
}

/** Refusals `certificate-expired`, `certificate-not-yet-valid`, `certificate-revoked`, before any number is touched. */
export function demandUsable(certificate: CertificateTerm, at: Date, timeZone = 'Asia/Jakarta'): void {
  const day = (instant: Date, language: string) =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(instant);
  switch (certificateState(certificate, at)) {
    case 'valid':
      return;
    case 'expired':
      throw new Refusal('wrong-state', 'certificate-expired', {
        id: `Sertifikat elektronik Anda berakhir pada ${day(certificate.notAfter, 'id')}. Surat belum ditandatangani; perbarui sertifikat di halaman akun.`,
        en: `Your certificate expired on ${day(certificate.notAfter, 'en')}. The letter was not signed; renew the certificate on your account page.`,
      });
    case 'not-yet-valid':
      throw new Refusal('wrong-state', 'certificate-not-yet-valid', {
        id: `Sertifikat elektronik Anda baru berlaku mulai ${day(certificate.notBefore, 'id')}. Surat belum ditandatangani; periksa juga jam server.`,
        en: `Your certificate is valid only from ${day(certificate.notBefore, 'en')}. The letter was not signed; the server's clock may also be wrong.`,
      });
    case 'revoked':
      throw new Refusal('wrong-state', 'certificate-revoked', {
        id: 'Sertifikat elektronik Anda sudah dicabut. Surat belum ditandatangani; buat kunci baru di halaman akun.',
        en: 'Your certificate was revoked. The letter was not signed; make new keys on your account page.',
      });
  }
}

/** How long each kind lives. An official's is short, so that a forgotten one ends by itself. */
export const YEARS = { root: 20, issuing: 10, official: 2 } as const;

/** From the whole second of `now`; never beyond the issuer, because verifiers that use the shell model would refuse it. */
export function termFrom(now: Date, years: number, issuerNotAfter?: Date): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const end = new Date(notBefore);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  end.setTime(end.getTime() - 1000);
  return { notBefore, notAfter: issuerNotAfter !== undefined && issuerNotAfter < end ? issuerNotAfter : end };
}

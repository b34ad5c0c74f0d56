import type { CertificateName } from './certificate-profile.ts';

/** Said in every certificate, as on every page: internal, not one of the national certification authority. */
const INTERNAL = 'Sertifikat elektronik internal';

/** X.520 upper bounds of commonName, organizationName and organizationalUnitName (RFC 5280, appendix A): characters. */
const UPPER_BOUND = 64;

export function rootName(office: { name: string; region: string }): CertificateName {
  return named(office, fitted(`Induk Sertifikat Internal ${office.region}`));
}

export function issuingName(office: { name: string; region: string }): CertificateName {
  return named(office, fitted(`Penerbit Sertifikat Internal ${office.region}`));
}

/**
 * `fullName` with academic titles, `plainName` without: the titles go first when the name is longer than X.509 allows.
 * The serial is the person's number in this installation, so that two people of one name have two names.
 */
export function officialName(
  office: { name: string },
  holder: { personId: number; fullName: string; plainName: string },
): CertificateName {
  return { ...named(office, officialCommonName(holder)), serial: `LAYANG-${String(holder.personId).padStart(6, '0')}` };
}

/** How an official's certificate names its holder. */
export function officialCommonName(holder: { fullName: string; plainName: string }): string {
  const fits = characters(holder.fullName).length <= UPPER_BOUND;
  return fitted(fits ? holder.fullName : holder.plainName);
}

function named(office: { name: string }, commonName: string): CertificateName {
  return { organisation: fitted(office.name), unit: INTERNAL, commonName };
}

function fitted(text: string): string {
  const all = characters(text);
  return all.length <= UPPER_BOUND
    ? all.join('')
    : `${all
        .slice(0, UPPER_BOUND - 1)
        .join('')
        .trimEnd()}…`;
}

function characters(text: string): string[] {
  return [...text.normalize('NFC')];
}

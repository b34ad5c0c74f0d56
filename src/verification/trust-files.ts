import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCertificateFile } from '../certificates/certificate.ts';
import type { Words } from '../errors.ts';
import { readBounded } from './bounded-file.ts';

/** Names of files, in PEM or DER. */
export interface TrustFiles {
  trust: readonly string[];
  certificates: readonly string[];
  crls: readonly string[];
}

/** DER. */
export interface TrustMaterial {
  anchors: Buffer[];
  certificates: Buffer[];
  crls: Buffer[];
}

const MOST_LISTS = 100;
const LARGEST_LIST = 32 * 1024 * 1024;

/**
 * Reads what somebody trusts, with the revocation lists (`*.crl`) that lie in the folder of a trusted certificate: who
 * keeps them beside it means them to be looked at, and a list counts only as far as its issuer has signed it. Words when a
 * file that was named cannot be read.
 */
export async function readTrustFiles(files: TrustFiles): Promise<TrustMaterial | Words> {
  const anchors = await readCertificates(files.trust);
  if ('id' in anchors) return anchors;
  const certificates = await readCertificates(files.certificates);
  if ('id' in certificates) return certificates;
  const crls: Buffer[] = [];
  for (const file of files.crls) {
    const bytes = await readBounded(file);
    if ('id' in bytes) return bytes;
    crls.push(...listsIn(bytes));
  }
  for (const file of await listsBeside(files.trust)) {
    const bytes = await readBounded(file, LARGEST_LIST);
    if (!('id' in bytes)) crls.push(...listsIn(bytes));
  }
  return { anchors, certificates, crls };
}

async function readCertificates(files: readonly string[]): Promise<Buffer[] | Words> {
  const found: Buffer[] = [];
  for (const file of files) {
    const bytes = await readBounded(file);
    if ('id' in bytes) return bytes;
    try {
      found.push(...readCertificateFile(bytes).map(({ der }) => der));
    } catch {
      return { id: `${file}: bukan sertifikat PEM atau DER`, en: `${file}: no certificate in PEM or DER` };
    }
  }
  return found;
}

async function listsBeside(trust: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of new Set(trust.map((file) => dirname(file)))) {
    const names = await readdir(folder).catch((): string[] => []);
    found.push(...names.filter((name) => /\.crl$/i.test(name)).map((name) => join(folder, name)));
  }
  return found.sort().slice(0, MOST_LISTS);
}

function listsIn(bytes: Buffer): Buffer[] {
  const bodies = [...bytes.toString('latin1').matchAll(/-----BEGIN X509 CRL-----([^-]*)-----END X509 CRL-----/g)];
  return bodies.length === 0 ? [bytes] : bodies.map(([, body = '']) => Buffer.from(body, 'base64'));
}

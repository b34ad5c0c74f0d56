import { X509Certificate } from 'node:crypto';
import { listAuthorityCertificates } from '../authority/authority-store.ts';
import { opensOuterWrap } from '../custody/key-wrap.ts';
import type { ServiceKeys } from '../custody/service-keys.ts';
import type { Sql } from '../postgres/database.ts';
import { findStatusKey } from '../seal/directory-store.ts';
import { decodeVkey } from '../seal/signed-note.ts';
import type { Trust } from '../seal/trust-note.ts';
import { type Finding, finding } from './finding.ts';
import { listOfficialKeys, type OfficialKeyRow } from './record-store.ts';
import { walk } from './walk.ts';

const BATCH = 500;

export interface KeysDeps {
  db: Sql;
  keys: ServiceKeys;
  /** The note in force; undefined before there is one. */
  trust: Trust | undefined;
}

/** The keys folder belongs to this database: by public halves, and for the key-encryption key by the wraps that it opens. */
export async function* checkKeys(deps: KeysDeps): AsyncGenerator<Finding> {
  for (const file of await strangeFiles(deps)) {
    yield finding(
      'service-key-of-another-office',
      `key ${file}`,
      `Kunci ${file} di DATA_DIR/keys bukan milik basis data ini.`,
      `The key ${file} in DATA_DIR/keys does not belong to this database.`,
    );
  }
  for (const serial of await strangeAuthorities(deps)) {
    yield finding(
      'authority-of-another-office',
      `certificate ${serial}`,
      `Sertifikat otoritas ${serial} di basis data bukan dibuat dengan kunci instansi ini: jangan percayai tanda tangan di bawahnya.`,
      `The authority certificate ${serial} in the database was not made with this office's keys: trust no signature below it.`,
    );
  }
  for await (const batch of walk(
    0,
    (row: OfficialKeyRow) => row.id,
    (after) => listOfficialKeys(deps.db, after, BATCH),
  )) {
    for (const key of batch) {
      const about = `key ${key.name}`;
      if (!publicHalvesAgree(key)) {
        yield finding(
          'official-key-mixed-up',
          about,
          `Kunci ${key.name}: bagian umumnya lain dari sertifikat atau direktori.`,
          `Key ${key.name}: its public half is not that of its certificate or directory line.`,
        );
      }
      if (key.wrapped.length > 0 && !opensOuterWrap(deps.keys.keyEncryption, key)) {
        yield finding(
          'official-key-closed',
          about,
          `Kunci ${key.name} tidak terbuka dengan key-encryption.key di DATA_DIR/keys.`,
          `Key ${key.name} does not open under key-encryption.key of DATA_DIR/keys.`,
        );
      }
    }
  }
}

async function strangeFiles({ db, keys, trust }: KeysDeps): Promise<string[]> {
  const pairs: [string, Buffer | undefined, Buffer][] = [];
  const authorities = await listAuthorityCertificates(db);
  for (const [role, signer] of [
    ['root', keys.certificateRoot],
    ['issuing', keys.certificateIssuing],
  ] as const) {
    const newest = authorities.find((row) => row.role === role);
    if (newest) pairs.push([`certificate-${role}.pem`, spkiOf(newest.der), signer.publicKey]);
  }
  if (trust) {
    pairs.push(['trust-root-1.pem', decodeVkey(trust.roots[0] ?? '')?.publicKey, keys.trustRoot.publicKey]);
    pairs.push(['directory.pem', decodeVkey(trust.directory)?.publicKey, keys.directory.publicKey]);
    pairs.push(['state.pem', decodeVkey(trust.state)?.publicKey, keys.state.publicKey]);
    const log = /^log (\S+)$/m.exec(trust.policy)?.[1] ?? '';
    pairs.push(['log.pem', decodeVkey(log)?.publicKey, keys.log.publicKey]);
    const status = await findStatusKey(db, keys.status.publicKey);
    pairs.push(['status.pem', status?.publicKey, keys.status.publicKey]);
  }
  return pairs.filter(([, known, here]) => !known?.equals(here)).map(([file]) => file);
}

/**
 * Serials of roots and issuing certificates that our own root key did not sign: our verifier trusts every root of the
 * database. None where the key file itself is not the office's, which is said already.
 */
async function strangeAuthorities({ db, keys }: KeysDeps): Promise<string[]> {
  const authorities = (await listAuthorityCertificates(db)).map(({ role, der }) => ({
    certificate: new X509Certificate(der),
    key: role === 'root' ? keys.certificateRoot.publicKey : keys.certificateIssuing.publicKey,
    spki: spkiOf(der),
    role,
  }));
  const root = authorities.find(({ role, spki }) => role === 'root' && spki.equals(keys.certificateRoot.publicKey));
  if (root === undefined) return [];
  const { publicKey } = root.certificate;
  return authorities
    .filter(({ certificate, key, spki }) => !spki.equals(key) || !certificate.verify(publicKey))
    .map(({ certificate }) => certificate.serialNumber.toLowerCase());
}

function publicHalvesAgree({ publicKey, sealPublic, certificate }: OfficialKeyRow): boolean {
  if (sealPublic !== null && !sealPublic.equals(publicKey)) return false;
  return certificate === null || spkiOf(certificate).equals(publicKey);
}

function spkiOf(der: Buffer): Buffer {
  return new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
}

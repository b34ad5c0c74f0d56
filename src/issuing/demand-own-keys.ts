import { X509Certificate } from 'node:crypto';
import { listAuthorityCertificates } from '../authority/authority-store.ts';
import { findAnyPrivateKey } from '../custody/custody-store.ts';
import { opensOuterWrap } from '../custody/key-wrap.ts';
import { SERVICE_KEY_FILES } from '../custody/service-key-files.ts';
import type { ServiceKeys } from '../custody/service-keys.ts';
import { Refusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { logKeyOf } from '../seal/ensure-trust.ts';
import { decodeVkey } from '../seal/signed-note.ts';
import { findTrust } from '../seal/trust-store.ts';

/**
 * Refuses `keys-of-another-database` and names the files of `DATA_DIR/keys` that are not those this database was begun with: the
 * folder of another office, or one file put back from somewhere else. Nothing is written. An empty database has no say.
 */
export async function demandOwnKeys(db: Sql, keys: ServiceKeys): Promise<void> {
  const foreign: (keyof typeof SERVICE_KEY_FILES)[] = [];
  const certificates = await listAuthorityCertificates(db);
  for (const [role, name] of [['root', 'certificateRoot'] as const, ['issuing', 'certificateIssuing'] as const]) {
    const newest = certificates.find((row) => row.role === role);
    if (newest !== undefined && !publicKeyOf(newest.der).equals(keys[name].publicKey)) foreign.push(name);
  }
  const trust = (await findTrust(db))?.trust;
  if (trust !== undefined) {
    const named = { trustRoot: trust.roots[0], directory: trust.directory, state: trust.state, log: logKeyOf(trust) };
    for (const name of ['trustRoot', 'directory', 'state', 'log'] as const) {
      if (!decodeVkey(named[name] ?? '')?.publicKey.equals(keys[name].publicKey)) foreign.push(name);
    }
  }
  const wrapped = await findAnyPrivateKey(db);
  if (wrapped !== undefined && !opensOuterWrap(keys.keyEncryption, wrapped)) foreign.push('keyEncryption');
  if (foreign.length > 0) throw foreignKeys(foreign.map((name) => SERVICE_KEY_FILES[name].file));
}

function publicKeyOf(der: Buffer): Buffer {
  return new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
}

function foreignKeys(files: readonly string[]): Refusal {
  const list = files.join(', ');
  return new Refusal('unavailable', 'keys-of-another-database', {
    id: `Kunci di DATA_DIR/keys bukan milik basis data ini (${list}). Periksa DATA_DIR dan DATABASE_URL, atau pulihkan folder kunci yang sesuai dari cadangan.`,
    en: `The keys in DATA_DIR/keys do not belong to this database (${list}). Check DATA_DIR and DATABASE_URL, or restore the key folder that goes with it from your backup.`,
  });
}

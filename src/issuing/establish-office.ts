import { listAuthorityCertificates, lockAuthority } from '../authority/authority-store.ts';
import { createAuthority } from '../authority/issue-certificate.ts';
import type { Clock } from '../clock.ts';
import type { ServiceKeys } from '../custody/service-keys.ts';
import { findOffice, type Office, storeOffice } from '../people/office-store.ts';
import type { Database } from '../postgres/database.ts';
import { ensureStatusKey } from '../seal/enrol-seal-key.ts';
import { ensureTrust } from '../seal/ensure-trust.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { demandOwnKeys } from './demand-own-keys.ts';

export interface OfficeDeps {
  db: Database;
  clock: Clock;
  /** The authority of PUBLIC_ORIGIN. */
  host: string;
  keys: ServiceKeys;
}

/** Years for which the office's status key is listed. */
const STATUS_KEY_YEARS = 10;

/**
 * Sets up an empty database: the office with its certificates in one transaction, then what `completeOffice` adds. An office
 * that exists stays as it is. After a crash anywhere, `completeOffice` at the next start does the rest.
 */
export async function establishOffice(deps: OfficeDeps, office: Office): Promise<void> {
  const now = deps.clock();
  await deps.db.transaction(async (tx) => {
    await lockAuthority(tx);
    if ((await findOffice(tx)) === undefined) await storeOffice(tx, office, now);
  });
  await completeOffice(deps);
}

/**
 * Makes whatever the office still lacks: root and issuing certificate, trust note (the next version when host or name
 * changed), status key, directory, state note. Called at every start; does nothing where everything is there, or when no
 * office was set up yet. Refuses `keys-of-another-database` before anything is written when the key folder is not this office's.
 */
export async function completeOffice(deps: OfficeDeps): Promise<void> {
  const office = await findOffice(deps.db);
  if (office === undefined) return;
  await demandOwnKeys(deps.db, deps.keys);
  const now = deps.clock();
  await ensureAuthority(deps, office, now);
  await ensureTrust(
    {
      db: deps.db,
      host: deps.host,
      officeName: office.name,
      root: deps.keys.trustRoot,
      directoryKey: deps.keys.directory,
      stateKey: deps.keys.state,
      logKey: deps.keys.log,
    },
    now,
  );
  await deps.db.transaction((tx) =>
    ensureStatusKey(tx, deps.host, statusKey(deps.keys, office, now), deps.keys.directory, now),
  );
  await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
}

async function ensureAuthority({ db, keys }: OfficeDeps, office: Office, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await lockAuthority(tx);
    if ((await listAuthorityCertificates(tx)).length > 0) return;
    await createAuthority(tx, { root: keys.certificateRoot, issuing: keys.certificateIssuing }, office, now);
  });
}

function statusKey({ status }: ServiceKeys, office: Office, now: Date) {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + STATUS_KEY_YEARS);
  return {
    publicKey: status.publicKey,
    holderName: office.name,
    position: 'Kunci status',
    unit: office.name,
    notBefore,
    notAfter,
  };
}

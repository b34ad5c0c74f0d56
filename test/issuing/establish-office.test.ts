import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { completeOffice, establishOffice } from '../../src/issuing/establish-office.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { findDirectory } from '../../src/seal/directory-store.ts';
import { decodeVkey, openNote } from '../../src/seal/signed-note.ts';
import { parseStateText } from '../../src/seal/state-note.ts';
import { findStateNote } from '../../src/seal/state-store.ts';
import { openTrustNote } from '../../src/seal/trust-note.ts';
import { getTrust } from '../../src/seal/trust-store.ts';
import { enrolWorld, office } from './enrol-world.ts';

async function counts(db: Database) {
  return db.one(
    z.object({
      offices: z.number(),
      certificates: z.number(),
      trusts: z.number(),
      directories: z.number(),
      sealKeys: z.number(),
      entries: z.number(),
    }),
    sql`SELECT (SELECT count(*) FROM office) AS offices, (SELECT count(*) FROM certificate) AS certificates,
          (SELECT count(*) FROM trust_version) AS trusts, (SELECT count(*) FROM directory_version) AS directories,
          (SELECT count(*) FROM seal_key) AS seal_keys, (SELECT count(*) FROM log_entry) AS entries`,
  );
}
const whole = { offices: 1, certificates: 2, trusts: 1, directories: 1, sealKeys: 1, entries: 1 };

it('gives an empty database an office with authority, trust note, status key, directory and state', async () => {
  const { deps, db } = await enrolWorld();
  await establishOffice(deps, office);
  expect(await counts(db)).toEqual(whole);
  expect(await trustAnchors(db)).toHaveLength(1);

  const stored = await getTrust(db);
  const trust = openTrustNote(stored.note)?.trust;
  expect(trust).toMatchObject({ hosts: ['v.layang.example'], name: office.name, threshold: 1 });
  const directory = await findDirectory(db);
  const directoryKey = decodeVkey(trust?.directory ?? '');
  if (!directoryKey || !directory) throw new Error('no directory');
  expect(openNote(directory.note, [directoryKey])).toBeDefined();
  expect(directory.keys).toMatchObject([{ role: 'status', id: 'v.layang.example/status/000001', name: office.name }]);
  const stateKey = decodeVkey(trust?.state ?? '');
  const state = stateKey && openNote((await findStateNote(db))?.note ?? '', [stateKey]);
  expect(parseStateText(state?.text ?? '')).toMatchObject({
    keys: { version: 1 },
    trust: { version: 1 },
    notInForce: [],
  });
});

it('does nothing where everything is there, at every later start and for processes that start together', async () => {
  const { deps, db } = await enrolWorld();
  await Promise.all([establishOffice(deps, office), establishOffice(deps, office), establishOffice(deps, office)]);
  await completeOffice(deps);
  expect(await counts(db)).toEqual(whole);
});

it('waits for an office before it makes anything', async () => {
  const { deps, db } = await enrolWorld();
  await completeOffice(deps);
  expect(await counts(db)).toEqual({ offices: 0, certificates: 0, trusts: 0, directories: 0, sealKeys: 0, entries: 0 });
});

it('is completed by the next start wherever the power failed', async () => {
  // Each number lets one more transaction through before the process dies.
  for (let allowed = 0; allowed < 6; allowed++) {
    const { deps, db } = await enrolWorld();
    let begun = 0;
    const dying: Database = {
      ...db,
      transaction(work) {
        begun += 1;
        if (begun > allowed) return Promise.reject(new Error('the power failed'));
        return db.transaction(work);
      },
    };
    await establishOffice({ ...deps, db: dying }, office).catch(() => undefined);
    if (allowed === 0) await establishOffice(deps, office);
    else await completeOffice(deps);
    expect(await counts(db)).toEqual(whole);
  }
});

it('publishes the next trust note when the host changed and keeps the former one answering', async () => {
  const { deps, db } = await enrolWorld();
  await establishOffice(deps, office);
  await completeOffice({ ...deps, host: 'periksa.layang.example' });
  expect((await getTrust(db)).trust.hosts).toEqual(['periksa.layang.example', 'v.layang.example']);
  expect(await counts(db)).toEqual({ ...whole, trusts: 2 });
});

it('refuses the key folder of another office and changes nothing', async () => {
  const first = await enrolWorld();
  const second = await enrolWorld();
  await establishOffice(first.deps, office);
  const foreign = await openServiceKeys(second.dataDir, { databaseIsNew: false });
  await expect(completeOffice({ ...first.deps, keys: foreign })).rejects.toMatchObject({
    problem: 'unavailable',
    code: 'keys-of-another-database',
  });
  expect(await counts(first.db)).toEqual(whole);
  expect(await readdir(second.dataDir)).toEqual(['keys']);
});

import { generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { endSealKey, findDirectory, listSealKeysByKid } from '../../src/seal/directory-store.ts';
import { enrolSealKey, ensureStatusKey, nextSealKeyName } from '../../src/seal/enrol-seal-key.ts';
import { ensureTrust, type KeyPair } from '../../src/seal/ensure-trust.ts';
import { parseDirectoryText } from '../../src/seal/key-directory.ts';
import { keysEntry } from '../../src/seal/log-entry.ts';
import { publishDirectory } from '../../src/seal/publish-directory.ts';
import { refreshState } from '../../src/seal/refresh-state.ts';
import { decodeVkey, openNote } from '../../src/seal/signed-note.ts';
import { parseStateText } from '../../src/seal/state-note.ts';
import { openTrustNote } from '../../src/seal/trust-note.ts';
import { listWaitingEntries } from '../../src/transparency/log-queue-store.ts';
import { testDatabase } from '../support/database.ts';

const host = 'v.layang.example';
const t0 = new Date('2026-11-21T01:00:00Z');
const later = (minutes: number) => new Date(t0.getTime() + minutes * 60_000);

function newKey(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return { publicKey: Buffer.from(raw), sign: (message) => sign(null, message, privateKey) };
}

const keys = { root: newKey(), directory: newKey(), state: newKey(), log: newKey(), status: newKey() };

const trustDeps = (db: Database, change: { host?: string; officeName?: string; stateKey?: KeyPair } = {}) => ({
  db,
  host,
  officeName: 'Pemerintah Kabupaten Contoh',
  root: keys.root,
  directoryKey: keys.directory,
  stateKey: keys.state,
  logKey: keys.log,
  ...change,
});

const statusHolder = {
  publicKey: keys.status.publicKey,
  holderName: 'Pemerintah Kabupaten Contoh',
  position: 'Kunci status',
  unit: 'Pemerintah Kabupaten Contoh',
  notBefore: t0,
  notAfter: later(1_000_000),
};

async function appointments(db: Database, count: number): Promise<number[]> {
  const id = z.object({ id: z.number() });
  const unit = await db.one(id, sql`INSERT INTO unit (code, name) VALUES ('BKD', 'Badan Kepegawaian') RETURNING id`);
  const made: number[] = [];
  for (let n = 0; n < count; n++) {
    const position = await db.one(
      id,
      sql`INSERT INTO position (unit_id, name) VALUES (${unit.id}, ${`Jabatan ${n}`}) RETURNING id`,
    );
    const person = await db.one(
      id,
      sql`INSERT INTO person (username, name, created_at) VALUES (${`orang${n}`}, ${`Orang ${n}`}, ${t0}) RETURNING id`,
    );
    const held = await db.one(
      id,
      sql`INSERT INTO appointment (person_id, position_id, valid_from, created_at)
          VALUES (${person.id}, ${position.id}, '2026-01-01', ${t0}) RETURNING id`,
    );
    made.push(held.id);
  }
  return made;
}

function enrol(db: Database, appointmentId: number, publicKey = newKey().publicKey, now = t0) {
  return db.transaction(async (tx) => {
    const key = await enrolSealKey(tx, {
      name: await nextSealKeyName(tx, host),
      publicKey,
      appointmentId,
      privateKeyId: null,
      holderName: 'Dr. Sri Wahyuni, M.Si.',
      position: 'Plt. Kepala Badan Kepegawaian',
      unit: 'Badan Kepegawaian',
      notBefore: t0,
      notAfter: later(500_000),
    });
    await publishDirectory(tx, keys.directory, now);
    return key;
  });
}

function open(note: string, vkey: string): string {
  const key = decodeVkey(vkey);
  const opened = key && openNote(note, [key]);
  if (!opened) throw new Error('the note does not open');
  return opened.text;
}

test('the first start makes trust, directory and state, and each verifies under the one before it', async () => {
  const { db } = await testDatabase();
  expect(await refreshState({ db, stateKey: keys.state }, t0)).toBeUndefined();
  const trust = await ensureTrust(trustDeps(db), t0);
  expect(openTrustNote(trust.note)?.trust).toEqual(trust.trust);
  await db.transaction((tx) => ensureStatusKey(tx, host, statusHolder, keys.directory, t0));
  await db.transaction((tx) => ensureStatusKey(tx, host, statusHolder, keys.directory, later(1)));
  const directory = await findDirectory(db);
  expect(directory?.version).toBe(1);
  expect(parseDirectoryText(open(directory?.note ?? '', trust.trust.directory))?.keys[0]?.id).toBe(
    `${host}/status/000001`,
  );
  const state = parseStateText(
    open((await refreshState({ db, stateKey: keys.state }, later(2))) ?? '', trust.trust.state),
  );
  expect(state).toMatchObject({
    origin: `${host}/log`,
    checkpoint: { size: 0 },
    keys: { version: 1 },
    trust: { version: 1 },
  });
  expect(state?.keys.sha256.equals(directory?.textSha256 ?? Buffer.alloc(0))).toBe(true);
});

test('another start changes nothing; a new host or name is a new version that keeps the former hosts', async () => {
  const { db } = await testDatabase();
  const first = await ensureTrust(trustDeps(db), t0);
  expect(await ensureTrust(trustDeps(db), later(1))).toEqual(first);
  const second = await ensureTrust(trustDeps(db, { host: 'baru.example' }), later(2));
  expect(second.trust.hosts).toEqual(['baru.example', host]);
  expect(second.trust.directory).toBe(first.trust.directory);
  expect(openTrustNote(second.note, first)?.version).toBe(2);
  const third = await ensureTrust(
    trustDeps(db, { host: 'baru.example', officeName: 'Kabupaten Contoh Baru' }),
    later(3),
  );
  expect(third.trust.name).toBe('Kabupaten Contoh Baru');
  expect((await ensureTrust(trustDeps(db), later(4))).trust.hosts).toEqual([host, 'baru.example']);
});

test('another key folder is not accepted for the same database', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  await expect(ensureTrust(trustDeps(db, { stateKey: newKey() }), later(1))).rejects.toThrow(
    'the state key of this server',
  );
});

test('every enrolled key is one more version with its KEYS entry, also when many enrol at once', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const held = await appointments(db, 6);
  const enrolled = await Promise.all(held.map((appointment) => enrol(db, appointment)));
  const directory = await findDirectory(db);
  expect(directory?.version).toBe(6);
  expect(directory?.keys.map((key) => key.id)).toEqual([...enrolled.map((key) => key.name)].sort());
  const entries = await listWaitingEntries(db, 100);
  expect(entries.map((e) => e.kind)).toEqual(Array(6).fill('KEYS'));
  for (let version = 1; version <= 6; version++) {
    const stored = await findDirectory(db, version);
    const expected = keysEntry(version, stored?.textSha256 ?? Buffer.alloc(0));
    expect(entries[version - 1]?.entry.equals(expected)).toBe(true);
  }
  const [found] = await listSealKeysByKid(db, enrolled[0]?.kid ?? Buffer.alloc(4));
  expect(found?.name).toBe(enrolled[0]?.name);
});

test('an appointment that ends early ends its key in the next version', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const [held = 0] = await appointments(db, 1);
  const key = await enrol(db, held);
  await db.transaction(async (tx) => {
    await endSealKey(tx, key.id, later(100));
    await publishDirectory(tx, keys.directory, later(90));
  });
  expect((await findDirectory(db))?.keys[0]?.notAfter).toBe(later(100).getTime() / 1000);
  expect((await findDirectory(db, 1))?.keys[0]?.notAfter).toBe(later(500_000).getTime() / 1000);
});

test('a published line that was changed behind our back stops the publication', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const [held = 0] = await appointments(db, 1);
  const key = await enrol(db, held);
  await db.run(sql`UPDATE seal_key SET holder_name = 'Orang Lain' WHERE id = ${key.id}`);
  await expect(db.transaction((tx) => publishDirectory(tx, keys.directory, later(1)))).rejects.toThrow('name changed');
  expect((await findDirectory(db))?.version).toBe(1);
});

test('a key outside the rules is not enrolled and leaves nothing behind', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const [held = 0] = await appointments(db, 1);
  await expect(enrol(db, held, Buffer.alloc(32))).rejects.toMatchObject({ code: 'unusable-seal-key' });
  expect(await findDirectory(db)).toBeUndefined();
  expect(await listWaitingEntries(db, 10)).toEqual([]);
});

test('a clock that was set back neither stops a publication nor makes the state older', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const [one = 0, two = 0] = await appointments(db, 2);
  await enrol(db, one, newKey().publicKey, later(60));
  await refreshState({ db, stateKey: keys.state }, later(60));
  await enrol(db, two, newKey().publicKey, later(10));
  expect((await findDirectory(db))?.time).toBe(later(60).getTime() / 1000);
  const state = parseStateText(
    (await refreshState({ db, stateKey: keys.state }, later(10)))?.split('\n\n')[0]?.concat('\n') ?? '',
  );
  expect(state).toMatchObject({ time: later(60).getTime() / 1000, keys: { version: 2 } });
});

test('published versions and queued entries cannot be changed or removed', async () => {
  const { db } = await testDatabase();
  await ensureTrust(trustDeps(db), t0);
  const [held = 0] = await appointments(db, 1);
  await enrol(db, held);
  await expect(db.run(sql`UPDATE directory_version SET note = ''`)).rejects.toThrow('written once');
  await expect(db.run(sql`DELETE FROM trust_version`)).rejects.toThrow('written once');
  await expect(db.run(sql`UPDATE log_entry SET entry = '\\x00'`)).rejects.toThrow('written once');
  await expect(db.run(sql`DELETE FROM log_entry`)).rejects.toThrow('written once');
});

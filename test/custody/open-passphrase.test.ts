import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { changePassphrase } from '../../src/custody/change-passphrase.ts';
import { type Custody, openCustody } from '../../src/custody/custody.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { keyEncryption } from '../../src/custody/key-encryption.ts';
import type { MadeKey } from '../../src/custody/key-handle.ts';
import { firstPassphrase, hasPassphrase, openPassphrase } from '../../src/custody/open-passphrase.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

const now = new Date('2026-03-02T02:00:00Z');
const passphrase = 'sawah hijau di kaki gunung';
const settings = { name: 'argon2id', memory: 8, passes: 1, lanes: 1 } as const;

let db: Database;
let custody: Custody;
let persons = 0;

beforeAll(async () => {
  ({ db } = await testDatabase());
  custody = openCustody({
    db,
    clock: () => now,
    keyEncryption: keyEncryption(randomBytes(32)),
    kdf: openKdf({ settings }),
  });
});

async function enrolled(): Promise<{ personId: number; certificate: MadeKey; seal: MadeKey }> {
  persons += 1;
  const personId = persons;
  await db.run(sql`INSERT INTO person (username, name, created_at) VALUES (${`orang-${personId}`}, 'Orang', ${now})`);
  const handle = await firstPassphrase(custody, personId, passphrase);
  try {
    const certificate = handle.makeKey({ purpose: 'certificate', name: `certificate/${personId}` });
    const seal = handle.makeKey({ purpose: 'seal', name: `v.example/official/${personId}` });
    await db.transaction(async (tx) => {
      await handle.store(tx, certificate, now);
      await handle.store(tx, seal, now);
    });
    return { personId, certificate, seal };
  } finally {
    handle.close();
  }
}

const ed25519 = (raw: Buffer) =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });

it('opens both keys of an official with one passphrase, and they sign what they are for', async () => {
  const { personId, certificate, seal } = await enrolled();
  expect(await hasPassphrase(custody, personId)).toBe(true);
  const handle = await openPassphrase(custody, personId, passphrase);
  const tbs = Buffer.from('signed attributes');
  const signature = handle.openCertificateKey(certificate.name, certificate.publicKey).sign(tbs);
  expect(
    verify('sha256', tbs, createPublicKey({ key: certificate.publicKey, format: 'der', type: 'spki' }), signature),
  ).toBe(true);
  const opened = handle.openSealKey(seal.name, seal.publicKey);
  for (const label of ['layang-seal/v1\n', 'layang-coseal/v1\n', 'layang-status/v1\n']) {
    const message = Buffer.from(`${label}v.example\n`);
    expect(verify(null, message, ed25519(seal.publicKey), opened.sign(message))).toBe(true);
  }
  handle.close();
});

it('refuses to sign with a seal key anything but seals, co-seals and status entries', async () => {
  const { personId, seal } = await enrolled();
  const handle = await openPassphrase(custody, personId, passphrase);
  const opened = handle.openSealKey(seal.name, seal.publicKey);
  for (const text of ['', 'layang-seal/v1', 'layang-seal/v2\n', 'layang-keys/v1\n1\n', ' layang-seal/v1\n']) {
    expect(() => opened.sign(Buffer.from(text))).toThrow('a seal key signs');
  }
  handle.close();
});

it('ends with its act: nothing signs after close', async () => {
  const { personId, certificate, seal } = await enrolled();
  const handle = await openPassphrase(custody, personId, passphrase);
  const opened = handle.openSealKey(seal.name, seal.publicKey);
  handle.close();
  expect(() => opened.sign(Buffer.from('layang-seal/v1\n'))).toThrow('after its act');
  expect(() => handle.openCertificateKey(certificate.name, certificate.publicKey)).toThrow('after its act');
  expect(() => handle.makeKey({ purpose: 'seal', name: 'x' })).toThrow('after its act');
});

it('opens no key whose public half is not the one the certificate or directory names', async () => {
  const mine = await enrolled();
  const other = await enrolled();
  const handle = await openPassphrase(custody, mine.personId, passphrase);
  expect(() => handle.openSealKey(mine.seal.name, other.seal.publicKey)).toThrow('not the one');
  expect(() => handle.openCertificateKey(mine.certificate.name, other.certificate.publicKey)).toThrow('not the one');
  expect(() => handle.openSealKey(other.seal.name, other.seal.publicKey)).toThrow('holds no');
  expect(() => handle.openSealKey(mine.certificate.name, mine.certificate.publicKey)).toThrow('holds no');
  handle.close();
});

it('refuses a wrong passphrase with one generic answer and an empty or endless one alike', async () => {
  const { personId } = await enrolled();
  for (const wrong of [`${passphrase}x`, '', 'x'.repeat(100_000)]) {
    await expect(openPassphrase(custody, personId, wrong)).rejects.toMatchObject({
      problem: 'not-allowed',
      code: 'wrong-passphrase',
    });
  }
});

it('says so when the person never set a passphrase', async () => {
  await expect(openPassphrase(custody, 999_999, passphrase)).rejects.toMatchObject({ code: 'no-passphrase' });
});

describe('guessing', () => {
  const wrongTry = (personId: number) =>
    openPassphrase(custody, personId, 'tebakan').catch((e: { code: string }) => e.code);

  it('is slowed with a stated waiting time, also for a crowd, and not for other people', async () => {
    const { personId } = await enrolled();
    const neighbour = await enrolled();
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrongTry(personId)));
    // Two derivations run at a time, so one guess may be under way while the last free one is counted.
    expect(answers.filter((code) => code === 'wrong-passphrase').length).toBeLessThanOrEqual(6);
    const refusal = await openPassphrase(custody, personId, passphrase).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'try-again-later',
      words: { id: expect.stringMatching(/\d+ (detik|menit)/) },
    });
    (await openPassphrase(custody, neighbour.personId, passphrase)).close();
  });

  it('is forgiven after the wait by the right passphrase, which clears the count', async () => {
    const { personId } = await enrolled();
    for (let i = 0; i < 5; i++) await wrongTry(personId);
    expect(await wrongTry(personId)).toBe('try-again-later');
    await db.run(sql`UPDATE rate_limit SET expire = expire - 20000`);
    (await openPassphrase(custody, personId, passphrase)).close();
    expect(await db.run(sql`SELECT 1 FROM rate_limit WHERE key LIKE ${`%person/${personId}`}`)).toBe(0);
    expect(await wrongTry(personId)).toBe('wrong-passphrase');
  });

  it('does not get fresh tries by moving the keys to another person', async () => {
    const victim = await enrolled();
    const thief = await enrolled();
    for (let i = 0; i < 5; i++) await wrongTry(victim.personId);
    await db.run(
      sql`UPDATE private_key SET person_id = NULLIF(${thief.personId}, 0) WHERE person_id = ${victim.personId}`,
    );
    await db.run(
      sql`UPDATE passphrase SET salt = (SELECT salt FROM passphrase WHERE person_id = ${victim.personId}) WHERE person_id = ${thief.personId}`,
    );
    expect(await wrongTry(thief.personId)).toBe('try-again-later');
  });
});

describe('a database in other hands', () => {
  it('cannot make one official sign with the key of another by exchanging rows', async () => {
    const a = await enrolled();
    const b = await enrolled();
    await db.run(sql`
      UPDATE private_key AS p SET wrapped = o.wrapped, public_key = o.public_key FROM private_key AS o
      WHERE p.name = ${a.seal.name} AND o.name = ${b.seal.name}`);
    const handle = await openPassphrase(custody, a.personId, passphrase);
    expect(() => handle.openSealKey(a.seal.name, a.seal.publicKey)).toThrow('not the one');
    expect(() => handle.openSealKey(a.seal.name, b.seal.publicKey)).toThrow('key-encryption file');
    handle.close();
  });

  it('is of no use without the key-encryption file, not even with the right passphrase', async () => {
    const { personId } = await enrolled();
    const thief = openCustody({
      db,
      clock: () => now,
      keyEncryption: keyEncryption(randomBytes(32)),
      kdf: openKdf({ settings }),
    });
    await expect(openPassphrase(thief, personId, passphrase)).rejects.toThrow('key-encryption file');
    await expect(openPassphrase(thief, personId, 'tebakan')).rejects.toThrow('key-encryption file');
  });
});

describe('changing the passphrase', () => {
  const next = 'perahu tua berlayar pelan';

  it('moves every key, so that the old one opens nothing and the new one everything', async () => {
    const { personId, certificate, seal } = await enrolled();
    await changePassphrase(custody, personId, { old: passphrase, next });
    await expect(openPassphrase(custody, personId, passphrase)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    const handle = await openPassphrase(custody, personId, next);
    handle.openCertificateKey(certificate.name, certificate.publicKey);
    handle.openSealKey(seal.name, seal.publicKey);
    handle.close();
  });

  it('changes nothing when the old one is wrong', async () => {
    const { personId } = await enrolled();
    await expect(changePassphrase(custody, personId, { old: 'salah', next })).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    (await openPassphrase(custody, personId, passphrase)).close();
  });

  it('lets one of two simultaneous changes win, whole', async () => {
    const { personId, seal } = await enrolled();
    const done = await Promise.allSettled(
      ['pertama sekali di sini', 'kedua kalinya di sana'].map((wanted) =>
        changePassphrase(custody, personId, { old: passphrase, next: wanted }).then(() => wanted),
      ),
    );
    const won = done.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const handle = await openPassphrase(custody, personId, won[0]?.value ?? '');
    handle.openSealKey(seal.name, seal.publicKey);
    handle.close();
  });

  it('never leaves behind a key that was being made under the old one', async () => {
    const { personId } = await enrolled();
    const handle = await openPassphrase(custody, personId, passphrase);
    const made = handle.makeKey({ purpose: 'seal', name: `v.example/official/later-${personId}` });
    await changePassphrase(custody, personId, { old: passphrase, next });
    await expect(db.transaction((tx) => handle.store(tx, made, now))).rejects.toMatchObject({
      code: 'passphrase-changed',
    });
    handle.close();
  });
});

it('sets a first passphrase once, also when two requests do it together', async () => {
  persons += 1;
  const personId = persons;
  await db.run(sql`INSERT INTO person (username, name, created_at) VALUES (${`orang-${personId}`}, 'Orang', ${now})`);
  const handles = await Promise.all([
    firstPassphrase(custody, personId, 'satu dua tiga'),
    firstPassphrase(custody, personId, 'empat lima enam'),
  ]);
  const done = await Promise.allSettled(
    handles.map((handle, i) =>
      db.transaction((tx) =>
        handle.store(tx, handle.makeKey({ purpose: 'certificate', name: `c-${personId}-${i}` }), now),
      ),
    ),
  );
  expect(done.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(firstPassphrase(custody, personId, 'tujuh')).rejects.toMatchObject({ code: 'passphrase-exists' });
});

import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { chainOf, currentCertificate, trustAnchors } from '../../src/authority/current-certificate.ts';
import { openPassphrase } from '../../src/custody/open-passphrase.ts';
import { enrolByInvitation, enrolLaterAppointments, enrolOfficial } from '../../src/issuing/enrol-official.ts';
import { establishOffice } from '../../src/issuing/establish-office.ts';
import { certificateNeedsRenewal, renewCertificate } from '../../src/issuing/renew-certificate.ts';
import { replacePassphrase } from '../../src/issuing/replace-passphrase.ts';
import { endAppointmentAndKey, retireSealKeys } from '../../src/issuing/retire-seal-keys.ts';
import { startKeysOver } from '../../src/issuing/start-keys-over.ts';
import { loadActor } from '../../src/people/actor.ts';
import { disablePerson, renewInvitation } from '../../src/people/change-persons.ts';
import { checkSignIn } from '../../src/people/sign-in.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { findDirectory, findSealKeyOfAppointment, listSealKeys } from '../../src/seal/directory-store.ts';
import { enrolWorld, office } from './enrol-world.ts';

const passphrase = 'gerimis menyapa bukit kapur';
const password = 'jendela kayu terbuka lebar';

let world: Awaited<ReturnType<typeof enrolWorld>>;
beforeAll(async () => {
  world = await enrolWorld();
  await establishOffice(world.deps, office);
});
beforeEach(() => {
  world.time.now = new Date('2026-03-02T02:00:00.700Z');
});

async function administrator() {
  const personId = await world.person('Admin', true);
  const actor = await loadActor({ sql: world.db, now: world.time.now }, personId);
  if (actor === undefined) throw new Error('no administrator');
  return actor;
}

async function official(name = 'Siti Rahmawati') {
  const personId = await world.person(name);
  const appointmentId = await world.appointment(personId, await world.position(`Kepala Dinas ${name}`));
  return { personId, appointmentId };
}

/** Every line of an appointment, the oldest first, whether or not its key is still in use. */
async function linesOf(db: Database, appointmentId: number) {
  const directory = await findDirectory(db);
  const keys = (await listSealKeys(db)).filter((key) => key.appointmentId === appointmentId);
  return keys.map(({ name }) => directory?.keys.find((line) => line.id === name));
}
const rows = (db: Database, personId: number) =>
  db.one(
    z.object({ passphrases: z.number(), keys: z.number(), certificates: z.number() }),
    sql`SELECT (SELECT count(*) FROM passphrase WHERE person_id = ${personId}) AS passphrases,
          (SELECT count(*) FROM private_key WHERE person_id = ${personId}) AS keys,
          (SELECT count(*) FROM certificate WHERE person_id = ${personId}) AS certificates`,
  );

describe('enrolling an official', () => {
  it('makes a certificate and, for each appointment of today, a seal key with its line in the directory', async () => {
    const { db, deps, time } = world;
    const personId = await world.person('Siti Rahmawati');
    const head = await world.appointment(personId, await world.position('Kepala Dinas Pendidikan'), {
      validTo: '2027-06-30',
    });
    const acting = await world.appointment(personId, await world.position('Camat Purnama'), { forms: ['Plt.'] });
    const coming = await world.appointment(personId, await world.position('Sekretaris Daerah'), {
      validFrom: '2026-03-03',
    });
    const past = await world.appointment(personId, await world.position('Kepala Bidang'), { validTo: '2026-03-01' });
    await enrolOfficial(deps, { personId, passphrase });

    expect(await rows(db, personId)).toEqual({ passphrases: 1, keys: 3, certificates: 1 });
    expect(await linesOf(db, head)).toMatchObject([
      {
        name: 'Dr. Siti Rahmawati, S.H.',
        position: 'Kepala Dinas Pendidikan',
        unit: 'Unit Kepala Dinas Pendidikan',
        role: 'official',
        status: 'active',
        notBefore: Math.floor(time.now.getTime() / 1000),
        notAfter: Date.parse('2027-06-30T16:59:59Z') / 1000,
      },
    ]);
    expect(await linesOf(db, acting)).toMatchObject([{ position: 'Plt. Camat Purnama' }]);
    expect(await findSealKeyOfAppointment(db, coming)).toBeUndefined();
    expect(await findSealKeyOfAppointment(db, past)).toBeUndefined();
    expect((await findDirectory(db))?.note).not.toContain('198001012005011001');
  });

  it('leaves keys that open with the passphrase and belong to certificate and directory', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    const certificate = await currentCertificate(db, personId, time.now);
    const sealKey = await findSealKeyOfAppointment(db, appointmentId);
    if (!sealKey) throw new Error('no seal key');
    const handle = await openPassphrase(deps.custody, personId, passphrase);
    const message = Buffer.from('layang-seal/v1\nv.layang.example\n');
    const signature = handle.openSealKey(sealKey.name, sealKey.publicKey).sign(message);
    const [line] = await linesOf(db, appointmentId);
    const x = Buffer.from(line?.pub ?? '', 'hex').toString('base64url');
    const listed = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, message, listed, signature)).toBe(true);
    const tbs = Buffer.from('signed attributes');
    const signed = handle.openCertificateKey(certificate.keyName, certificate.publicKey).sign(tbs);
    expect(verify('sha256', tbs, new X509Certificate(certificate.der).publicKey, signed)).toBe(true);
    handle.close();
    expect((await chainOf(db, certificate)).at(-1)).toEqual((await trustAnchors(db))[0]);
  });

  it('happens once, also when the form was sent twice at the same moment', async () => {
    const { db, deps } = world;
    const { personId } = await official();
    const done = await Promise.allSettled([1, 2, 3].map(() => enrolOfficial(deps, { personId, passphrase })));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await rows(db, personId)).toEqual({ passphrases: 1, keys: 2, certificates: 1 });
    await expect(enrolOfficial(deps, { personId, passphrase })).rejects.toMatchObject({ code: 'passphrase-exists' });
  });

  it('refuses a passphrase that is easy to guess and makes nothing', async () => {
    const { db, deps } = world;
    const { personId } = await official();
    await expect(enrolOfficial(deps, { personId, passphrase: 'siti rahmawati' })).rejects.toMatchObject({
      code: 'too-easy-to-guess',
      fields: { passphrase: expect.anything() },
    });
    expect(await rows(db, personId)).toEqual({ passphrases: 0, keys: 0, certificates: 0 });
  });

  it('keeps every directory version in the queue of the log', async () => {
    const { db } = world;
    const { versions, entries } = await db.one(
      z.object({ versions: z.number(), entries: z.number() }),
      sql`SELECT (SELECT count(*) FROM directory_version) AS versions, (SELECT count(*) FROM log_entry WHERE kind = 'KEYS') AS entries`,
    );
    expect(entries).toBe(versions);
  });
});

describe('coming in by an invitation', () => {
  it('sets password and keys together, or neither', async () => {
    const { db, deps } = world;
    const { personId } = await official('Budi Santoso');
    const admin = await administrator();
    const { token } = await renewInvitation(deps, admin, personId);
    // The power fails at the last statement: the link is as good as before.
    const keys = {
      ...deps.keys,
      directory: {
        ...deps.keys.directory,
        sign: () => {
          throw new Error('the power failed');
        },
      },
    };
    await expect(enrolByInvitation({ ...deps, keys }, { token, password, passphrase })).rejects.toThrow('power');
    expect(await rows(db, personId)).toEqual({ passphrases: 0, keys: 0, certificates: 0 });

    await enrolByInvitation(deps, { token, password, passphrase });
    expect(await rows(db, personId)).toEqual({ passphrases: 1, keys: 2, certificates: 1 });
    const { username } = await db.one(
      z.object({ username: z.string() }),
      sql`SELECT username FROM person WHERE id = ${personId}`,
    );
    await expect(checkSignIn(deps, username, password)).resolves.toBeDefined();
    await expect(enrolByInvitation(deps, { token, password, passphrase })).rejects.toMatchObject({
      code: 'invitation-unknown',
    });
  });

  it('does not need a passphrase from somebody who will not sign, and refuses one that is the password', async () => {
    const { db, deps } = world;
    const { personId } = await official('Wati');
    const { token } = await renewInvitation(deps, await administrator(), personId);
    await expect(enrolByInvitation(deps, { token, password, passphrase: password })).rejects.toMatchObject({
      code: 'passphrase-is-password',
    });
    await enrolByInvitation(deps, { token, password });
    expect(await rows(db, personId)).toEqual({ passphrases: 0, keys: 0, certificates: 0 });
  });
});

describe('a later appointment', () => {
  it('gets its key at the next entry of the passphrase and can seal at once', async () => {
    const { db, deps, time } = world;
    const { personId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    time.now = new Date('2026-05-04T01:00:00.900Z');
    const later = await world.appointment(personId, await world.position('Inspektur'), {
      forms: ['Plt.'],
      validFrom: '2026-05-04',
    });
    const handle = await openPassphrase(deps.custody, personId, passphrase);
    const [made, ...rest] = await enrolLaterAppointments(deps, handle, time.now);
    expect(rest).toEqual([]);
    expect(made).toMatchObject({ appointmentId: later, position: 'Plt. Inspektur' });
    if (made === undefined) throw new Error('no key');
    expect(handle.openSealKey(made.name, made.publicKey).sign(Buffer.from('layang-seal/v1\n'))).toHaveLength(64);
    expect(made.notBefore.getTime()).toBeLessThanOrEqual(time.now.getTime());
    expect(await enrolLaterAppointments(deps, handle, time.now)).toEqual([]);
    handle.close();
    expect(await linesOf(db, later)).toHaveLength(1);
  });

  it('gets one key even when two acts meet', async () => {
    const { db, deps } = world;
    const { personId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    const later = await world.appointment(personId, await world.position('Asisten'));
    const handles = await Promise.all([1, 2].map(() => openPassphrase(deps.custody, personId, passphrase)));
    const made = await Promise.all(handles.map((handle) => enrolLaterAppointments(deps, handle)));
    expect(made.flat()).toHaveLength(1);
    expect(await linesOf(db, later)).toHaveLength(1);
  });
});

describe('the end of an appointment', () => {
  it('shortens the key to the last day and retires it when that day is over', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    await endAppointmentAndKey(deps, await administrator(), appointmentId, '2026-03-05');
    const end = Date.parse('2026-03-05T16:59:59Z') / 1000;
    expect(await linesOf(db, appointmentId)).toMatchObject([{ status: 'active', notAfter: end }]);
    time.now = new Date('2026-03-06T00:00:00Z');
    await retireSealKeys(deps);
    expect(await linesOf(db, appointmentId)).toMatchObject([{ status: 'retired', notAfter: end }]);
    const { version } = (await findDirectory(db)) ?? {};
    await retireSealKeys(deps);
    expect((await findDirectory(db))?.version).toBe(version);
  });

  it('never takes back what was sealed before the end was recorded', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    time.now = new Date('2026-03-02T09:00:00Z');
    await endAppointmentAndKey(deps, await administrator(), appointmentId, '2026-03-01');
    expect(await linesOf(db, appointmentId)).toMatchObject([
      { status: 'retired', notAfter: time.now.getTime() / 1000 },
    ]);
  });

  it('comes too when the position is closed', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    time.now = new Date('2026-03-02T09:00:00Z');
    await db.run(sql`UPDATE position SET closed_at = ${time.now}
      WHERE id = (SELECT position_id FROM appointment WHERE id = ${appointmentId})`);
    await retireSealKeys(deps);
    expect(await linesOf(db, appointmentId)).toMatchObject([
      { status: 'retired', notAfter: time.now.getTime() / 1000 },
    ]);
  });

  it('comes too when the account is closed', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    time.now = new Date('2026-03-02T09:00:00Z');
    await disablePerson(deps, await administrator(), personId);
    await retireSealKeys(deps);
    expect(await linesOf(db, appointmentId)).toMatchObject([
      { status: 'retired', notAfter: time.now.getTime() / 1000 },
    ]);
  });
});

describe('a certificate near its end', () => {
  it('is renewed with a new key at the entry of the passphrase, not earlier', async () => {
    const { db, deps, time } = world;
    const { personId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    const first = await currentCertificate(db, personId, time.now);
    expect(await certificateNeedsRenewal(db, personId, time.now)).toBe(false);
    await expect(renewCertificate(deps, { personId, passphrase })).rejects.toMatchObject({
      code: 'certificate-not-due',
    });

    time.now = new Date('2028-04-01T00:00:00Z');
    await expect(currentCertificate(db, personId, time.now)).rejects.toMatchObject({ code: 'certificate-expired' });
    expect(await certificateNeedsRenewal(db, personId, time.now)).toBe(true);
    await expect(renewCertificate(deps, { personId, passphrase: 'salah' })).rejects.toMatchObject({
      code: 'wrong-passphrase',
    });
    await renewCertificate(deps, { personId, passphrase });
    const second = await currentCertificate(db, personId, time.now);
    expect(second.publicKey.equals(first.publicKey)).toBe(false);
    expect(await rows(db, personId)).toEqual({ passphrases: 1, keys: 3, certificates: 2 });
  });
});

describe('a forgotten passphrase', () => {
  it('is answered with new keys, while the old ones are destroyed, ended and listed as retired', async () => {
    const { db, deps, time } = world;
    const { personId, appointmentId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    time.now = new Date('2026-04-01T00:00:00Z');
    await startKeysOver(deps, await administrator(), personId);
    await expect(openPassphrase(deps.custody, personId, passphrase)).rejects.toMatchObject({ code: 'no-passphrase' });
    await expect(currentCertificate(db, personId, time.now)).rejects.toMatchObject({ code: 'certificate-revoked' });
    const wrapped = await db.many(
      z.object({ length: z.number() }),
      sql`SELECT length(wrapped) AS length FROM private_key WHERE person_id = ${personId}`,
    );
    expect(wrapped).toEqual([{ length: 0 }, { length: 0 }]);

    const next = 'perahu tua menunggu pasang surut';
    await enrolOfficial(deps, { personId, passphrase: next });
    expect(await linesOf(db, appointmentId)).toMatchObject([
      { status: 'retired', notAfter: time.now.getTime() / 1000 },
      { status: 'active', notBefore: time.now.getTime() / 1000 },
    ]);
    await currentCertificate(db, personId, time.now);
    const key = await findSealKeyOfAppointment(db, appointmentId);
    const handle = await openPassphrase(deps.custody, personId, next);
    expect(key && handle.openSealKey(key.name, key.publicKey).sign(Buffer.from('layang-seal/v1\n'))).toHaveLength(64);
    handle.close();
  });

  it('is for an administrator to answer, and only where there is one', async () => {
    const { db, deps, time } = world;
    const { personId } = await official();
    const self = await loadActor({ sql: db, now: time.now }, personId);
    if (self === undefined) throw new Error('no actor');
    await expect(startKeysOver(deps, self, personId)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(startKeysOver(deps, await administrator(), personId)).rejects.toMatchObject({ code: 'no-passphrase' });
  });

  it('does not let a handle opened before store another key', async () => {
    const { deps, db } = world;
    const { personId } = await official();
    await enrolOfficial(deps, { personId, passphrase });
    const handle = await openPassphrase(deps.custody, personId, passphrase);
    await startKeysOver(deps, await administrator(), personId);
    const made = handle.makeKey({ purpose: 'seal', name: `late-${personId}` });
    await expect(db.transaction((tx) => handle.store(tx, made, world.time.now))).rejects.toMatchObject({
      code: 'passphrase-changed',
    });
    handle.close();
  });
});

it('lets an official replace the passphrase by a strong one, against the old one alone', async () => {
  const { deps } = world;
  const { personId } = await official();
  await enrolOfficial(deps, { personId, passphrase });
  const next = 'perahu tua menunggu pasang surut';
  const replace = (old: string, wanted: string) => replacePassphrase(deps, { personId, old, passphrase: wanted });
  await expect(replace(passphrase, 'rahasia123')).rejects.toMatchObject({ code: 'too-easy-to-guess' });
  await expect(replace('salah', next)).rejects.toMatchObject({ code: 'wrong-passphrase' });
  await replace(passphrase, next);
  (await openPassphrase(deps.custody, personId, next)).close();
});

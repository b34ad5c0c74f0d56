import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chainOf, currentCertificate, trustAnchors } from '../../src/authority/current-certificate.ts';
import { type AuthoritySigner, createAuthority, issueCertificate } from '../../src/authority/issue-certificate.ts';
import { parseCertificate } from '../../src/certificates/certificate.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';

const now = new Date('2026-03-02T02:00:00.250Z');
const office = { name: 'Pemerintah Kabupaten Lembah Purnama', region: 'Kabupaten Lembah Purnama' };

let db: Database;
let directory: string;
const keys = { root: p256(), issuing: p256() };

function p256(): AuthoritySigner {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (message) => sign('sha256', message, privateKey),
  };
}

beforeAll(async () => {
  ({ db } = await testDatabase());
  directory = mkdtempSync(path.join(tmpdir(), 'layang-authority-'));
  await db.transaction((tx) => createAuthority(tx, keys, office, now));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let people = 0;
async function certified(name: { fullName: string; plainName: string }, at = now) {
  people += 1;
  const personId = people;
  const key = p256();
  await db.run(
    sql`INSERT INTO person (username, name, created_at) VALUES (${`orang-${personId}`}, ${name.plainName}, ${at})`,
  );
  await db.run(sql`
    INSERT INTO private_key (person_id, name, purpose, algorithm, public_key, wrapped, created_at)
    VALUES (${personId}, ${`certificate/${personId}`}, 'certificate', 'p256', ${key.publicKey}, '\\x00', ${at})`);
  const issued = await db.transaction((tx) =>
    issueCertificate(tx, keys.issuing, {
      personId,
      privateKeyId: personId,
      publicKey: key.publicKey,
      ...name,
      office,
      now: at,
    }),
  );
  return { personId, key, issued };
}

const siti = { fullName: 'Dr. Siti Rahmawati, S.H., M.Si.', plainName: 'Siti Rahmawati' };

function pem(name: string, der: Buffer): string {
  const file = path.join(directory, name);
  writeFileSync(file, new X509Certificate(der).toString());
  return file;
}

const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

judged(['openssl'], 'makes a chain that openssl accepts under its strict rules', async () => {
  const { personId } = await certified(siti);
  const certificate = await currentCertificate(db, personId, now);
  const [issuing, root] = await chainOf(db, certificate);
  if (issuing === undefined || root === undefined) throw new Error('chain too short');
  expect((await trustAnchors(db)).map((der) => der.equals(root))).toEqual([true]);
  const files = ['-CAfile', pem('root.pem', root), '-untrusted', pem('issuing.pem', issuing)];
  const moment = String(Math.floor(now.getTime() / 1000) + 60);
  const answer = openssl(
    'verify',
    '-x509_strict',
    '-check_ss_sig',
    '-attime',
    moment,
    ...files,
    pem('siti.pem', certificate.der),
  );
  expect(answer).toContain('OK');
});

judged(['openssl'], 'says in an official certificate what it is for, and neither NIP nor address', async () => {
  const { issued, personId } = await certified(siti);
  const text = openssl(
    'x509',
    '-noout',
    '-text',
    '-nameopt',
    'utf8,sep_comma_plus',
    '-in',
    pem('text.pem', issued.der),
  );
  expect(text).toContain('CN=Dr. Siti Rahmawati, S.H., M.Si.');
  expect(text).toContain(`serialNumber=LAYANG-00000${personId}`);
  expect(text).toContain('OU=Sertifikat elektronik internal');
  expect(text).toContain('C=ID');
  expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
  expect(text).toMatch(/Extended Key Usage: ?\s+(1\.3\.6\.1\.5\.5\.7\.3\.36|Document Signing), E-mail Protection\n/i);
  expect(text).toMatch(/Not Before: Mar {2}2 02:00:00 2026 GMT\s+Not After : Mar {2}2 01:59:59 2028 GMT/);
  expect(text).toContain('ecdsa-with-SHA256');
  expect(text).not.toMatch(/email|NIP|NIK|http/);
});

judged(['openssl'], 'makes authorities that may sign certificates, the lower one no further authority', async () => {
  const [issuing, root] = await chainOf(db, (await certified(siti)).issued);
  if (issuing === undefined || root === undefined) throw new Error('chain too short');
  const text = (der: Buffer) => openssl('x509', '-noout', '-text', '-in', pem('authority.pem', der));
  expect(text(root)).toMatch(/Basic Constraints: critical\s+CA:TRUE\n/);
  expect(text(issuing)).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
  for (const der of [root, issuing]) expect(text(der)).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
});

it('is read by our own parser with the same facts', async () => {
  const { issued, key } = await certified(siti);
  const parsed = parseCertificate(issued.der);
  expect(parsed.serial).toBe(issued.serial);
  expect(parsed.serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  expect(parsed.publicKeyInfo.equals(key.publicKey)).toBe(true);
  expect(parsed.isAuthority).toBe(false);
  expect(parsed.unknownCritical).toEqual([]);
  expect([...(parsed.keyUsage ?? [])]).toEqual(['digitalSignature', 'nonRepudiation']);
  expect(parsed.authorityKeyId).toHaveLength(20);
});

it('drops the titles, then the end, of a name longer than X.509 takes', async () => {
  const titled = {
    fullName: `Prof. Dr. Ir. Raden ${'Panji '.repeat(9)}, S.H., M.Hum.`,
    plainName: `Raden ${'Panji '.repeat(9)}`.trim(),
  };
  const endless = { fullName: 'Dr. '.concat('Ä'.repeat(90)), plainName: 'Ä'.repeat(90) };
  const cn = (der: Buffer) => /CN=(.*)/.exec(new X509Certificate(der).subject)?.[1];
  expect(cn((await certified(titled)).issued.der)).toBe(titled.plainName);
  expect((await currentCertificate(db, (await certified(endless)).personId, now)).subject).toBe(`${'Ä'.repeat(63)}…`);
});

it('gives two people of one name different names', async () => {
  const subjects = [await certified(siti), await certified(siti)].map(
    ({ issued }) => new X509Certificate(issued.der).subject,
  );
  expect(subjects[0]).not.toBe(subjects[1]);
});

it('refuses at the door of the signing act what is expired, not yet valid, revoked or missing', async () => {
  const { personId } = await certified(siti);
  const at = (when: string) => currentCertificate(db, personId, new Date(when));
  await expect(at('2028-03-02T02:00:00Z')).rejects.toMatchObject({ code: 'certificate-expired' });
  await expect(at('2026-03-02T01:59:59Z')).rejects.toMatchObject({ code: 'certificate-not-yet-valid' });
  await expect(currentCertificate(db, 999_999, now)).rejects.toMatchObject({ code: 'no-certificate' });
  await db.run(
    sql`UPDATE certificate SET revoked_at = ${now}, revocation_reason = 'hilang' WHERE person_id = ${personId}`,
  );
  await expect(at('2026-06-01T00:00:00Z')).rejects.toMatchObject({ code: 'certificate-revoked' });
});

it('keeps a certificate as it was issued: only its revocation may be added', async () => {
  const { issued } = await certified(siti);
  await expect(db.run(sql`DELETE FROM certificate WHERE id = ${issued.id}`)).rejects.toThrow('written once');
  await expect(db.run(sql`UPDATE certificate SET not_after = ${now} WHERE id = ${issued.id}`)).rejects.toThrow(
    'written once',
  );
  await expect(db.run(sql`UPDATE certificate SET der = '\\x00' WHERE id = ${issued.id}`)).rejects.toThrow(
    'written once',
  );
});

it("does not certify with a key that is not the issuing certificate's", async () => {
  const { personId, key } = await certified(siti);
  const request = { personId, privateKeyId: personId, publicKey: key.publicKey, ...siti, office, now };
  await expect(db.transaction((tx) => issueCertificate(tx, p256(), request))).rejects.toThrow('issuing key');
});

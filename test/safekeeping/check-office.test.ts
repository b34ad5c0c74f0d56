import { generateKeyPairSync, sign } from 'node:crypto';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { rootName } from '../../src/authority/certificate-names.ts';
import { x500Name } from '../../src/authority/certificate-profile.ts';
import { certify } from '../../src/authority/issue-certificate.ts';
import { systemClock } from '../../src/clock.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { demoPassphrase, OFFICE } from '../../src/demo/regency.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import type { Sql } from '../../src/postgres/database.ts';
import { checkLetters } from '../../src/safekeeping/check-letters.ts';
import { checkOffice } from '../../src/safekeeping/check-office.ts';
import type { Finding } from '../../src/safekeeping/finding.ts';
import { openVerifier } from '../../src/verification/verifier.ts';
import { letterToSign, type SigningWorld, signingWorld } from '../issuing/signing-world.ts';

const verifier = openVerifier({ filesPerProcess: 50 });
let world: SigningWorld;
let issued: { letterId: number; hex: string }[];
beforeAll(async () => {
  world = await signingWorld();
  issued = [];
  for (let n = 0; n < 3; n++) {
    const letter = await letterToSign(world);
    const { documentSha256 } = await world.layang.signLetter({
      actor: world.chief,
      ...letter,
      passphrase: demoPassphrase('kadisdik'),
    });
    issued.push({ letterId: letter.letterId, hex: documentSha256.toString('hex') });
  }
});
afterAll(() => verifier.close());

async function look(quick = false): Promise<Finding[]> {
  const { config, layang } = world;
  const keys = await openServiceKeys(config.dataDir, { databaseIsNew: false });
  const documents = openDocumentStore(join(config.dataDir, 'documents'));
  const verifyPdf = quick ? undefined : verifier.verify;
  const findings: Finding[] = [];
  for await (const one of checkOffice({ db: layang.db, clock: systemClock, documents, keys, verifyPdf }))
    findings.push(one);
  return findings;
}

const codes = (findings: Finding[]) => findings.map(({ code, about }) => `${code} ${about}`);

test('an office as Layang leaves it has no finding', async () => {
  expect(await look()).toEqual([]);
});

test('a letter that is issued between two questions, with an older id than others, is no finding', async () => {
  const { db } = world.layang;
  const many: Sql['many'] = async (row, query) => {
    const rows = await db.many(row, query);
    // Asked which letters are issued, the office has not issued the second yet.
    return /^SELECT letter_id FROM issue/.test(query.compile().text) && rows.length > 1 ? rows.toSpliced(1, 1) : rows;
  };
  const findings: Finding[] = [];
  for await (const one of checkLetters({ db: { ...db, many }, clock: systemClock }, () => {})) findings.push(one);
  expect(findings).toEqual([]);
});

test('a file that is gone and one that was altered are named with their letters', async () => {
  const [first, second] = issued;
  if (!first || !second) throw new Error('two letters were issued');
  const pathOf = (hex: string) => join(world.config.dataDir, 'documents', hex.slice(0, 2), hex.slice(2, 4), hex);
  const kept = [await readFile(pathOf(first.hex)), await readFile(pathOf(second.hex))] as const;
  await rm(pathOf(first.hex));
  await chmod(pathOf(second.hex), 0o600);
  await writeFile(pathOf(second.hex), Buffer.concat([kept[1].subarray(0, -1), Buffer.from('x')]));
  try {
    const findings = await look();
    expect(codes(findings).sort()).toEqual([
      `document-damaged letter ${second.letterId} document ${second.hex}`,
      `document-missing letter ${first.letterId} document ${first.hex}`,
    ]);
    expect(findings[0]?.words.id).toMatch(/^Surat nomor .* \(berkas [0-9a-f]{64}\): berkasnya/);
  } finally {
    await writeFile(pathOf(first.hex), kept[0]);
    await writeFile(pathOf(second.hex), kept[1]);
  }
  expect(await look(true)).toEqual([]);
});

test('keys of another office are named', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = join(world.config.dataDir, 'keys', 'status.pem');
  const kept = await readFile(file);
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(codes(await look(true))).toEqual(['service-key-of-another-office key status.pem']);
  await writeFile(file, kept);
});

/** As the owner of the database, past the triggers of `tables`; `undo` puts back what `alter` did. */
async function behindItsBack(tables: string[], alter: string[], undo: string[], look: () => Promise<void>) {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  const all = async (statements: string[]) => {
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of statements) expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
  try {
    await all(alter);
    await look();
    await all(undo);
  } finally {
    await client.end();
  }
}

test('a letter that another official signed than every row says is named by its file', async () => {
  const [first] = issued;
  if (!first) throw new Error('a letter was issued');
  const tables = ['signature', 'signing_act', 'decision'];
  const ofLetter = `letter_id = ${first.letterId}`;
  const claim = (to: string) => [
    `UPDATE signature SET (person_id, certificate_id) = (${to}) WHERE ${ofLetter}`,
    `UPDATE signing_act SET (person_id, certificate_id) = (${to}) WHERE ${ofLetter}`,
    `UPDATE decision SET person_id = (SELECT person_id FROM (${to}) AS official) WHERE outcome = 'signed' AND ${ofLetter}`,
  ];
  const official = (whose: string) =>
    `SELECT person_id, id FROM certificate WHERE role = 'official' AND person_id ${whose} ${world.chief.personId} ORDER BY id LIMIT 1`;
  await behindItsBack(tables, claim(official('<>')), claim(official('=')), async () => {
    expect(codes(await look())).toEqual([`signature-of-another letter ${first.letterId} document ${first.hex}`]);
  });
  expect(await look()).toEqual([]);
});

test('a recipient whose letter is lost, and one who sees a letter of others, are named', async () => {
  const [first, second] = issued;
  if (!first || !second) throw new Error('two letters were issued');
  const stranger = `SELECT max(p.id) FROM position p WHERE NOT EXISTS (SELECT FROM received_letter r WHERE r.position_id = p.id)`;
  await behindItsBack(
    [],
    [
      `CREATE TABLE kept AS SELECT * FROM received_letter WHERE letter_id = ${first.letterId} LIMIT 1`,
      'DELETE FROM received_letter r USING kept WHERE (r.position_id, r.letter_id) = (kept.position_id, kept.letter_id)',
      `INSERT INTO received_letter (position_id, letter_id) VALUES ((${stranger}), ${second.letterId})`,
    ],
    [
      `DELETE FROM received_letter r USING letter l JOIN letter_version v ON v.id = l.current_version_id
       WHERE l.id = r.letter_id AND NOT r.position_id = ANY (v.recipient_positions)`,
      'INSERT INTO received_letter SELECT * FROM kept',
    ],
    async () => {
      const findings = await look(true);
      expect(codes(findings)).toEqual([
        `recipient-lost letter ${first.letterId}`,
        `recipient-lost letter ${second.letterId}`,
      ]);
      expect(findings.map(({ words }) => words.en)).toEqual([
        expect.stringContaining('not recorded as received'),
        expect.stringContaining('not addressed there'),
      ]);
    },
  );
  expect(await look(true)).toEqual([]);
});

/** A root that somebody made for themselves, put where the oldest stands. */
function rootOfAnother(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = { name: x500Name(rootName(OFFICE)), publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
  const term = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };
  const { der, serial } = certify(
    { role: 'root', subject: own.name, publicKey: own.publicKey, issuer: own, ...term },
    (tbs) => sign('sha256', tbs, privateKey),
  );
  return `INSERT INTO certificate (id, role, serial, subject, der, not_before, not_after, created_at) OVERRIDING SYSTEM VALUE
    SELECT -1, role, '${serial}', subject, decode('${der.toString('hex')}', 'hex'), not_before, not_after, created_at FROM certificate WHERE role = 'root'`;
}

/** As somebody could who owns the database, past every trigger. */
const damages: [statement: string, code: string][] = [
  ['DELETE FROM letter_status WHERE id = (SELECT max(id) FROM letter_status)', 'status-missing'],
  [rootOfAnother(), 'authority-of-another-office'],
  ['UPDATE signature SET person_id = (SELECT max(id) FROM person WHERE id <> person_id)', 'letter-signer'],
  ["UPDATE log_entry SET entry = set_byte(entry, 10, 255 - get_byte(entry, 10)) WHERE kind = 'LETTER'", 'letter-log'],
  [
    "UPDATE log_entry SET kind = 'COSEAL' WHERE kind = 'KEYS' AND id = (SELECT min(id) FROM log_entry)",
    'directory-log',
  ],
  ['UPDATE register_counter SET last = last + 1', 'number-unexplained'],
  [
    "UPDATE decision SET version_sha256 = set_byte(version_sha256, 0, 255 - get_byte(version_sha256, 0)) WHERE outcome = 'submitted'",
    'decision-of-another-content',
  ],
  ["UPDATE decision SET outcome = 'approved' WHERE outcome = 'signed'", 'letter-decision'],
  ["UPDATE letter_version SET content = replace(content, 'Arimo', 'Tinos')", 'version-changed'],
  ["UPDATE letter SET state = 'draft'", 'letter-state'],
  ["UPDATE letter_number SET text = text || 'x'", 'letter-content'],
  [
    'UPDATE signing_act SET seal = set_byte(seal, length(seal) - 1, 255 - get_byte(seal, length(seal) - 1))',
    'letter-seal',
  ],
  ["UPDATE seal_key SET holder_name = 'Orang lain' WHERE role = 'official'", 'directory-keys'],
  ['UPDATE private_key SET wrapped = set_byte(wrapped, 40, 255 - get_byte(wrapped, 40))', 'official-key-closed'],
  ['UPDATE private_key SET public_key = public_key || public_key', 'official-key-mixed-up'],
  ["UPDATE signing_act SET state = 'open', instance = 1", 'act-unfinished'],
  ['UPDATE issue SET token = reverse(token)', 'letter-act'],
  ["UPDATE letter_number SET state = 'held', letter_id = NULL", 'letter-number'],
  ["UPDATE directory_version SET note = replace(note, 'Kepala', 'Ketua')", 'directory-note'],
  ["UPDATE trust_version SET note = replace(note, 'layang-trust', 'trust')", 'trust-note'],
];

test('letters that were withdrawn, and restored, have no finding', async () => {
  const [letterId, other] = issued.map((letter) => letter.letterId);
  if (letterId === undefined || other === undefined) throw new Error('two letters were issued');
  const change = { letterId, successorId: undefined, reason: 1, remark: '' };
  await world.layang.letterStatus.change(world.chief, { ...change, seen: null, code: 'withdrawn' });
  const { seen } = await world.layang.letterStatus.choices(world.chief, letterId);
  await world.layang.letterStatus.change(world.chief, { ...change, seen, code: 'restored' });
  await world.layang.letterStatus.change(world.chief, { ...change, letterId: other, seen: null, code: 'withdrawn' });
  expect(await look(true)).toEqual([]);
});

test('whatever is altered in the database behind its back is named', async () => {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace`,
    );
    for (const { relname } of rows)
      await client.query(`ALTER TABLE ${client.escapeIdentifier(relname)} DISABLE TRIGGER USER`);
    for (const check of ['letter_version_hash', 'letter_number_whose']) {
      const table = check.startsWith('letter_version') ? 'letter_version' : 'letter_number';
      await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${check}`);
    }
    for (const [statement, code] of damages) {
      const before = new Set((await look(true)).map((found) => found.code));
      expect([code, before.has(code)]).toEqual([code, false]);
      expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
      expect((await look(true)).map((found) => found.code)).toContain(code);
    }
  } finally {
    await client.end();
  }
});

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import { tryMailAgain } from '../../src/mail/mail.ts';
import { type MailServer, openMailServer } from '../../src/mail/mail-server.ts';
import { findMail, type Mail } from '../../src/mail/mail-store.ts';
import { type MailToQueue, queueMail } from '../../src/mail/queue-mail.ts';
import { mailJobs } from '../../src/mail/send-mail.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';
import { openPostOffice, type PostOffice, refusal } from './mail-room.ts';
import { certificateForHere } from './tls-certificate.ts';

const start = new Date('2026-03-02T08:00:00Z');
const HOUR = 3_600_000;
const from = 'Surat Kabupaten <surat@kab.example>';
const files = new Map<string, Buffer>();
const documents = {
  read: async (sha256: Uint8Array) => {
    const file = files.get(Buffer.from(sha256).toString('hex'));
    if (file === undefined) throw new Error('no such file');
    return file;
  },
};

let db: Database;
let url: string;
let now: Date;
let warned: string[];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ db, url } = await testDatabase());
});
beforeEach(async () => {
  for (const empty of [sql`DELETE FROM job`, sql`DELETE FROM mail_attachment`, sql`DELETE FROM mail`])
    await db.run(empty);
  now = start;
  warned = [];
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function office(options: Parameters<typeof openPostOffice>[0] = { hideSTARTTLS: true }): Promise<PostOffice> {
  const opened = await openPostOffice(options);
  closing.push(opened.close);
  return opened;
}

function deliver(server: MailServer | undefined): Runner {
  const log = {
    warn: (facts: object, message: string) => void warned.push(JSON.stringify({ ...facts, message })),
    error: (facts: object, message: string) => void warned.push(JSON.stringify({ ...facts, message })),
  };
  const jobs = mailJobs({ db, clock: () => now, documents, server, log });
  const runner = startRunner({ db, jobs, clock: () => now, log, every: 60_000 });
  closing.push(() => runner.stop());
  return runner;
}

async function write(mail: Partial<MailToQueue> = {}): Promise<number> {
  const whole = { to: { address: 'camat@kec.example' }, subject: 'Surat untuk Anda', text: 'Isi.', ...mail };
  const id = await db.transaction((tx) => queueMail(tx, whole, now));
  return id ?? 0;
}

async function look(id: number): Promise<Mail> {
  const mail = await findMail(db, id);
  if (mail === undefined) throw new Error(`no mail ${id}`);
  return mail;
}

/** Hour by hour, as if the process had run all the time. */
async function pass(hours: number, runner: Runner): Promise<void> {
  for (let i = 0; i < hours; i++) {
    now = new Date(now.getTime() + HOUR);
    await runner.idle();
  }
}

test('a mail is there if and only if its transaction commits, and arrives as it was written', async () => {
  const post = await office();
  const rolledBack = db.transaction(async (tx) => {
    await queueMail(tx, { to: { address: 'a@kab.example' }, subject: 'x', text: 'x' }, now);
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  const text = `Yth. Camat,\n${'panjang '.repeat(400)}\n.satu titik di awal baris\nTēks «ꦗꦮ» selesai.`;
  const id = await write({
    to: { address: 'camat@kec.example', name: 'Ümi Kulsūm, S.Sos.' },
    subject: 'Undangan “ꦗꦮ”',
    text,
  });
  await deliver(openMailServer({ url: post.url, from })).idle();
  expect(post.taken).toHaveLength(1);
  expect(post.taken[0]).toMatchObject({ from: 'surat@kab.example', to: ['camat@kec.example'], secure: false });
  expect(post.taken[0]?.mail).toMatchObject({
    from: { name: 'Surat Kabupaten', address: 'surat@kab.example' },
    to: [{ name: 'Ümi Kulsūm, S.Sos.', address: 'camat@kec.example' }],
    subject: 'Undangan “ꦗꦮ”',
  });
  expect(post.taken[0]?.mail.text?.trimEnd()).toBe(text);
  expect(post.taken[0]?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  for (const line of post.taken[0]?.raw.split('\r\n') ?? []) expect(line.length).toBeLessThanOrEqual(998);
  expect(await look(id)).toMatchObject({ state: 'sent', attempts: 1, lastError: '', endedAt: now });
});

test('no word of a subject, a name or a file name begins a header of its own', async () => {
  const post = await office();
  const bytes = Buffer.from('%PDF-1.7 not really');
  const sha256 = await keep(bytes);
  await write({
    to: { address: 'a@kab.example', name: 'Siti\r\nBcc: x@evil.example' },
    subject: 'Hal\r\nBcc: y@evil.example\r\n\r\nisi palsu\u2028z',
    attachments: [{ sha256, name: '../a\r\nX-Evil: 1".pdf', mediaType: 'application/pdf' }],
  });
  await deliver(openMailServer({ url: post.url, from })).idle();
  const { to, mail, raw } = post.taken[0] ?? { to: [], mail: undefined, raw: '' };
  expect(to).toEqual(['a@kab.example']);
  expect(mail?.bcc).toBeFalsy();
  expect(raw).not.toMatch(/^(Bcc|X-Evil):/im);
  expect(mail?.subject).toBe('Hal Bcc: y@evil.example isi palsu z');
  const [file] = mail?.attachments ?? [];
  expect(file).toMatchObject({ mimeType: 'application/pdf' });
  expect(file?.filename).not.toMatch(/[/\\\r\n]/);
  expect(Buffer.from(file?.content as ArrayBuffer).equals(bytes)).toBe(true);
});

test.each([
  'a@b.example, c@d.example',
  'a@b.example\r\nRCPT TO:<c@d.example>',
  '<a@b.example>',
  'a b@c.example',
  'a@b',
  '',
])('what is no one address is refused a mail: %j', async (address) => {
  expect(await write({ to: { address } })).toBe(0);
});

test('to a person it goes where the person has it sent, and nowhere when there is no address', async () => {
  const post = await office();
  const person = async (username: string, email: string) => {
    const row = await db.many(
      z.object({ id: z.number() }),
      sql`INSERT INTO person (username, name, title_after, email, created_at) VALUES (${username}, 'Siti', 'S.H.', ${email}, ${now}) RETURNING id`,
    );
    return { personId: row[0]?.id ?? 0 };
  };
  expect(await write({ to: await person('siti', '') })).toBe(0);
  await write({ to: await person('sita', 'sita@kab.example') });
  await deliver(openMailServer({ url: post.url, from })).idle();
  expect(post.taken.map(({ mail }) => mail.to)).toEqual([[{ name: 'Siti, S.H.', address: 'sita@kab.example' }]]);
});

test('while no server is set mail waits without counting a try, and leaves once there is one', async () => {
  const id = await write();
  await deliver(undefined).idle();
  expect(await look(id)).toMatchObject({ state: 'waiting', attempts: 0, firstTriedAt: null });
  for (const close of closing.splice(0)) await close();
  now = new Date(now.getTime() + 100 * 24 * HOUR);
  const post = await office();
  await deliver(openMailServer({ url: post.url, from })).idle();
  expect(post.taken).toHaveLength(1);
  expect((await look(id)).state).toBe('sent');
});

test('a server that is down for a day loses nothing', async () => {
  const gone = await openPostOffice({ hideSTARTTLS: true });
  await gone.close();
  const runner = deliver(openMailServer({ url: gone.url, from }));
  const ids = [await write(), await write(), await write()];
  await pass(24, runner);
  expect(await look(ids[0] ?? 0)).toMatchObject({
    state: 'waiting',
    lastError: expect.stringMatching(/^(ESOCKET|ECONNECTION|ECONNREFUSED) CONN$/),
  });
  const post = await office({ hideSTARTTLS: true, port: gone.port });
  await pass(1, runner);
  expect(post.taken).toHaveLength(3);
  for (const id of ids) expect((await look(id)).state).toBe('sent');
  expect(new Set(post.taken.map(({ mail }) => mail.messageId)).size).toBe(3);
  expect(warned.join()).not.toContain('camat@kec.example');
});

test('after two days it is given up, told, and can be tried again under the same Message-ID', async () => {
  const post = await office();
  post.onTaken = () => {
    throw refusal(451, 'try later');
  };
  const ended: string[] = [];
  const server = openMailServer({ url: post.url, from });
  const log = { warn() {}, error() {} };
  const jobs = mailJobs({
    db,
    clock: () => now,
    documents,
    server,
    log,
    onTry: async (_tx, { state }) => void ended.push(state),
  });
  const runner = startRunner({ db, jobs, clock: () => now, log, every: 60_000 });
  closing.push(() => runner.stop());
  const id = await write();
  await pass(47, runner);
  expect(await look(id)).toMatchObject({ state: 'waiting', lastError: 'EMESSAGE DATA 451' });
  await pass(3, runner);
  expect(await look(id)).toMatchObject({ state: 'given_up', lastError: 'EMESSAGE DATA 451' });
  expect(ended.at(-1)).toBe('given_up');
  const tries = post.taken.length;
  expect(tries).toBeGreaterThan(20);
  await pass(5, runner);
  expect(post.taken).toHaveLength(tries);

  post.onTaken = () => {};
  await db.transaction((tx) => tryMailAgain(tx, id, now));
  await expect(db.transaction((tx) => tryMailAgain(tx, id, now))).rejects.toMatchObject({ code: 'mail-not-unsent' });
  await runner.idle();
  expect((await look(id)).state).toBe('sent');
  expect(new Set(post.taken.map(({ mail }) => mail.messageId)).size).toBe(1);
});

test('a recipient whom the server will never take fails at once; one whom it will take later waits', async () => {
  const post = await office();
  post.onRecipient = (address) => {
    if (address === 'nobody@kec.example') throw refusal(550, 'nobody@kec.example is unknown here');
    if (address === 'busy@kec.example' && post.taken.length === 0) throw refusal(450);
  };
  const [never, later, fine] = [
    await write({ to: { address: 'nobody@kec.example' } }),
    await write({ to: { address: 'busy@kec.example' } }),
    await write(),
  ];
  const runner = deliver(openMailServer({ url: post.url, from }));
  await runner.idle();
  expect(await look(never)).toMatchObject({ state: 'failed', lastError: 'EENVELOPE RCPT TO 550', attempts: 1 });
  expect((await look(fine)).state).toBe('sent');
  await pass(1, runner);
  expect((await look(later)).state).toBe('sent');
  expect(warned.join()).not.toMatch(/nobody|Isi\./);
});

test('a password is never sent in clear, and a wrong one is the operator’s to mend', async () => {
  const post = await office({ hideSTARTTLS: true, password: 'rahasia' });
  const id = await write();
  const elsewhere = `smtp://layang:rahasia@0.0.0.0:${post.port}`;
  await deliver(openMailServer({ url: elsewhere, from })).idle();
  expect(await look(id)).toMatchObject({ state: 'waiting', lastError: expect.stringMatching(/^ETLS/) });
  expect(post.signIns).toBe(0);
  for (const close of closing.splice(1)) await close();

  await db.run(sql`UPDATE job SET run_at = ${now}`);
  const wrong = deliver(openMailServer({ url: `smtp://layang:salah@127.0.0.1:${post.port}`, from }));
  await wrong.idle();
  expect(await look(id)).toMatchObject({ state: 'waiting', lastError: expect.stringMatching(/^EAUTH AUTH 535/) });
  expect(warned.join()).not.toContain('salah');
  for (const close of closing.splice(1)) await close();

  await db.run(sql`UPDATE job SET run_at = ${now}`);
  await deliver(openMailServer({ url: `smtp://layang:rahasia@127.0.0.1:${post.port}`, from })).idle();
  expect(post.taken).toMatchObject([{ user: 'layang' }]);
});

test('where the server offers TLS it is used, and a certificate that nobody vouches for gets no mail', async () => {
  const post = await office({});
  const id = await write();
  await deliver(openMailServer({ url: post.url, from })).idle();
  expect(post.taken).toHaveLength(0);
  expect(await look(id)).toMatchObject({ state: 'waiting', lastError: expect.stringMatching(/^(ETLS|ESOCKET)/) });
  for (const close of closing.splice(1)) await close();

  const folder = mkdtempSync(join(tmpdir(), 'layang-test-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, certificateForHere().cert);
  await db.run(sql`UPDATE job SET run_at = ${now}`);
  const taken = new Promise<void>((resolve) => {
    post.onTaken = resolve;
  });
  const child = startChild(new URL('./sending-process.ts', import.meta.url), [url, post.url], {
    through: ['env', `NODE_EXTRA_CA_CERTS=${ca}`],
  });
  await child.says('sending');
  await taken;
  await child.kill();
  rmSync(folder, { recursive: true });
  expect(post.taken).toMatchObject([{ secure: true }]);
});

test('a process killed after the server took the mail sends it once more at most, as the same message', async () => {
  const post = await office();
  const id = await write();
  const taken = new Promise<void>((resolve) => {
    post.onTaken = () => {
      resolve();
      return new Promise(() => {});
    };
  });
  const child = startChild(new URL('./sending-process.ts', import.meta.url), [url, post.url]);
  await child.says('sending');
  await taken;
  await child.kill();
  expect((await look(id)).state).toBe('waiting');

  post.onTaken = () => {};
  now = new Date();
  const runner = deliver(openMailServer({ url: post.url, from }));
  while ((await look(id)).state === 'waiting') await runner.idle();
  await runner.idle();
  expect(post.taken).toHaveLength(2);
  expect(post.taken[0]?.mail.messageId).toBe(post.taken[1]?.mail.messageId);
});

async function keep(bytes: Buffer): Promise<Buffer> {
  const sha256 = createHash('sha256').update(bytes).digest();
  files.set(sha256.toString('hex'), bytes);
  await recordDocument(db, { sha256, length: bytes.length, mediaType: 'application/pdf', at: now });
  return sha256;
}

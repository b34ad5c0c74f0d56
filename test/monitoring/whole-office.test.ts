import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { openLog } from '../../src/log.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { client, hiddenFields } from '../support/client.ts';
import { samplePdf } from '../uploads/sample-files.ts';
import { type KeysWorld, keysWorld } from '../web/keys-world.ts';

let world: KeysWorld;
let figures: string;
let written = '';
const server = createServer((req, res) => world.layang.monitoring.listener(req, res));

beforeAll(async () => {
  world = await keysWorld(
    openLog('trace', {
      write: (line) => {
        written += line;
      },
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  figures = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (address: string) => {
  const answer = await fetch(address, { headers: { connection: 'close' } });
  return { status: answer.status, text: await answer.text(), id: answer.headers.get('x-request-id') };
};

/** By a name that nobody set, as a load balancer or a container's own check asks. */
function asProbe(address: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = get(address, { headers: { host: '10.4.0.7' }, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    asked.on('error', reject);
  });
}

it('an office with its keys is ready, on both ports and under any name', async () => {
  for (const origin of [world.origin, figures]) {
    expect(await asProbe(`${origin}/healthz`)).toEqual({ status: 200, text: '{"alive":true}' });
    expect(await asProbe(`${origin}/readyz`)).toEqual({ status: 200, text: '{"ready":true,"missing":[]}' });
  }
  expect((await asProbe(`${world.origin}/sign-in`)).status).toBe(404);
});

it('the figures tell of requests by pattern, of signing, of what waits, and hold no address', async () => {
  const visitor = await world.signedIn('kadisdik');
  const number = await world.issue(demoPassphrase('kadisdik'));
  expect((await visitor.get('/letters/1')).status).toBe(200);
  const { status, text } = await ask(`${figures}/metrics`);
  expect(status).toBe(200);
  expect(text).toContain('layang_http_request_seconds_count{method="GET",route="/letters/:id",status="2xx"} 1');
  expect(text).toMatch(/layang_signing_seconds_count\{outcome="done"\} 1/);
  expect(text).toMatch(/layang_jobs\{job="[a-z-]+",state="waiting"\} \d/);
  expect(text).toContain('layang_ready 1');
  expect(text).toContain('layang_database_up 1');
  expect(text).toMatch(/layang_certificate_end_timestamp_seconds\{role="official"\} \d/);
  expect(text).toMatch(/layang_disk_free_bytes \d/);
  expect(text).toContain('layang_signing_unfinished 0');
  expect(text).not.toContain(number);
  expect(text).not.toContain('/letters/1');
  for (const line of text.split('\n')) expect(line).toMatch(/^(#.*|\w+(\{[^}]*\})? -?([0-9.e+-]+|Nan)|)$/i);
});

it('every figure is described for the operator, and no other', async () => {
  const described = readFileSync(projectPath('docs', 'operating', 'monitoring.md'), 'utf8');
  const table = described.slice(described.indexOf('## Figures'), described.indexOf('## Rules'));
  const { text } = await ask(`${figures}/metrics`);
  const told = [...text.matchAll(/^# TYPE (layang_\w+)/gm)].map((match) => match[1]);
  // Absent until there is a first one.
  told.push('layang_backup_timestamp_seconds');
  const named = [...table.matchAll(/`(layang_\w+)`/g)].map((match) => match[1]);
  expect([...new Set(named)].sort()).toEqual([...new Set(told)].sort());
});

it('every answer carries the id under which it stands in the log, with who asked and about which letter', async () => {
  expect((await ask(`${world.origin}/sign-in`)).id).toMatch(/^[0-9a-f-]{36}$/);
  const visitor = await world.signedIn('kadisdik');
  const { personId } = await actorNamed(world.layang, 'kadisdik');
  const id = (await visitor.get('/letters/1')).headers.get('x-request-id');
  const lines = written.split('\n').filter((line) => line !== '');
  const line = lines.map((each) => JSON.parse(each) as object).find((each) => 'request' in each && each.request === id);
  expect(line).toMatchObject({ route: '/letters/:id', status: 200, person: personId, letterId: 1 });
});

/** All that somebody types, is given or prints on the way of a letter, and what an attacker would look for in a log. */
it('a log at its most talkative holds no password, passphrase, text, token or cookie of a letter’s whole way', async () => {
  const { layang, origin } = world;
  const username = 'kadisdik';
  const secrets: Record<string, string> = {
    password: demoPassword(username),
    'wrong password': 'kata sandi yang keliru 73',
    passphrase: demoPassphrase(username),
    'wrong passphrase': 'frasa sandi yang keliru 91',
    subject: 'Perihal sangat tertutup 4711',
    body: 'Isi naskah yang tertutup 0815',
    'name of the file': 'Lampiran tertutup 4242',
    recipient: 'Penerima Tertutup 5150',
  };
  const runner = await layang.startJobs();
  const door = client(origin);
  expect((await door.send('/sign-in', { username, password: secrets['wrong password'] ?? '' })).status).toBe(422);
  const visitor = await world.signedIn(username);
  const begun = await visitor.send('/letters/new', { kind: 'surat-dinas' });
  const letter = (begun.location ?? '').replace('/edit', '');
  const edit = (await visitor.get(`${letter}/edit`)).html;
  const chief = /<option value="(\d+)"[^>]*>Kepala Dinas Pendidikan/.exec(edit)?.[1] ?? '';
  const saved = await visitor.send(`${letter}/edit`, {
    ...{ subject: secrets.subject ?? '', 'sections.isi': secrets.body ?? '', signatoryId: chief, authority: 'own' },
    ...{
      'recipients.name': secrets.recipient ?? '',
      'recipients.address': '',
      'copies.name': '',
      'copies.address': '',
    },
    ...{ classification: '400.3.5', security: 'B', urgency: 'BIASA', attachment: '', replyToId: '' },
  });
  expect(saved.status).toBe(303);
  const pdf = { name: `${secrets['name of the file']}.pdf`, bytes: await samplePdf({ pages: 1 }) };
  await visitor.sendFiles(`${letter}/files`, { role: 'attachment' }, [{ field: 'file', ...pdf }], `${letter}/files`);
  await runner.idle();
  const files = `${letter}/files`;
  const [remove = ''] = /\/letters\/\d+\/files\/\d+\/remove/.exec((await visitor.get(files)).html) ?? [];
  expect((await visitor.send(files, {}, remove)).status).toBe(303);
  expect((await visitor.send(`${letter}/submit`, { initial: '' })).status).toBe(303);
  const sign = (passphrase = '') => visitor.send(`${letter}/sign`, { passphrase });
  expect((await sign(secrets['wrong passphrase'])).status).toBe(422);
  expect((await sign(secrets.passphrase)).status).toBe(303);
  await runner.idle();

  // What only the program knows: cookie, tokens of forms and links, the code of the QR.
  for (const [name, value] of visitor.cookies)
    secrets[`cookie ${name}`] = decodeURIComponent(value).split('.')[0] ?? '';
  const { _csrf = '', _once = '' } = hiddenFields((await visitor.get('/account')).html);
  const admin = await actorNamed(layang, 'admin');
  const { token: invitation } = await layang.people.addPerson(admin, { username: 'baru', name: 'Orang Baru' });
  await client(origin).send(`/welcome/${invitation}`, { password: 'pendek', passwordAgain: 'lain' });
  const { token } = await layang.db.one(
    z.object({ token: z.string() }),
    sql`SELECT token FROM signing_act WHERE letter_id = ${Number(letter.split('/').at(-1))}`,
  );
  await client(origin).get(`/${token}`);
  await visitor.get(`/letters?search=${encodeURIComponent(secrets.subject ?? '')}`);
  Object.assign(secrets, { csrf: _csrf, once: _once, invitation, token });

  // The database fails in the middle of what was typed.
  await layang.db.pool.query('ALTER TABLE letter RENAME TO letter_away');
  const failed = await visitor.post(`${letter}/edit`, { ...hiddenFields(edit), subject: secrets.subject ?? '' });
  await layang.db.pool.query('ALTER TABLE letter_away RENAME TO letter');
  expect(failed.status).toBe(500);
  await runner.stop();

  expect(written).toContain('unforeseen error');
  expect(written).toContain('"job":"prepare-upload"');
  expect(written).toMatch(/"route":"\/letters\/:id\/sign","status":303/);
  for (const [what, secret] of Object.entries(secrets)) {
    expect([what, secret.length > 7]).toEqual([what, true]);
    expect([what, written.includes(secret), written.includes(encodeURIComponent(secret))]).toEqual([
      what,
      false,
      false,
    ]);
  }
});

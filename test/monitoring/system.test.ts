import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { openMailServer } from '../../src/mail/mail-server.ts';
import { mailCheck } from '../../src/monitoring/service-checks.ts';
import { openSystem } from '../../src/monitoring/system.ts';
import type { Actor } from '../../src/people/actor.ts';
import { storeEmail } from '../../src/people/persons-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { openPostOffice, refusal } from '../mail/mail-room.ts';
import { hiddenFields } from '../support/client.ts';
import { type KeysWorld, keysWorld } from '../web/keys-world.ts';

let world: KeysWorld;
let admin: Actor;
beforeAll(async () => {
  world = await keysWorld();
  admin = await actorNamed(world.layang, 'admin');
});
const ending: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ending) await end();
});

const stateOf = (html: string, name: string) =>
  new RegExp(`id="${name}">.*?layang-tag[^>]*>([^<]+)<`, 's').exec(html)?.[1];

it('the page names each thing with its state, and what to do about it', async () => {
  const page = await (await world.signedIn('admin')).get('/settings/system');
  expect(page.status).toBe(200);
  const states = Object.fromEntries(
    [
      'versions',
      'clock',
      'documents',
      'signing',
      'typesetting',
      'certificates',
      'stuck',
      'backup',
      'mail',
      'partners',
      'redis',
    ].map((name) => [name, stateOf(page.html, name)]),
  );
  expect(states).toEqual({
    ...{ versions: 'baik', clock: 'baik', documents: 'baik', signing: 'baik', typesetting: 'baik' },
    ...{
      certificates: 'baik',
      stuck: 'baik',
      partners: 'baik',
      redis: 'baik',
      backup: 'perlu perhatian',
      mail: 'perlu perhatian',
    },
  });
  expect(page.html).toContain('SMTP_URL');
  expect(page.html).toContain('Permintaan tiba sesuai pengaturan.');
});

it('a signing that stopped halfway stands there with a button that finishes it', async () => {
  const { layang } = world;
  // The database refuses everything after the signed file is stored, as if it had gone away there.
  await layang.db.pool.query(`
    CREATE FUNCTION refuse_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'away'; END $$;
    CREATE TRIGGER away BEFORE UPDATE OF state ON signing_act FOR EACH ROW
      WHEN (NEW.state IN ('done', 'abandoned')) EXECUTE FUNCTION refuse_here()`);
  await expect(world.issue(demoPassphrase('kadisdik'))).rejects.toMatchObject({ name: 'Fault' });
  await layang.db.pool.query('DROP TRIGGER away ON signing_act; DROP FUNCTION refuse_here()');

  const visitor = await world.signedIn('admin');
  expect((await visitor.get('/')).html).not.toContain('href="/settings/system"');
  world.ahead = 0.1;
  const page = await visitor.get('/settings/system');
  expect(stateOf(page.html, 'stuck')).toBe('rusak');
  const [, address = '', letterId = ''] = /action="(\/settings\/system\/letters\/(\d+)\/finish)"/.exec(page.html) ?? [];
  // What was looked at here is what the first page hints at.
  expect((await visitor.get('/')).html).toContain('href="/settings/system"');

  expect(await visitor.send('/settings/system', {}, address)).toMatchObject({
    status: 303,
    location: '/settings/system',
  });
  const after = await visitor.get('/settings/system');
  expect(after.html).toContain('surat sudah terbit');
  expect(stateOf(after.html, 'stuck')).toBe('baik');
  const { state } = await layang.db.one(
    z.object({ state: z.string() }),
    sql`SELECT state FROM letter WHERE id = ${Number(letterId)}`,
  );
  expect(state).toBe('issued');
  // A second click, from another window, is told and does nothing.
  const again = await visitor.post(address, hiddenFields((await visitor.get('/account')).html));
  expect([again.status, again.html.includes('sudah diselesaikan')]).toEqual([422, true]);
  world.ahead = 0;
});

it('a failed job stands there with its reason and a button, and waits again afterwards', async () => {
  const { layang } = world;
  await layang.db.run(sql`
    INSERT INTO job (name, payload, state, run_at, created_at, finished_at, attempts, last_error)
    VALUES ('send-issued', '{}', 'failed', now(), now(), now(), 10, 'the printer is on fire')`);
  const visitor = await world.signedIn('admin');
  const page = await visitor.get('/settings/system');
  expect(page.html).toContain('the printer is on fire');
  expect(stateOf(page.html, 'jobs')).toBe('perlu perhatian');
  // Whoever is here need not be told to come here; the command line tells it.
  expect(page.html).not.toContain('Buka Keadaan sistem');
  const jobs = (await layang.monitoring.system.look(admin, { protocol: 'http', forwardedFor: undefined })).find(
    ({ name }) => name === 'jobs',
  );
  expect(jobs?.todo?.id).toContain('Buka Keadaan sistem');
  const [, address = ''] = /action="(\/settings\/system\/jobs\/\d+\/again)"/.exec(page.html) ?? [];
  expect((await visitor.send('/settings/system', {}, address)).status).toBe(303);
  const { state } = await layang.db.one(
    z.object({ state: z.string() }),
    sql`SELECT state FROM job WHERE last_error = 'the printer is on fire'`,
  );
  expect(state).toBe('waiting');
  const again = await visitor.post(address, hiddenFields((await visitor.get('/account')).html));
  expect([again.status, again.html.includes('mungkin sudah dicoba lagi')]).toEqual([422, true]);
});

it('the trial mail goes to the administrator’s own address, or says why not', async () => {
  const office = await openPostOffice({ hideSTARTTLS: true });
  ending.push(office.close);
  const { db } = world.layang;
  const clock = () => new Date();
  const server = openMailServer({ url: office.url, from: 'Layang <surat@sagaraasri.example>' });
  const deps = { db, clock, checks: [], log: { warn: () => {} }, recoverActs: async () => [] };
  const settings = { appOrigin: 'http://localhost:3000', trustProxy: 0 };
  const system = openSystem({ ...deps, settings, mailServer: server });
  const none = openSystem({ ...deps, settings, mailServer: undefined });
  await expect(none.sendTrialMail(admin)).rejects.toMatchObject({ code: 'mail-not-set' });
  await db.transaction((tx) => storeEmail(tx, admin.personId, ''));
  await expect(system.sendTrialMail(admin)).rejects.toMatchObject({ code: 'no-email-address' });
  await db.transaction((tx) => storeEmail(tx, admin.personId, 'admin@sagaraasri.example'));
  await system.sendTrialMail(admin);
  expect(office.taken.map(({ to }) => to)).toEqual([['admin@sagaraasri.example']]);
  expect(await mailCheck({ db, clock, server }).look()).toMatchObject({ state: 'ok' });

  office.onRecipient = () => {
    throw refusal(550);
  };
  await expect(system.sendTrialMail(admin)).rejects.toMatchObject({
    code: 'mail-refused',
    words: { en: expect.stringContaining('550') },
  });
});

it('a mail server that hangs up or refuses the account is told by its code, never by its password', async () => {
  const { db } = world.layang;
  const clock = () => new Date();
  const rude = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => rude.close(() => resolve())));
  const { port } = rude.address() as { port: number };
  const office = await openPostOffice({ password: 'right', hideSTARTTLS: true });
  ending.push(office.close);
  for (const [url, code] of [
    [`smtp://127.0.0.1:${port}`, /^Server surel tidak dapat dihubungi \((ECONN|ESOCKET)/],
    [office.url.replace('//', '//layang:hunter2@'), /^Server surel menolak \(EAUTH AUTH/],
  ] as const) {
    const server = openMailServer({ url, from: 'surat@sagaraasri.example' });
    const health = await mailCheck({ db, clock, server }).look();
    expect([health.state, health.words.id]).toEqual(['broken', expect.stringMatching(code)]);
    expect(JSON.stringify(health)).not.toMatch(/hunter2/);
  }
});

it('nobody but an administrator is told or may press anything', async () => {
  const chief = await actorNamed(world.layang, 'kadisdik');
  const { system, jobs } = world.layang.monitoring;
  const notAllowed = { code: 'not-allowed' };
  await expect(system.look(chief, { protocol: 'http', forwardedFor: undefined })).rejects.toMatchObject(notAllowed);
  await expect(system.listStuck(chief)).rejects.toMatchObject(notAllowed);
  await expect(system.finishStuck(chief, 1)).rejects.toMatchObject(notAllowed);
  await expect(system.sendTrialMail(chief)).rejects.toMatchObject(notAllowed);
  await expect(jobs.listUnfinished(chief)).rejects.toMatchObject(notAllowed);
  await expect(jobs.tryAgain(chief, 1)).rejects.toMatchObject(notAllowed);
  expect(system.broken(chief)).toBe(0);
});

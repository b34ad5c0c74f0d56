import { z } from 'zod';
import { pushKey } from '../../src/custody/push-key.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import { openNotifications } from '../../src/notifications/notifications.ts';
import { isAllowedEndpoint } from '../../src/notifications/push-services.ts';
import { tellPerson } from '../../src/notifications/tell-person.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Key, MORNING, openOffice, type TestOffice } from '../letters/office.ts';
import { newBrowser, openPushService, type PushService, vapidOf } from './push-service.ts';

const HOUR = 3_600_000;
const key = pushKey(Buffer.alloc(32, 1));
const appOrigin = 'http://localhost:3000';
let office: TestOffice;
let service: PushService;
let runner: Runner | undefined;
const warned: string[] = [];

beforeAll(async () => {
  office = await openOffice();
  service = await openPushService();
});
afterAll(() => service.close());
beforeEach(async () => {
  await office.db.run(sql`DELETE FROM push_subscription`);
  office.time.now = MORNING;
  service.taken.length = 0;
  service.answer = { status: 201 };
  warned.length = 0;
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
});

function notifications(services = ['127.0.0.1']) {
  return openNotifications({
    db: office.db,
    clock: () => office.time.now,
    appOrigin,
    lastOpening: async () => undefined,
    push: { key, services },
    log: { warn: (details, message) => warned.push(JSON.stringify(details) + message) },
  });
}
function run(services?: string[]): Runner {
  const log = { warn: (details: object) => warned.push(JSON.stringify(details)), error: () => {}, info: () => {} };
  runner = startRunner({
    db: office.db,
    jobs: notifications(services).jobs,
    clock: () => office.time.now,
    log,
    every: 60_000,
  });
  return runner;
}
async function switchOn(who: Key, endpoint = `${service.origin}/send/secret-of-${who}`) {
  const browser = newBrowser();
  const { p256dh, auth } = browser;
  await notifications().subscribe(await office.actor(who), { endpoint, p256dh, auth, device: 'Chrome, Android' });
  return browser;
}
const tell = (who: Key, subject = 'Surat masuk: Undangan “rapat”') =>
  office.db.transaction((tx) => {
    const about = { letterId: 1 };
    const notice = {
      personId: office.persons[who],
      subject,
      text: 'tidak dikirim',
      path: '/letters/1' as const,
      about,
    };
    return tellPerson(tx, notice, office.time.now);
  });
const count = async (table: 'push_message' | 'push_subscription') => {
  const query =
    table === 'push_message'
      ? sql`SELECT count(*)::int AS n FROM push_message`
      : sql`SELECT count(*)::int AS n FROM push_subscription`;
  return (await office.db.one(z.object({ n: z.number() }), query)).n;
};

test('a notice reaches each browser of the person: the line and its page, readable there alone, signed by the office', async () => {
  const phone = await switchOn('kadis');
  const desk = await switchOn('kadis', `${service.origin}/send/desk`);
  await switchOn('kabid');
  const rolledBack = office.db.transaction(async (tx) => {
    const notice = {
      personId: office.persons.kadis,
      subject: 'x',
      text: 'x',
      path: '/x',
      about: { letterId: 1 },
    } as const;
    await tellPerson(tx, notice, office.time.now);
    throw new Error('no');
  });
  await expect(rolledBack).rejects.toThrow('no');
  await tell('kadis');
  await run().idle();
  expect(service.taken.map(({ path }) => path).toSorted()).toEqual(['/send/desk', '/send/secret-of-kadis']);
  for (const { path, headers, body } of service.taken) {
    const browser = path === '/send/desk' ? desk : phone;
    expect(browser.read(body)).toEqual({ title: 'Surat masuk: Undangan “rapat”', path: '/letters/1' });
    expect(() => (path === '/send/desk' ? phone : desk).read(body)).toThrow();
    expect(headers).toMatchObject({ ttl: '86400', 'content-encoding': 'aes128gcm' });
    const vapid = vapidOf(headers.authorization ?? '');
    const exp = MORNING.getTime() / 1000 + 12 * 3600;
    expect(vapid).toEqual({
      key: key.publicKey.toString('base64url'),
      claims: { aud: service.origin, exp, sub: 'mailto:layang@localhost' },
    });
  }
  expect([await count('push_message'), await count('push_subscription')]).toEqual([0, 3]);
});

test.each([404, 410])(
  'a browser of which the service answers %i is forgotten, with all that waits for it',
  async (status) => {
    await switchOn('kadis');
    await tell('kadis');
    await tell('kadis', 'lain');
    service.answer = { status };
    await run().idle();
    expect([await count('push_message'), await count('push_subscription')]).toEqual([0, 0]);
    expect(service.taken.length).toBeLessThanOrEqual(2);
  },
);

test('another answer, a redirection too, is tried again for a day and then given up; nothing tells where it went', async () => {
  const { p256dh, auth } = await switchOn('kadis');
  await tell('kadis');
  service.answer = { status: 307, location: `${service.origin}/elsewhere` };
  const working = run();
  await working.idle();
  expect(service.taken.map(({ path }) => path)).toEqual(['/send/secret-of-kadis']);
  service.answer = { status: 503, body: 'x'.repeat(1_000_000) };
  office.time.now = new Date(MORNING.getTime() + 12 * HOUR);
  await working.idle();
  expect(service.taken).toHaveLength(2);
  expect([await count('push_message'), warned.length]).toEqual([1, 2]);
  office.time.now = new Date(MORNING.getTime() + 24 * HOUR);
  await working.idle();
  expect(service.taken).toHaveLength(2);
  expect([await count('push_message'), await count('push_subscription')]).toEqual([0, 1]);
  for (const secret of [p256dh, auth, 'secret-of', '127.0.0.1', 'Undangan'])
    expect(warned.join()).not.toContain(secret);
});

test('a service that the operator does not name is refused when a browser brings it, and again when there is something to send', async () => {
  const { p256dh, auth } = newBrowser();
  const actor = await office.actor('kadis');
  const from = (endpoint: string, more = {}) =>
    notifications(['push.example', '*.notify.example'])
      .subscribe(actor, { endpoint, p256dh, auth, device: '', ...more })
      .then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
  expect(await from('https://push.example/x')).toBe('done');
  for (const endpoint of [
    `${service.origin}/x`,
    'https://push.example.evil/x',
    'http://push.example/x',
    'push.example',
    '',
  ])
    expect(await from(endpoint)).toBe('push-not-allowed');
  // No point of the curve, too short.
  const noPoint = Buffer.alloc(65, 4).toString('base64url');
  for (const more of [{ p256dh: noPoint }, { p256dh: auth }, { auth: 'YQ' }, { auth: `${auth}==` }])
    expect(await from('https://push.example/y', more)).toBe('push-not-allowed');
  await office.db.run(sql`DELETE FROM push_subscription`);

  await switchOn('kadis');
  await tell('kadis');
  await run(['push.example']).idle();
  expect(service.taken).toEqual([]);
  expect([await count('push_message'), await count('push_subscription')]).toEqual([0, 1]);
});

test('a browser tells one person, whoever switched it on last; each has ten at most and switches off their own alone', async () => {
  const endpoint = `${service.origin}/send/shared`;
  await switchOn('kadis', endpoint);
  await tell('kadis');
  await switchOn('kabid', endpoint);
  await tell('kadis');
  expect(await count('push_message')).toBe(0);
  const [kadis, kabid] = [await office.actor('kadis'), await office.actor('kabid')];
  const [device] = await notifications().listDevices(kabid);
  expect(device).toMatchObject({ device: 'Chrome, Android', madeAt: MORNING });
  await notifications().unsubscribe(kadis, device?.id ?? 0);
  expect(await notifications().listDevices(kabid)).toHaveLength(1);
  await notifications().unsubscribe(kabid, device?.id ?? 0);
  expect(await notifications().listDevices(kabid)).toHaveLength(0);
  for (let i = 0; i < 12; i++) {
    office.time.now = new Date(MORNING.getTime() + i * 1000);
    await switchOn('kabid', `${service.origin}/send/${i}`);
  }
  expect(await notifications().listDevices(kabid)).toHaveLength(10);
  await expect(notifications().silence(kadis, kabid.personId)).rejects.toMatchObject({ problem: 'not-allowed' });
  await notifications().silence({ ...kadis, isAdministrator: true }, kabid.personId);
  expect(await notifications().listDevices(kabid)).toEqual([]);
});

test('nothing is sent to whoever has a closed account, nor where push is no longer set up', async () => {
  await switchOn('kadis');
  await tell('kadis');
  await office.db.run(sql`UPDATE person SET disabled_at = ${MORNING} WHERE id = ${office.persons.kadis}`);
  await tell('kadis');
  expect(await count('push_message')).toBe(1);
  await run().idle();
  expect(service.taken).toEqual([]);
  expect(await count('push_message')).toBe(0);
  await office.db.run(sql`UPDATE person SET disabled_at = NULL`);
});

test('endpoints are taken from services alone: their names, https, the usual port', () => {
  const services = ['fcm.googleapis.com', '*.push.apple.com', '127.0.0.1'];
  const allowed = (endpoint: string, origin = 'https://surat.example') => isAllowedEndpoint(endpoint, services, origin);
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/x',
    'https://web.push.apple.com/x',
    'https://fcm.googleapis.com:443/x',
  ])
    expect([endpoint, allowed(endpoint)]).toEqual([endpoint, true]);
  for (const endpoint of [
    'https://push.apple.com/x',
    'https://xpush.apple.com/x',
    'https://web.push.apple.com.evil.example/x',
    'https://web.push.apple.com@evil.example/x',
    'https://a:b@fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'http://fcm.googleapis.com/x',
    'http://127.0.0.1:9/x',
    'file:///etc/passwd',
    `https://fcm.googleapis.com/${'x'.repeat(1_000)}`,
  ])
    expect([endpoint, allowed(endpoint)]).toEqual([endpoint, false]);
  expect(allowed('http://127.0.0.1:9/x', 'http://localhost:3000')).toBe(true);
});

test('every machine of an office has the same push key, another office another, and it signs tokens alone', () => {
  const again = pushKey(Buffer.alloc(32, 1));
  expect(again.publicKey).toEqual(key.publicKey);
  expect(pushKey(Buffer.alloc(32, 2)).publicKey).not.toEqual(key.publicKey);
  expect(() => key.sign(Buffer.from('layang-seal/v1\n'))).toThrow('outside its use');
});

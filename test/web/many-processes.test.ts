import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/clock.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword, OFFICE } from '../../src/demo/regency.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { MISSES } from '../../src/web/pages/check/miss-limit.ts';
import type { Layang } from '../../src/wiring.ts';
import { letterToSign, type SigningWorld, signingWorld, wireFor } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';

/** Two processes of one office, but for the operating system: two wirings, two pools, two addresses, nothing in common but the stores. */
let world: SigningWorld;
let here: Layang;
let there: Layang;
let addresses: [here: string, there: string];
/** Milliseconds by which the second one's clock has gone on. */
let later = 0;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await signingWorld();
  here = world.layang;
  there = await wireFor(world.config, { clock: () => new Date(systemClock().getTime() + later) });
  const assets = await builtAssets();
  const [first, second] = [await listening(here, assets), await listening(there, assets)];
  addresses = [first, second];
});
afterAll(async () => {
  for (const close of closing) await close();
});

async function listening({ web }: Layang, assets: string): Promise<string> {
  const server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const settings = { ...web.settings, appOrigin: origin, publicOrigin: origin };
  server.on('request', createApp({ ...web, settings }, openAssets(assets)));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return origin;
}

/** One browser, whose requests a proxy sends to either process. */
function browser(): [here: Client, there: Client] {
  const [first, second] = [client(addresses[0]), client(addresses[1])];
  const cookies = { set: first.cookies.set.bind(first.cookies), delete: first.cookies.delete.bind(first.cookies) };
  const other = { set: second.cookies.set.bind(second.cookies), delete: second.cookies.delete.bind(second.cookies) };
  first.cookies.set = second.cookies.set = (name, value) => {
    cookies.set(name, value);
    other.set(name, value);
    return first.cookies;
  };
  first.cookies.delete = second.cookies.delete = (name) => {
    other.delete(name);
    return cookies.delete(name);
  };
  return [first, second];
}

async function signedIn(username: string): Promise<[here: Client, there: Client]> {
  const both = browser();
  expect((await both[0].send('/sign-in', { username, password: demoPassword(username) })).status).toBe(303);
  return both;
}

const forgetGuesses = () => here.db.pool.query('DELETE FROM rate_limit');

test('who signs in at one is known at the other, and a form of one page is taken by the other', async () => {
  const [one, other] = await signedIn('analis');
  expect((await other.get('/account')).status).toBe(200);
  const page = await one.get('/letters/new');
  const made = await other.post('/letters/new', { ...hiddenFields(page.html), kind: 'surat-dinas' });
  expect(made.location).toMatch(/^\/letters\/\d+\/edit$/);
  expect((await one.get(made.location ?? '')).status).toBe(200);
});

test('a session that was ended at one is ended at the other, and so are those of an account that was closed', async () => {
  const [one, other] = await signedIn('analis');
  const cookies = [...one.cookies];
  await one.send('/account', {}, '/sign-out');
  for (const [name, value] of cookies) other.cookies.set(name, value);
  expect(await other.get('/account')).toMatchObject({ status: 303, location: expect.stringContaining('/sign-in') });

  const [, still] = await signedIn('camat');
  const administrator = await actorNamed(here, 'admin');
  const camat = (await here.people.listPersons(administrator)).find(({ username }) => username === 'camat');
  await here.people.disablePerson(administrator, camat?.id ?? 0);
  expect((await still.get('/account')).status).toBe(303);
});

test('a form that reaches both at once is one act, and leads to the same place twice', async () => {
  const [one, other] = await signedIn('analis');
  const page = await one.get('/letters/new');
  const form = { ...hiddenFields(page.html), kind: 'surat-dinas' };
  const answers = await Promise.all([one.post('/letters/new', form), other.post('/letters/new', form)]);
  expect(answers[0].location).toMatch(/\/edit$/);
  expect(answers[1].location).toBe(answers[0].location);
});

test('guesses are counted together: passwords, passphrases, and codes that nobody has', async () => {
  await forgetGuesses();
  const guess = async (origin: string) =>
    (await client(origin).send('/sign-in', { username: 'sekda', password: 'bukan ini' })).status;
  const statuses: number[] = [];
  for (const n of [0, 1, 0, 1, 0, 1]) statuses.push(await guess(addresses[n] ?? ''));
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);

  const letter = await letterToSign(world);
  const sign = (layang: Layang, passphrase: string) => layang.signLetter({ actor: world.chief, ...letter, passphrase });
  for (const layang of [here, there, here, there, here])
    await expect(sign(layang, 'bukan frasa itu')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  await expect(sign(there, demoPassphrase('kadisdik'))).rejects.toMatchObject({ code: 'try-again-later' });

  const miss = async (n: number) => (await fetch(`${addresses[n % 2]}/check?code=008J-4CT4-ANK7-F246`)).status;
  for (let n = 1; n <= MISSES; n++) expect([n, await miss(n)]).toEqual([n, 404]);
  expect([await miss(0), await miss(1)]).toEqual([429, 429]);
  await forgetGuesses();
});

test('two signings of one letter at once give it one number, and the other one nothing', async () => {
  const letter = await letterToSign(world);
  const passphrase = demoPassphrase('kadisdik');
  const signings = await Promise.allSettled(
    [here, there].map((layang) => layang.signLetter({ actor: world.chief, ...letter, passphrase })),
  );
  expect(signings.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const { rows } = await here.db.pool.query('SELECT state FROM letter_number WHERE letter_id = $1', [letter.letterId]);
  expect(rows).toEqual([{ state: 'issued' }]);
});

test('what two windows at two processes write into one draft meets: each sees the other, and the later one is asked', async () => {
  const drafter = await actorNamed(here, 'analis');
  const letterId = await here.letters.createLetter(drafter, { kind: 'surat-dinas' });
  const { draft, draftRevision: revision } = await here.letters.getEditable(drafter, letterId);
  await here.letters.lookInDraft(drafter, { letterId, tab: 'window-one' });
  expect(await there.letters.lookInDraft(drafter, { letterId, tab: 'window-two' })).toMatchObject({
    others: [{ own: true }],
  });
  await here.letters.saveDraft(drafter, { letterId, revision, draft: { ...draft, subject: 'Satu' } });
  await expect(
    there.letters.saveDraft(drafter, { letterId, revision, draft: { ...draft, subject: 'Dua' } }),
  ).rejects.toMatchObject({ code: 'letter-changed' });
});

test('a letter withdrawn at one is shown withdrawn by the other at once, also where its page is remembered', async () => {
  const letter = await letterToSign(world);
  const { token } = await here.signLetter({ actor: world.chief, ...letter, passphrase: demoPassphrase('kadisdik') });
  const shown = async () =>
    (await (await fetch(`${addresses[1]}/${token}?lang=en`)).text()).includes('Withdrawn since');
  expect([await shown(), await shown()]).toEqual([false, false]);
  const change = { code: 'withdrawn', seen: null, successorId: undefined, reason: 1, remark: '' } as const;
  await here.letterStatus.change(world.chief, { letterId: letter.letterId, ...change });
  expect(await shown()).toBe(true);
});

test('a setting changed at one is on the pages of the other five seconds later, on its check pages after a minute', async () => {
  const administrator = await actorNamed(here, 'admin');
  const page = async (path: string) => await (await fetch(`${addresses[1]}${path}`)).text();
  await page('/sign-in');
  await page('/check');
  await here.people.changeOffice(administrator, { ...OFFICE, name: 'Pemerintah Kabupaten Sagara Baru' });
  later = 5_000;
  expect(await page('/sign-in')).toContain('Sagara Baru');
  later = 60_001;
  expect(await page('/check')).toContain('Sagara Baru');
});

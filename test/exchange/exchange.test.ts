import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { sql } from '../../src/postgres/sql.ts';
import { signNote } from '../../src/seal/signed-note.ts';
import { trustText } from '../../src/seal/trust-note.ts';
import { getTrust } from '../../src/seal/trust-store.ts';
import { type ArrivalLimits, exchangePages } from '../../src/web/pages/check/exchange-pages.ts';
import { makeVisit } from '../../src/web/visit.ts';
import { framed, strangersKey } from './by-hand.ts';
import { changed, noteOf, post, type Raw, rawDelivery } from './raw-delivery.ts';
import {
  arrived,
  BUPATI,
  befriend,
  followed,
  type Installation,
  issue,
  later,
  listLetters,
  openInstallation,
  send,
} from './two-offices.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DELIVERIES = '/exchange/deliveries';
const time = { now: new Date() };
let here: Installation;
let there: Installation;
let partnerId: number;
let hereThere: number;
let raw: Raw;
const servers: Server[] = [];

beforeAll(async () => {
  [here, there] = [await openInstallation(time), await openInstallation(time)];
  ({ bAtA: partnerId, aAtB: hereThere } = await befriend(here, there));
  raw = await rawDelivery(here, there, await issue(here));
});
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

const deliver = async (delivery: Raw, pdf = delivery.pdf) =>
  post(there, DELIVERIES, framed(await noteOf(delivery), pdf));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('A letter to a partner office', () => {
  it('lies at the front desk there with what it says of itself, and its sender has a signed receipt', async () => {
    const letterId = await issue(here);
    const deliveryId = await send(here, letterId, `${partnerId}:DISDIK`);
    await later(0, here, there);
    expect(await followed(here, letterId)).toMatchObject({
      state: 'received',
      channel: 'exchange',
      exchange: { state: 'received', problem: '' },
    });
    const [item] = await arrived(there);
    expect(item).toMatchObject({ state: 'ready', found: { by: 'delivery', addressee: BUPATI, security: 'B' } });
    const receipt = await here.layang.sending.receipt(here.clerk, { letterId, deliveryId });
    expect(receipt.split('\n').slice(0, 4)).toEqual(['layang-exchange/v1', 'receipt', there.host, here.host]);
    // Whoever got a letter this way is offered it again.
    expect((await here.layang.sending.propose(here.clerk, await issue(here))).ways[0]).toMatchObject({
      proposed: 'exchange',
      partnerChoice: `${partnerId}:DISDIK`,
    });
  });

  it('tells its sender when it is registered there and when it was first read, unless they are not to know', async () => {
    const [item] = await arrived(there);
    const letters = await listLetters(here);
    const letterId = letters[letters.length - 2] ?? 0;
    const clerk = there.clerk;
    const { incomingId, agenda, year } = await there.layang.incoming.register(clerk, {
      ...{ submissionKey: randomUUID(), unitId: item?.unitId ?? 0, intakeId: item?.id ?? 0 },
      ...{ senderName: 'Dinas Pendidikan', senderAddress: '', senderEmail: '', number: '1', letterDate: '2026-11-20' },
      ...{ subject: 'Undangan', receivedOn: '2026-11-22', receivedTime: '08:00', security: 'B', urgency: 'BIASA' },
      ...{ classification: '', addresseePositionId: there.positions.get('Kepala Dinas Pendidikan') ?? 0 },
    });
    const { partners } = there.layang.exchange;
    await partners.tell(there.admin, hereThere, false);
    await later(HOUR, here);
    expect((await followed(here, letterId)).exchange).toMatchObject({ standing: '', agenda: '' });
    await partners.tell(there.admin, hereThere, true);
    await later(HOUR, here);
    expect((await followed(here, letterId)).exchange).toMatchObject({
      standing: 'registered',
      agenda: `${agenda}/${year}`,
    });
    await there.layang.dispositions.read(there.chief, incomingId);
    await later(2 * HOUR, here);
    const told = await followed(here, letterId);
    expect(told).toMatchObject({ state: 'read', exchange: { standing: 'read' } });
    expect(told.exchange?.readAt).toBeInstanceOf(Date);
  });

  it('arrives after the other office was down for a week', async () => {
    const before = (await arrived(there)).length;
    await there.goDown();
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    for (const days of [0, 3, 4]) await later(days * DAY, here);
    expect(await followed(here, letterId)).toMatchObject({ state: 'queued', exchange: { problem: 'unreachable' } });
    await there.comeUp();
    await later(70 * 60_000, here, there);
    expect((await followed(here, letterId)).state).toBe('received');
    expect(await arrived(there)).toHaveLength(before + 1);
  });

  it('comes again by itself where the other office lost it with a restored database', async () => {
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    await later(0, here);
    const count = (await arrived(there)).length;
    // As a database looks that was copied before the letter came.
    await there.jobs.idle();
    await there.db.pool.query(`BEGIN; ALTER TABLE exchange_arrival DISABLE TRIGGER USER;
      DELETE FROM exchange_arrival WHERE id = (SELECT max(id) FROM exchange_arrival);
      DELETE FROM intake_file WHERE intake_id = (SELECT max(id) FROM intake);
      DELETE FROM intake WHERE id = (SELECT max(id) FROM intake);
      ALTER TABLE exchange_arrival ENABLE TRIGGER USER; COMMIT`);
    await later(HOUR, here);
    await later(0, here);
    expect(await arrived(there)).toHaveLength(count);
    expect((await followed(here, letterId)).state).toBe('received');
  });

  it('is given up after ten days, and goes out once more when somebody says so', async () => {
    await there.goDown();
    const letterId = await issue(here);
    const deliveryId = await send(here, letterId, `${partnerId}:`);
    for (const days of [0, 5, 6]) await later(days * DAY, here);
    const given = await followed(here, letterId);
    expect(given).toMatchObject({ state: 'failed', exchange: { state: 'given_up' } });
    expect(given.channels).toContain('exchange');
    await there.comeUp();
    const again = { letterId, deliveryId, channel: 'exchange', email: '', partner: `${partnerId}:` };
    await here.layang.sending.sendAgain(here.clerk, again);
    await later(5 * 60_000, here, there);
    expect((await followed(here, letterId)).state).toBe('received');
  });

  it('does not go where it is secret', async () => {
    const letterId = await issue(here, { security: 'R' });
    const proposed = await here.layang.sending.propose(here.chief, letterId);
    expect([proposed.partners, proposed.ways[0]?.channels.includes('exchange')]).toEqual([[], false]);
    const choices = new Map([[1, { channel: 'exchange', email: '', partner: `${partnerId}:` }]]);
    await expect(here.layang.sending.send(here.chief, { letterId, choices })).rejects.toMatchObject({
      code: 'sending-invalid',
    });
  });

  it('is refused with the other side’s sentence, and not tried again by itself', async () => {
    await there.layang.exchange.partners.switch(there.admin, hereThere, false);
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    await later(0, here);
    const told = await followed(here, letterId);
    expect(told).toMatchObject({ state: 'failed', exchange: { state: 'refused', problem: 'partner-off' } });
    expect(told.exchange?.said).toMatch(/dimatikan/);
    expect(await deliver(raw)).toMatchObject({ status: 403, code: 'partner-off' });
    await there.layang.exchange.partners.switch(there.admin, hereThere, true);
  });
});

describe('A delivery', () => {
  beforeAll(async () => {
    raw = { ...raw, at: time.now };
  });

  it('gets the same receipt however often it comes, and at once', async () => {
    const before = (await arrived(there)).length;
    const fresh = changed(raw, { key: randomUUID() });
    const all = await Promise.all([deliver(fresh), deliver(fresh), deliver(fresh)]);
    const again = await deliver({ ...fresh, at: new Date(time.now.getTime() + 60_000) });
    expect(new Set([...all, again].map(({ text }) => text)).size).toBe(1);
    expect(again.status).toBe(200);
    expect(await arrived(there)).toHaveLength(before + 1);
    const other = changed(fresh, { letter: { subject: 'Lain' } });
    expect(await deliver(other)).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('is turned away with a sentence when anything about it is not as it must be', async () => {
    const before = (await arrived(there)).length;
    const fresh = () => changed(raw, { key: randomUUID() });
    const bent = Buffer.from(raw.pdf);
    bent.writeUInt8(bent.readUInt8(bent.length >> 1) ^ 1, bent.length >> 1);
    const theirs = await rawDelivery(there, here, await issue(there));
    const stranger = strangersKey('palsu.example');
    const tampered = framed((await noteOf(fresh())).replace('Undangan', 'Undungan'), raw.pdf);
    const cases: [string, string, () => Promise<{ code: string | undefined; sentence: string }>][] = [
      ['a bent file', 'document-differs', () => deliver(fresh(), bent)],
      ['a file too short', 'document-differs', () => deliver(fresh(), raw.pdf.subarray(0, -1))],
      [
        'a bent file, honestly named',
        'not-verified',
        () => deliver(changed(fresh(), { pdf: { sha256: sha256(bent) } }), bent),
      ],
      [
        'a letter signed under another root',
        'not-verified',
        () => deliver(changed(fresh(), { pdf: theirs.manifest.pdf }), theirs.pdf),
      ],
      ['a note changed on its way', 'signature', () => post(there, DELIVERIES, tampered)],
      ['a stolen name', 'signature', () => deliver({ ...fresh(), key: stranger })],
      ['a stranger', 'unknown-partner', () => deliver({ ...fresh(), from: 'palsu.example', key: stranger })],
      ['somebody else’s QR', 'other-seal', () => deliver(changed(fresh(), { letter: { host: 'lain.example' } }))],
      ['ours', 'other-seal', () => deliver(changed(fresh(), { letter: { host: there.host } }))],
      ['an old note', 'stale', () => deliver({ ...fresh(), at: new Date(time.now.getTime() - HOUR) })],
      ['a note for others', 'not-for-us', () => deliver({ ...fresh(), to: 'lain.example' })],
      ['a secret letter', 'malformed', () => deliver(changed(fresh(), { letter: { security: 'R' } }))],
      [
        'another kind of note',
        'malformed',
        async () => post(there, DELIVERIES, framed(await noteOf(fresh(), 'question'), raw.pdf)),
      ],
      ['noise', 'malformed', () => post(there, DELIVERIES, Buffer.alloc(5_000, 'x'))],
      ['no length', 'malformed', () => post(there, DELIVERIES, Buffer.from('10\n'), { length: null })],
      [
        'too much',
        'too-large',
        () => post(there, DELIVERIES, Buffer.from('10\n'), { length: 40_000_000, pauseAfter: 1 }),
      ],
    ];
    for (const [what, code, answer] of cases) {
      const { code: got, sentence } = await answer();
      expect([what, got, sentence.length > 20]).toEqual([what, code, true]);
    }
    expect(await arrived(there)).toHaveLength(before);
    const { refusals } = await there.layang.exchange.partners.list(there.admin);
    expect(refusals.map(({ host, code }) => `${host} ${code}`)).toEqual(
      expect.arrayContaining([`${here.host} not-verified`, 'palsu.example unknown-partner', ' malformed']),
    );
  });

  /** The same pages with other limits, on a port of their own. */
  async function pagesWith(limits: Partial<ArrivalLimits>): Promise<{ host: string }> {
    const app = express();
    const usual = { noteMs: 20_000, fileMs: 20_000, deliveries: 1_000, megabytes: 1_000 };
    for (const route of exchangePages(there.layang.web, { ...usual, ...limits })) {
      if (route.method === 'POST')
        app.post(route.path, (req, res) =>
          route.handler(
            makeVisit({
              req,
              res,
              now: time.now,
              language: 'id',
              views: { render: () => '' },
              frame: () => ({}),
              flash: () => {},
            }),
          ),
        );
    }
    const server = createServer(app);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: `localhost:${(server.address() as AddressInfo).port}` };
  }

  it('that comes too slowly is cut off with a sentence', async () => {
    const slow = await pagesWith({ noteMs: 200, fileMs: 200 });
    const body = framed(await noteOf(changed(raw, { key: randomUUID() })), raw.pdf);
    for (const pauseAfter of [3, body.length - 10])
      expect(await post(slow, DELIVERIES, body, { pauseAfter })).toMatchObject({ status: 408, code: 'slow' });
  });

  it('of a partner who sends more than its share of an hour is put off, and lies nowhere', async () => {
    const before = (await arrived(there)).length;
    const body = framed(await noteOf(changed(raw, { key: randomUUID() })), raw.pdf);
    for (const limits of [{ deliveries: 1 }, { megabytes: 1 }])
      expect(await post(await pagesWith(limits), DELIVERIES, body)).toMatchObject({ status: 503, code: 'busy' });
    expect(await arrived(there)).toHaveLength(before);
  });
});

describe('A partner', () => {
  it('is looked at only where nobody redirects, and is what it says', async () => {
    const server = createServer((_req, res) => {
      res.writeHead(302, { location: `http://${there.host}/_v1/trust` }).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const elsewhere = `localhost:${(server.address() as AddressInfo).port}`;
    const { partners } = here.layang.exchange;
    const add = (host: string) =>
      partners.add(here.admin, host).catch((error: { code: string; message: string }) => error);
    expect(await add(elsewhere)).toMatchObject({ code: 'partner-look', message: expect.stringContaining('redirects') });
    expect(await add('10.1.2.3')).toMatchObject({ code: 'partner-look', message: expect.stringContaining('internal') });
    expect(await add(there.host)).toMatchObject({ code: 'partner-known' });
    expect(await add(here.host)).toMatchObject({ code: 'partner-own-host' });
    for (const wrong of [
      '',
      'http://kabupaten.example',
      'https://a.example/b',
      'https://u:p@a.example',
      'ftp://a.example',
      '[::1]',
    ])
      expect([wrong, await add(wrong)]).toMatchObject([wrong, { code: 'partner-host' }]);
    await expect(partners.list(here.clerk)).rejects.toMatchObject({ problem: 'not-allowed' });
  });

  it('whose keys are no longer those that were compared is not believed until they are compared again', async () => {
    const { partners } = here.layang.exchange;
    const genuine = (await partners.get(here.admin, partnerId)).partner;
    const stranger = strangersKey(there.host);
    const { trust } = await getTrust(there.db);
    const text = trustText({
      version: 1,
      time: 1,
      trust: { ...trust, roots: [stranger.stateVkey], state: stranger.stateVkey },
    });
    const other = await signNote(text, [{ name: `${there.host}/state`, ...stranger.pair }]);
    await here.db.run(
      sql`UPDATE partner SET trust_note = ${other}, fingerprint = sha256('other') WHERE id = ${partnerId}`,
    );

    await partners.look(here.admin, partnerId);
    const { partner } = await partners.get(here.admin, partnerId);
    expect(partner).toMatchObject({ lookProblem: 'other-keys', trustNote: other });
    expect(partner.changedFingerprint).toEqual(genuine.fingerprint);
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    await later(0, here);
    // It lies there, but nobody whom we know has given a receipt.
    expect(await followed(here, letterId)).toMatchObject({ state: 'queued', exchange: { problem: 'not-layang' } });

    await expect(partners.confirm(here.admin, partnerId, partner.fingerprint.toString('hex'))).rejects.toMatchObject({
      code: 'partner-other-fingerprint',
    });
    await partners.confirm(here.admin, partnerId, genuine.fingerprint.toString('hex'));
    const before = (await arrived(there)).length;
    await later(2 * HOUR, here);
    expect((await followed(here, letterId)).state).toBe('received');
    expect(await arrived(there)).toHaveLength(before);
  });
});

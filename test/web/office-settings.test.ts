import { beforeAll, expect, it } from '@jest/globals';
import { ADMINISTRATOR, OFFICE } from '../../src/demo/regency.ts';
import { client } from '../support/client.ts';
import { type KeysWorld, keysWorld } from './keys-world.ts';

let world: KeysWorld;
beforeAll(async () => {
  world = await keysWorld();
});

const changed = {
  name: 'Pemerintah Kabupaten Sagara Asri Raya',
  region: 'Kabupaten Sagara Asri Raya',
  place: 'Sagara',
  timeZone: 'Asia/Makassar',
};
const trust = async () => (await client(world.origin).get('/_v1/trust')).html;

it('the office is changed by an administrator, and the trust note follows its name', async () => {
  const administrator = await world.signedIn(ADMINISTRATOR.username);
  const page = await administrator.get('/units/office');
  expect(page.html).toContain(`value="${OFFICE.name}"`);
  expect((await administrator.get('/units')).html).toContain('href="/units/office"');
  const before = await trust();
  expect(before).toContain(`"name":"${OFFICE.name}"`);

  const empty = await administrator.send('/units/office', { ...changed, name: '  ' });
  expect([empty.status, empty.html.includes('href="#name"')]).toEqual([422, true]);
  const zone = await administrator.send('/units/office', { ...changed, timeZone: 'Europe/Berlin' });
  expect([zone.status, zone.html.includes('href="#timeZone"')]).toEqual([422, true]);
  expect(await trust()).toBe(before);

  const saved = await administrator.send('/units/office', changed);
  expect([saved.status, saved.location]).toEqual([303, '/units/office']);
  expect((await administrator.get('/units/office')).html).toContain(`value="${changed.name}"`);
  expect(await world.layang.people.getOffice()).toEqual(changed);
  const after = await trust();
  expect(after).toContain(`"name":"${changed.name}"`);
  expect(after.split('\n').slice(0, 2)).toEqual(['layang-trust/v1', '2']);

  // Only the name stands in the note: another place makes no new version.
  await administrator.send('/units/office', { ...changed, place: 'Sagara Kota' });
  expect(await trust()).toBe(after);
});

it('is closed to officials', async () => {
  const official = await world.signedIn('kadisdik');
  expect((await official.get('/units/office')).status).toBe(403);
});

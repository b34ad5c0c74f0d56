import type { Actor } from '../../src/people/actor.ts';
import { isEmailAddress } from '../../src/people/email-address.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import { testDatabase } from '../support/database.ts';

let people: People;
let admin: Actor;
let siti: Actor;

beforeAll(async () => {
  const { db } = await testDatabase();
  people = openPeople({ db, clock: () => new Date('2026-11-21T02:00:00Z') });
  const office = { name: 'Pemkab', region: 'Kabupaten', place: 'Purnama', timeZone: 'Asia/Jakarta' as const };
  const token = (await people.inviteFirstAdministrator()) ?? '';
  const first = { ...office, token, username: 'rini', personName: 'Rini', password: 'kuda laut menari pelan' };
  admin = await actorOf(await people.setUpOffice(first));
  siti = await actorOf(
    (await people.addPerson(admin, { username: 'siti', name: 'Siti', email: 'siti@kab.example' })).personId,
  );
});

async function actorOf(personId: number): Promise<Actor> {
  const actor = await people.loadActor(personId);
  if (actor === undefined) throw new Error('nobody');
  return actor;
}
const emailOf = async () => (await people.getPerson(admin, siti.personId)).email;
const history = async () =>
  (await people.readAccountHistory(siti, siti.personId)).map(({ subject, by }) => [subject, by.who]);

test('an address is changed by its owner or an administrator, and the account remembers who did', async () => {
  expect(await emailOf()).toBe('siti@kab.example');
  await people.changeEmail(siti, siti.personId, ' siti.rahma@kab.example ');
  await people.changeEmail(siti, siti.personId, 'siti.rahma@kab.example');
  await people.changeEmail(admin, siti.personId, '');
  expect(await emailOf()).toBe('');
  expect((await history()).slice(0, 2)).toEqual([
    ['siti.rahma@kab.example → -', 'other'],
    ['siti@kab.example → siti.rahma@kab.example', 'owner'],
  ]);
  await expect(people.changeEmail(siti, admin.personId, 'a@b.example')).rejects.toMatchObject({ code: 'not-allowed' });
  await people.disablePerson(admin, siti.personId);
  await expect(people.changeEmail(admin, siti.personId, 'a@b.example')).rejects.toMatchObject({
    code: 'person-disabled',
  });
});

test.each([
  'siti',
  'siti@',
  '@kab.example',
  'siti@kab',
  'a b@kab.example',
  'a@b.example, c@d.example',
  'a@b.example\nBcc: x@y.example',
  '<a@b.example>',
  `${'a'.repeat(65)}@kab.example`,
  `a@${'b'.repeat(64)}.example`,
  `a@${'kab.'.repeat(70)}example`,
  'a@kab..example',
  '.a@kab.example',
  'siti@kab.example.',
  'süti@kab.example',
  '"a b"@kab.example',
  'a@1.2.3.4',
  'a@-kab.example',
])('%j is no address', async (text) => {
  expect(isEmailAddress(text)).toBe(false);
  await expect(people.changeEmail(admin, admin.personId, text)).rejects.toMatchObject({
    fields: { email: expect.anything() },
  });
});

test.each(['siti@kab.example', "s.o'neill+surat@sub.kab.go.id", 'a@b.co'])('%j is one', (text) => {
  expect(isEmailAddress(text)).toBe(true);
});

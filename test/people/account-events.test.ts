import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/people/actor.ts';
import { acceptInvitation, preparePassword } from '../../src/people/come-in.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import type { Database } from '../../src/postgres/database.ts';
import { testDatabase } from '../support/database.ts';

const password = 'kuda laut menari pelan';
const text = {
  name: 'Siti Rahmawati',
  titleBefore: '',
  titleAfter: 'S.Pd.',
  nip: '198001012005011001',
  rank: 'Penata, III/c',
};
const now = new Date('2026-11-21T02:00:00Z');

let db: Database;
let people: People;
let admin: Actor;
let second: Actor;
let siti: Actor;
let head: number;

async function actorOf(personId: number): Promise<Actor> {
  const actor = await people.loadActor(personId);
  if (actor === undefined) throw new Error(`person ${personId} is not there`);
  return actor;
}

async function comeIn(personId: number, token: string): Promise<Actor> {
  const passwordHash = await preparePassword(password, []);
  await db.transaction((tx) => acceptInvitation(tx, { token, passwordHash }, now));
  return actorOf(personId);
}

const notices = async (actor: Actor) => (await people.readAccountNotices(actor)).events.map(({ kind }) => kind);
const history = async (actor: Actor, personId: number) =>
  (await people.readAccountHistory(actor, personId)).map(({ kind, by, subject, day }) => [kind, by.who, subject, day]);
const readAll = async (actor: Actor) => {
  const { events } = await people.readAccountNotices(actor);
  await people.markNoticesRead(actor, events.at(-1)?.id ?? 0);
};

beforeAll(async () => {
  ({ db } = await testDatabase());
  people = openPeople({ db, clock: () => now });
  const token = (await people.inviteFirstAdministrator()) ?? '';
  const office = {
    name: 'Pemkab Purnama',
    region: 'Kabupaten Purnama',
    place: 'Purnama',
    timeZone: 'Asia/Jakarta' as const,
  };
  admin = await actorOf(
    await people.setUpOffice({ ...office, token, username: 'rini', personName: 'Rini Astuti', password }),
  );
  const other = await people.addPerson(admin, { username: 'wayan', name: 'I Wayan Artha', isAdministrator: true });
  second = await comeIn(other.personId, other.token);
  const unit = { parentId: null, code: 'Disdik', name: 'Dinas Pendidikan', address: '', contact: '' };
  const unitId = await people.addUnit(admin, unit);
  const post = { unitId, superiorId: null, name: 'Kepala Dinas', code: '', officeKind: 'other' as const };
  head = await people.addPosition(admin, post);
  const { personId, token: link } = await people.addPerson(admin, { ...text, username: 'siti' });
  await people.addAppointment(admin, {
    personId,
    positionId: head,
    forms: ['Plt.'],
    validFrom: '2026-01-05',
    validTo: null,
  });
  siti = await comeIn(personId, link);
});

describe('The history of an account', () => {
  it('begins with how its owner came in, of which they need not be told', async () => {
    expect(await history(siti, siti.personId)).toEqual([
      ['password-set', 'link', '', null],
      ['appointed', 'other', 'Plt. Kepala Dinas', '2026-01-05'],
      ['account-made', 'other', '', null],
    ]);
    expect(await notices(siti)).toEqual([]);
  });

  it('names who did what, and what it became', async () => {
    await people.changePerson(admin, siti.personId, { ...text, rank: 'Pembina, IV/a' });
    await people.changePerson(admin, siti.personId, { ...text, titleAfter: 'S.Pd., M.Pd.', rank: 'Pembina, IV/a' });
    const [appointment] = await people.listAppointmentsOf(siti.personId);
    await people.endAppointment(admin, appointment?.id ?? 0, '2026-11-30');
    await people.changePassword(siti, { current: password, password: 'tujuh layar biru berlabuh' });
    expect((await history(admin, siti.personId)).slice(0, 4)).toEqual([
      ['password-changed', 'owner', '', null],
      ['appointment-ended', 'other', 'Plt. Kepala Dinas', '2026-11-30'],
      ['name-changed', 'other', 'Siti Rahmawati, S.Pd. → Siti Rahmawati, S.Pd., M.Pd.', null],
      [
        'details-changed',
        'other',
        'Penata, III/c, NIP 198001012005011001 → Pembina, IV/a, NIP 198001012005011001',
        null,
      ],
    ]);
    const [, ended] = await people.readAccountHistory(siti, siti.personId);
    expect(ended).toMatchObject({ at: now, by: { who: 'other', personId: admin.personId, name: 'Rini Astuti' } });
  });

  it('stays empty of what did not happen', async () => {
    const before = await history(siti, siti.personId);
    await people.changePerson(admin, siti.personId, { ...text, titleAfter: 'S.Pd., M.Pd.', rank: 'Pembina, IV/a' });
    await expect(people.changePerson(admin, siti.personId, { ...text, name: ' ' })).rejects.toMatchObject({
      code: 'input-invalid',
      fields: { name: expect.anything() },
    });
    const { name } = text;
    await expect(people.changePerson(admin, siti.personId, { name } as typeof text)).rejects.toMatchObject({
      fields: { nip: expect.anything(), rank: expect.anything() },
    });
    await expect(people.changePerson(admin, 9999, text)).rejects.toMatchObject({ code: 'person-unknown' });
    expect(await history(siti, siti.personId)).toEqual(before);
  });
});

describe('A notice', () => {
  it('tells the owner what others did, until they say that they have read it', async () => {
    expect(await notices(siti)).toEqual(['details-changed', 'name-changed', 'appointment-ended']);
    const { events, contacts } = await people.readAccountNotices(siti);
    expect(contacts).toEqual(['I Wayan Artha']);
    await people.markNoticesRead(siti, events[0]?.id ?? 0);
    expect(await notices(siti)).toEqual(['name-changed', 'appointment-ended']);
    await readAll(siti);
    await readAll(siti);
    expect(await people.readAccountNotices(siti)).toEqual({ events: [], contacts: [] });
    const [, , named] = await people.readAccountHistory(siti, siti.personId);
    expect(named).toMatchObject({ kind: 'name-changed', readAt: now });
  });

  it('comes of a second entry by a link, whoever held it', async () => {
    const { token } = await people.renewInvitation(second, siti.personId);
    await comeIn(siti.personId, token);
    expect(await notices(siti)).toEqual(['link-made', 'password-set']);
    expect((await people.readAccountNotices(siti)).contacts).toEqual(['Rini Astuti']);
    await readAll(siti);
  });

  it('is not given of what one did oneself, and cannot be put away by another', async () => {
    await people.changePerson(admin, admin.personId, { ...text, name: 'Rini Astuti Dewi' });
    expect(await notices(admin)).toEqual([]);
    await people.renewInvitation(admin, siti.personId);
    await people.markNoticesRead(admin, 1_000_000);
    await people.markNoticesRead(second, 1_000_000);
    expect(await notices(siti)).toEqual(['link-made']);
  });
});

it('A closed account is changed no more', async () => {
  await people.disablePerson(admin, siti.personId);
  await expect(people.changePerson(admin, siti.personId, text)).rejects.toMatchObject({ code: 'person-disabled' });
  expect((await history(admin, siti.personId))[0]).toEqual(['account-closed', 'other', '', null]);
});

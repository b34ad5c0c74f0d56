import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/people/actor.ts';
import { appointmentFor } from '../../src/people/actor.ts';
import { acceptInvitation, preparePassword } from '../../src/people/come-in.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import type { Database } from '../../src/postgres/database.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
let people: People;
let now = new Date('2026-11-21T02:00:00Z');
let admin: Actor;
let nobody: Actor;
let unit: number;
let head: number;

const office = {
  name: 'Pemerintah Kabupaten Lembah Purnama',
  region: 'Kabupaten Lembah Purnama',
  place: 'Purnama',
  timeZone: 'Asia/Jayapura' as const,
};
const password = 'kuda laut menari pelan';

async function actorOf(personId: number): Promise<Actor> {
  const actor = await people.loadActor(personId);
  if (actor === undefined) throw new Error(`person ${personId} is not there`);
  return actor;
}

const refused = (problem: string, code: string) => expect.objectContaining({ problem, code });

beforeAll(async () => {
  ({ db } = await testDatabase());
  people = openPeople({ db, clock: () => now });
});

describe('The first administrator', () => {
  it('comes in once, and only with the last link that was printed', async () => {
    const first = (await people.inviteFirstAdministrator()) ?? '';
    const second = (await people.inviteFirstAdministrator()) ?? '';
    const input = { ...office, username: 'rini', personName: 'Rini Astuti', password };
    await expect(people.setUpOffice({ ...input, token: first })).rejects.toEqual(
      refused('not-found', 'invitation-unknown'),
    );
    await expect(people.setUpOffice({ ...input, token: second, password: 'rahasia' })).rejects.toEqual(
      refused('invalid-input', 'too-easy-to-guess'),
    );
    const both = await Promise.allSettled([
      people.setUpOffice({ ...input, token: second }),
      people.setUpOffice({ ...input, username: 'rini2', token: second }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await people.inviteFirstAdministrator()).toBeUndefined();
    const id = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))[0] ?? 0;
    admin = await actorOf(id);
    expect(admin).toMatchObject({ name: 'Rini Astuti', isAdministrator: true, appointments: [], acting: undefined });
    expect(await people.getOffice()).toEqual(office);
  });
});

describe('Coming in by a link', () => {
  it('works once, not after a newer one, and not after a week', async () => {
    const added = await people.addPerson(admin, { username: 'joko', name: 'Joko Prasetyo' });
    nobody = await actorOf(added.personId);
    const renewed = await people.renewInvitation(admin, added.personId);
    const passwordHash = await preparePassword(password, []);
    const accept = (token: string) => db.transaction((tx) => acceptInvitation(tx, { token, passwordHash }, now));
    await expect(accept(added.token)).rejects.toEqual(refused('not-found', 'invitation-unknown'));
    expect((await people.getInvited(renewed.token)).username).toBe('joko');
    now = new Date('2026-11-28T02:00:01Z');
    await expect(people.getInvited(renewed.token)).rejects.toEqual(refused('not-found', 'invitation-unknown'));
    await expect(accept(renewed.token)).rejects.toEqual(refused('not-found', 'invitation-unknown'));
    now = new Date('2026-11-21T02:00:00Z');
    expect(await people.checkSignIn('joko', password)).toBeUndefined();
    const both = await Promise.allSettled([accept(renewed.token), accept(renewed.token)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await people.checkSignIn(' JOKO', password)).toBe(added.personId);
    expect(await people.checkSignIn('joko', `${password} `)).toBeUndefined();
  });

  it('keeps the link good when the keys of the same transaction cannot be made', async () => {
    const { token } = await people.renewInvitation(admin, nobody.personId);
    const passwordHash = await preparePassword('enam cangkir teh melati', []);
    const act = db.transaction(async (tx) => {
      await acceptInvitation(tx, { token, passwordHash }, now);
      throw new Error('the disk is full');
    });
    await expect(act).rejects.toThrow('the disk is full');
    expect((await people.getInvited(token)).username).toBe('joko');
    expect(await people.checkSignIn('joko', password)).toBe(nobody.personId);
  });

  it('stores no token', async () => {
    const { token } = await people.renewInvitation(admin, nobody.personId);
    const rows = await db.pool.query('SELECT token_hash::text FROM invitation');
    expect(JSON.stringify(rows.rows)).not.toContain(Buffer.from(token).toString('hex'));
    expect(JSON.stringify(rows.rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});

describe('Units, posts and appointments', () => {
  it('are the administrator’s alone', async () => {
    const no = refused('not-allowed', 'not-allowed');
    await expect(
      people.addUnit(nobody, { parentId: null, code: 'A', name: 'A', address: '', contact: '' }),
    ).rejects.toEqual(no);
    await expect(people.changeUnit(nobody, 1, { name: 'A', address: '', contact: '' })).rejects.toEqual(no);
    await expect(
      people.addPosition(nobody, { unitId: 1, superiorId: null, name: 'A', code: '', officeKind: 'other' }),
    ).rejects.toEqual(no);
    await expect(people.closePosition(nobody, 1)).rejects.toEqual(no);
    await expect(people.addPerson(nobody, { username: 'aaa', name: 'A' })).rejects.toEqual(no);
    await expect(people.renewInvitation(nobody, admin.personId)).rejects.toEqual(no);
    await expect(
      people.changePerson(nobody, nobody.personId, { name: 'A', titleBefore: '', titleAfter: '', nip: '', rank: '' }),
    ).rejects.toEqual(no);
    await expect(people.readAccountHistory(nobody, admin.personId)).rejects.toEqual(no);
    await expect(people.disablePerson(nobody, admin.personId)).rejects.toEqual(no);
    await expect(
      people.setDuty(nobody, { personId: nobody.personId, unitId: 1, duty: 'registry', held: true }),
    ).rejects.toEqual(no);
    await expect(
      people.addAppointment(nobody, {
        personId: nobody.personId,
        positionId: 1,
        forms: [],
        validFrom: '2026-01-01',
        validTo: null,
      }),
    ).rejects.toEqual(no);
    await expect(people.endAppointment(nobody, 1, '2026-11-21')).rejects.toEqual(no);
    await expect(people.changeOffice(nobody, office)).rejects.toEqual(no);
    await expect(people.listPersons(nobody)).rejects.toEqual(no);
    await expect(people.getPerson(nobody, admin.personId)).rejects.toEqual(no);
    expect((await people.getPerson(nobody, nobody.personId)).username).toBe('joko');
  });

  it('refuse what does not exist, a code twice, and a term that ends before it begins', async () => {
    unit = await people.addUnit(admin, {
      parentId: null,
      code: 'Disdik',
      name: 'Dinas Pendidikan',
      address: '',
      contact: '',
    });
    await expect(
      people.addUnit(admin, { parentId: null, code: 'Disdik', name: 'Lain', address: '', contact: '' }),
    ).rejects.toEqual(refused('conflict', 'unit-code-taken'));
    await expect(
      people.addUnit(admin, { parentId: 999, code: 'X', name: 'X', address: '', contact: '' }),
    ).rejects.toEqual(refused('not-found', 'unit-unknown'));
    head = await people.addPosition(admin, {
      unitId: unit,
      superiorId: null,
      name: 'Kepala Dinas',
      code: '',
      officeKind: 'other',
    });
    await expect(
      people.addPosition(admin, { unitId: unit, superiorId: 999, name: 'X', code: '', officeKind: 'other' }),
    ).rejects.toEqual(refused('not-found', 'position-unknown'));
    await expect(
      people.addAppointment(admin, {
        personId: nobody.personId,
        positionId: head,
        forms: [],
        validFrom: '2026-02-02',
        validTo: '2026-02-01',
      }),
    ).rejects.toMatchObject({ code: 'input-invalid', fields: { validTo: { en: expect.stringContaining('before') } } });
    await expect(
      people.addAppointment(admin, {
        personId: nobody.personId,
        positionId: head,
        forms: [],
        validFrom: '2026-02-30',
        validTo: null,
      }),
    ).rejects.toEqual(refused('invalid-input', 'input-invalid'));
  });

  it('are held from the first day to the last, in the office’s own zone', async () => {
    const id = await people.addAppointment(admin, {
      personId: nobody.personId,
      positionId: head,
      forms: ['Pj.', 'Plh.'],
      validFrom: '2026-11-21',
      validTo: '2026-11-21',
      warrant: '800/1',
    });
    // Jayapura is nine hours ahead: its 21 November begins at 15:00 UTC of the 20th.
    now = new Date('2026-11-20T14:59:59Z');
    expect((await actorOf(nobody.personId)).appointments).toEqual([]);
    now = new Date('2026-11-20T15:00:00Z');
    const actor = await actorOf(nobody.personId);
    expect(actor.acting).toMatchObject({
      id,
      capacity: 'Plh. Pj. Kepala Dinas',
      forms: ['Plh.', 'Pj.'],
      validTo: '2026-11-21',
    });
    expect(appointmentFor(actor, head)?.id).toBe(id);
    expect(appointmentFor(actor, 999)).toBeUndefined();
    now = new Date('2026-11-21T14:59:59Z');
    expect((await actorOf(nobody.personId)).appointments).toHaveLength(1);
    now = new Date('2026-11-21T15:00:00Z');
    expect((await actorOf(nobody.personId)).appointments).toEqual([]);
    now = new Date('2026-11-21T02:00:00Z');
  });

  it('may be several for one person, who chooses the one to work from', async () => {
    const second = await people.addPosition(admin, {
      unitId: unit,
      superiorId: head,
      name: 'Sekretaris Dinas',
      code: '',
      officeKind: 'other',
    });
    const definitive = await people.addAppointment(admin, {
      personId: nobody.personId,
      positionId: second,
      forms: [],
      validFrom: '2026-01-01',
      validTo: null,
    });
    const actor = await actorOf(nobody.personId);
    expect(actor.appointments.map(({ capacity }) => capacity)).toEqual(['Sekretaris Dinas', 'Plh. Pj. Kepala Dinas']);
    expect(actor.acting?.id).toBe(definitive);
    const switched = await people.loadActor(nobody.personId, actor.appointments[1]?.id);
    expect(switched?.acting?.capacity).toBe('Plh. Pj. Kepala Dinas');
    expect((await people.loadActor(nobody.personId, 999))?.acting?.id).toBe(definitive);
  });

  it('end not earlier than yesterday, and only once they are over they cannot be ended', async () => {
    const [definitive] = (await actorOf(nobody.personId)).appointments;
    const id = definitive?.id ?? 0;
    await expect(people.endAppointment(admin, id, '2026-11-19')).rejects.toEqual(
      refused('invalid-input', 'last-day-too-early'),
    );
    await expect(people.endAppointment(admin, 999, '2026-11-21')).rejects.toEqual(
      refused('not-found', 'appointment-unknown'),
    );
    await people.endAppointment(admin, id, '2026-11-20');
    expect((await actorOf(nobody.personId)).appointments.map(({ capacity }) => capacity)).toEqual([
      'Plh. Pj. Kepala Dinas',
    ]);
    await expect(people.endAppointment(admin, id, '2026-12-01')).rejects.toEqual(
      refused('wrong-state', 'appointment-over'),
    );
  });

  it('of a closed post are held by nobody', async () => {
    await people.closePosition(admin, head);
    await expect(people.closePosition(admin, head)).rejects.toEqual(refused('wrong-state', 'position-closed'));
    expect((await actorOf(nobody.personId)).appointments).toEqual([]);
    await expect(
      people.addAppointment(admin, {
        personId: nobody.personId,
        positionId: head,
        forms: [],
        validFrom: '2026-11-21',
        validTo: null,
      }),
    ).rejects.toEqual(refused('not-found', 'position-unknown'));
  });

  it('give a registry duty and take it away', async () => {
    const duty = { personId: nobody.personId, unitId: unit, duty: 'registry' as const };
    await people.setDuty(admin, { ...duty, held: true });
    await people.setDuty(admin, { ...duty, held: true });
    expect((await actorOf(nobody.personId)).duties).toEqual([{ unitId: unit, duty: 'registry' }]);
    await people.setDuty(admin, { ...duty, held: false });
    expect((await actorOf(nobody.personId)).duties).toEqual([]);
  });
});

describe('Closing accounts', () => {
  it('never closes the last administrator, even when two close each other at once', async () => {
    await expect(people.disablePerson(admin, admin.personId)).rejects.toEqual(
      refused('wrong-state', 'last-administrator'),
    );
    const { personId } = await people.addPerson(admin, { username: 'wayan', name: 'Wayan', isAdministrator: true });
    const other = await actorOf(personId);
    const both = await Promise.allSettled([
      people.disablePerson(admin, personId),
      people.disablePerson(other, admin.personId),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const left = await db.pool.query('SELECT id FROM person WHERE is_administrator AND disabled_at IS NULL');
    expect(left.rows).toHaveLength(1);
    admin = await actorOf(left.rows[0].id);
  });

  it('ends sign-in and links', async () => {
    const { token } = await people.renewInvitation(admin, nobody.personId);
    await people.disablePerson(admin, nobody.personId);
    expect(await people.loadActor(nobody.personId)).toBeUndefined();
    expect(await people.checkSignIn('joko', password)).toBeUndefined();
    await expect(people.getInvited(token)).rejects.toEqual(refused('not-found', 'invitation-unknown'));
    await expect(people.renewInvitation(admin, nobody.personId)).rejects.toEqual(
      refused('wrong-state', 'person-disabled'),
    );
    await expect(people.disablePerson(admin, nobody.personId)).rejects.toEqual(
      refused('wrong-state', 'person-disabled'),
    );
  });
});

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadActor } from '../../src/people/actor.ts';
import { covers, givers, mandateState, mandateTasks } from '../../src/people/mandate.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import { listActingFor } from '../../src/people/standing-in.ts';
import { sql } from '../../src/postgres/sql.ts';
import { addPerson, appoint, type Key, MORNING, openOffice, type TestOffice } from '../letters/office.ts';
import fc from '../support/draws.ts';

const DAY = 86_400_000;
const TIME_ZONE = 'Asia/Jakarta';
let office: TestOffice;
let people: People;

beforeAll(async () => {
  office = await openOffice();
  people = openPeople({ db: office.db, clock: () => office.time.now });
  await office.db.run(sql`UPDATE person SET is_administrator = true WHERE username = 'camat'`);
});
beforeEach(async () => {
  office.time.now = MORNING;
  await office.db.run(sql`UPDATE mandate SET revoked_by = made_by, revoked_at = made_at WHERE revoked_at IS NULL`);
  await office.db.run(sql`UPDATE absence SET ended_by = made_by, ended_at = made_at WHERE ended_at IS NULL`);
});

const day = (offset: number) => new Date(MORNING.getTime() + offset * DAY).toISOString().slice(0, 10);
const at = (offset: number) => {
  office.time.now = new Date(MORNING.getTime() + offset * DAY);
};
const mandate = (changes: Record<string, unknown> = {}) => ({
  fromPositionId: office.positions.kabid,
  to: { positionId: office.positions.sekretaris },
  kinds: [],
  tasks: ['initial' as const],
  validFrom: day(0),
  validTo: day(4),
  ...changes,
});
const acting = async (key: Key, ask: { kind?: string; task?: 'initial' | 'sign' } = {}) =>
  (await listActingFor(office.db, office.positions[key], { ...ask, now: office.time.now, timeZone: TIME_ZONE })).map(
    ({ capacity, awayUntil }) => (awayUntil === null ? capacity : `${capacity} (away)`),
  );
const mandatesOf = async (key: Key) => (await office.actor(key)).mandates.map(({ positionName }) => positionName);
const personId = async (key: Key) => (await office.actor(key)).personId;
const refused = (code: string) => expect.objectContaining({ code });

describe('A mandate', () => {
  it('is in force from its first day to its last, as the office counts days', async () => {
    await people.giveMandate(await office.actor('kabid'), mandate({ validFrom: day(1), validTo: day(3) }));
    expect(await mandatesOf('sekretaris')).toEqual([]);
    at(1);
    expect(await mandatesOf('sekretaris')).toEqual(['Kepala Bidang SMP']);
    expect(await acting('kabid')).toEqual([
      'Kepala Bidang SMP',
      'Sekretaris Dinas Pendidikan, atas mandat Kepala Bidang SMP',
    ]);
    // 23.59 of the last day in Jakarta, then a minute later.
    office.time.now = new Date(`${day(3)}T16:59:59Z`);
    expect(await mandatesOf('sekretaris')).toEqual(['Kepala Bidang SMP']);
    office.time.now = new Date(`${day(3)}T17:00:00Z`);
    expect(await mandatesOf('sekretaris')).toEqual([]);
    expect(await acting('kabid')).toEqual(['Kepala Bidang SMP']);
  });

  it('reaches the kinds and tasks that it names', async () => {
    await people.giveMandate(await office.actor('kabid'), mandate({ kinds: ['nota-dinas'] }));
    expect(await acting('kabid', { kind: 'nota-dinas', task: 'initial' })).toHaveLength(2);
    expect(await acting('kabid', { kind: 'surat-dinas', task: 'initial' })).toHaveLength(1);
    expect(await acting('kabid', { kind: 'nota-dinas', task: 'sign' })).toHaveLength(1);
  });

  it('is not handed on, and a circle of mandates ends', async () => {
    await people.giveMandate(await office.actor('kabid'), mandate());
    await people.giveMandate(
      await office.actor('sekretaris'),
      mandate({ fromPositionId: office.positions.sekretaris, to: { positionId: office.positions.staf } }),
    );
    await people.giveMandate(
      await office.actor('staf'),
      mandate({ fromPositionId: office.positions.staf, to: { positionId: office.positions.kabid } }),
    );
    expect(await mandatesOf('staf')).toEqual(['Sekretaris Dinas Pendidikan']);
    expect(await acting('kabid')).toHaveLength(2);
    expect(await acting('sekretaris')).toHaveLength(2);
    expect(await acting('staf')).toHaveLength(2);
  });

  it('rests while nobody holds the post, and while its receiver holds none', async () => {
    const positionId = (
      await office.db.one(
        z.object({ id: z.number() }),
        sql`INSERT INTO position (unit_id, superior_id, name) SELECT unit_id, superior_id, 'Kepala Seksi' FROM position
          WHERE id = ${office.positions.staf} RETURNING id`,
      )
    ).id;
    const holder = await addPerson(office.db, 'kasi');
    await appoint(office.db, holder, positionId, { from: day(0), to: day(2) });
    const actor = await loadActor({ sql: office.db, now: office.time.now }, holder);
    if (actor === undefined) throw new Error('nobody');
    await people.giveMandate(actor, mandate({ fromPositionId: positionId }));
    const ask = () => listActingFor(office.db, positionId, { now: office.time.now, timeZone: TIME_ZONE });
    expect(await ask()).toHaveLength(2);
    at(3);
    expect(await ask()).toEqual([]);
    expect(await mandatesOf('sekretaris')).toEqual([]);
  });

  it('ends early at the moment it is ended, once', async () => {
    const id = await people.giveMandate(await office.actor('kabid'), mandate());
    await people.endMandate(await office.actor('kabid'), id);
    expect(await mandatesOf('sekretaris')).toEqual([]);
    await expect(people.endMandate(await office.actor('kabid'), id)).rejects.toEqual(refused('mandate-over'));
    await expect(people.endMandate(await office.actor('kabid'), 987_654)).rejects.toEqual(refused('mandate-unknown'));
  });

  it('is never rewritten or removed in the database', async () => {
    const id = await people.giveMandate(await office.actor('kabid'), mandate());
    const change = (query: ReturnType<typeof sql>) => office.db.run(query);
    await expect(change(sql`UPDATE mandate SET valid_to = '2099-01-01' WHERE id = ${id}`)).rejects.toThrow();
    await expect(change(sql`DELETE FROM mandate WHERE id = ${id}`)).rejects.toThrow();
    await expect(change(sql`TRUNCATE mandate CASCADE`)).rejects.toThrow();
  });

  it('is given by the holder, for initials by the superior, by an administrator with a warrant, by nobody else', async () => {
    const give = async (key: Key, changes: Record<string, unknown> = {}) =>
      people.giveMandate(await office.actor(key), mandate(changes));
    const notAllowed = refused('not-allowed');
    await expect(give('staf')).rejects.toEqual(notAllowed);
    await expect(give('kadis')).rejects.toEqual(notAllowed);
    await expect(give('sekretaris', { tasks: ['sign'], to: { positionId: office.positions.staf } })).rejects.toEqual(
      notAllowed,
    );
    await expect(give('sekretaris', { to: { positionId: office.positions.staf } })).resolves.toEqual(
      expect.any(Number),
    );
    await expect(give('camat')).rejects.toEqual(refused('warrant-required'));
    await expect(give('camat', { warrant: '800/1/2026', validTo: null })).resolves.toEqual(expect.any(Number));
    await expect(give('kabid', { tasks: ['sign'] })).resolves.toEqual(expect.any(Number));
  });

  it('is nobody’s gift to themself: neither superior nor administrator comes by a post that they do not hold', async () => {
    const give = async (key: Key, changes: Record<string, unknown>) =>
      people.giveMandate(await office.actor(key), mandate({ warrant: '800/1/2026', ...changes }));
    const yourself = refused('stand-in-yourself');
    await expect(give('sekretaris', { to: { positionId: office.positions.sekretaris } })).rejects.toEqual(yourself);
    await expect(give('sekretaris', { to: { personId: await personId('sekretaris') } })).rejects.toEqual(yourself);
    await expect(give('camat', { to: { positionId: office.positions.camat } })).rejects.toEqual(yourself);
    await expect(give('camat', { to: { personId: await personId('camat') } })).rejects.toEqual(yourself);
    const away = async (key: Key, standIn: Key) =>
      people.recordAbsence(await office.actor(key), {
        personId: await personId('kabid'),
        reason: 'leave',
        firstDay: day(0),
        lastDay: day(1),
        standIn: { personId: await personId(standIn) },
      });
    await expect(away('camat', 'camat')).rejects.toEqual(yourself);
    await expect(away('camat', 'sekretaris')).resolves.toEqual(expect.any(Number));
    expect(await mandatesOf('camat')).toEqual([]);
  });

  it('is refused backwards, without an end, to its own post or holder, to nobody, for no kind that exists', async () => {
    const give = async (changes: Record<string, unknown>) =>
      people.giveMandate(await office.actor('kabid'), mandate(changes));
    await expect(give({ validFrom: day(-1) })).rejects.toEqual(refused('mandate-in-the-past'));
    await expect(give({ validTo: null })).rejects.toEqual(refused('mandate-too-long'));
    await expect(give({ validTo: day(400) })).rejects.toEqual(refused('mandate-too-long'));
    await expect(give({ validTo: day(-1) })).rejects.toEqual(refused('input-invalid'));
    await expect(give({ to: { positionId: office.positions.kabid } })).rejects.toEqual(
      refused('stand-in-not-possible'),
    );
    await expect(give({ to: { personId: await personId('kabid') } })).rejects.toEqual(refused('stand-in-not-possible'));
    const idle = await addPerson(office.db, 'menganggur');
    await expect(give({ to: { personId: idle } })).rejects.toEqual(refused('stand-in-not-possible'));
    await expect(give({ to: { personId: 987_654 } })).rejects.toEqual(refused('person-unknown'));
    await expect(give({ kinds: ['surat-cinta'] })).rejects.toEqual(refused('kind-unknown'));
    await expect(give({ tasks: [] })).rejects.toEqual(refused('input-invalid'));
  });

  it('is told to the receiver, and to the holder when somebody else gave it', async () => {
    await office.db.run(sql`UPDATE person SET password_hash = 'x' WHERE username IN ('kabid', 'staf')`);
    await people.giveMandate(await office.actor('sekretaris'), mandate({ to: { positionId: office.positions.staf } }));
    const notices = async (key: Key) =>
      (await people.readAccountNotices(await office.actor(key))).events.map(
        ({ kind, subject }) => `${kind} ${subject}`,
      );
    expect(await notices('staf')).toContain('mandate-received Kepala Bidang SMP');
    expect(await notices('kabid')).toContain('mandate-given Kepala Bidang SMP → Pengelola Kurikulum');
  });
});

describe('An absence', () => {
  const leave = async (changes: Record<string, unknown> = {}, by: Key = 'kabid') =>
    people.recordAbsence(await office.actor(by), {
      personId: await personId('kabid'),
      reason: 'leave' as const,
      firstDay: day(1),
      lastDay: day(5),
      standIn: { personId: await personId('sekretaris') },
      ...changes,
    });

  it('gives its stand-in the initials of its days and takes them back by itself', async () => {
    await leave();
    expect(await acting('kabid')).toEqual(['Kepala Bidang SMP']);
    at(1);
    expect(await acting('kabid')).toEqual([
      'Sekretaris Dinas Pendidikan, atas mandat Kepala Bidang SMP',
      'Kepala Bidang SMP (away)',
    ]);
    expect(await acting('kabid', { task: 'sign' })).toEqual(['Kepala Bidang SMP (away)']);
    at(6);
    expect(await acting('kabid')).toEqual(['Kepala Bidang SMP']);
  });

  it('ends with its mandates when the official is back earlier', async () => {
    const id = await leave({ firstDay: day(0) });
    expect(await mandatesOf('sekretaris')).toEqual(['Kepala Bidang SMP']);
    await people.endAbsence(await office.actor('kabid'), id);
    expect(await mandatesOf('sekretaris')).toEqual([]);
    expect(await acting('kabid')).toEqual(['Kepala Bidang SMP']);
    await expect(people.endAbsence(await office.actor('kabid'), id)).rejects.toEqual(refused('absence-over'));
  });

  it('is recorded by the person and by an administrator alone', async () => {
    await expect(leave({}, 'sekretaris')).rejects.toEqual(refused('not-allowed'));
    await expect(leave({}, 'camat')).resolves.toEqual(expect.any(Number));
  });

  it('is refused twice for one day, in the past, for longer than a year, with a stand-in who is away or themself', async () => {
    await leave({ firstDay: day(0), lastDay: day(0) });
    await expect(leave({ firstDay: day(0) })).rejects.toEqual(refused('absence-overlaps'));
    await expect(leave({ firstDay: day(-3), lastDay: day(-1) })).rejects.toEqual(refused('absence-over'));
    await expect(leave({ lastDay: day(500) })).rejects.toEqual(refused('absence-too-long'));
    await expect(leave({ standIn: { personId: await personId('kabid') } })).rejects.toEqual(
      refused('stand-in-not-possible'),
    );
    await expect(
      leave(
        { personId: await personId('sekretaris'), standIn: { personId: await personId('kabid') }, firstDay: day(0) },
        'sekretaris',
      ),
    ).rejects.toEqual(refused('stand-in-away'));
  });

  it('stands alone when nobody stands in', async () => {
    await leave({ firstDay: day(0), standIn: null });
    expect(await acting('kabid')).toEqual(['Kepala Bidang SMP (away)']);
  });

  it('shows the person what was given and received, and nobody else', async () => {
    await leave({ firstDay: day(0) });
    const own = await people.readStandingIn(await office.actor('kabid'), await personId('kabid'));
    expect(own.absences).toContainEqual(expect.objectContaining({ state: 'current', standInName: 'sekretaris' }));
    expect(own.given[0]).toMatchObject({ state: 'current', toName: 'sekretaris' });
    const other = await people.readStandingIn(await office.actor('sekretaris'), await personId('sekretaris'));
    expect(other.received[0]).toMatchObject({ state: 'current', fromName: 'Kepala Bidang SMP' });
    await expect(people.readStandingIn(await office.actor('staf'), await personId('kabid'))).rejects.toEqual(
      refused('not-allowed'),
    );
  });
});

describe('The rules of a mandate', () => {
  const date = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)));
  const text = (when: Date) => when.toISOString().slice(0, 10);
  const terms = fc.record({ from: date, to: fc.option(date), revoked: fc.option(date) });

  it('hold of a mandate on each day exactly one state, in force only within its days and before its end', () => {
    fc.assert(
      fc.property(terms, date, ({ from, to, revoked }, now) => {
        const today = text(now);
        const mandate = { validFrom: text(from), validTo: to && text(to), revokedAt: revoked };
        const inForce = mandateState(mandate, { now, today }) === 'current';
        expect(inForce).toBe(from <= now && (to === null || to >= now) && (revoked === null || revoked > now));
      }),
    );
  });

  it('never let a mandate come back once it has ended', () => {
    fc.assert(
      fc.property(terms, fc.array(date, { minLength: 2 }), ({ from, to, revoked }, days) => {
        const mandate = { validFrom: text(from), validTo: to && text(to), revokedAt: revoked };
        const states = days
          .toSorted((a, b) => a.getTime() - b.getTime())
          .map((now) => mandateState(mandate, { now, today: text(now) }));
        const over = states.findIndex((state) => state === 'past' || state === 'ended');
        expect(over < 0 || states.slice(over).every((state) => state === 'past' || state === 'ended')).toBe(true);
      }),
    );
  });

  it('cover what was named, everything when nothing was', () => {
    const kinds = fc.subarray(['a', 'b', 'c']);
    fc.assert(
      fc.property(
        kinds,
        fc.subarray([...mandateTasks], { minLength: 1 }),
        fc.constantFrom(...givers),
        (named, tasks, givenAs) => {
          for (const kind of ['a', 'b', 'c']) {
            for (const task of mandateTasks) {
              const expected = (named.length === 0 || named.includes(kind)) && tasks.includes(task);
              const mandate = { kinds: named, tasks, givenAs };
              expect(covers(mandate, { kind, task, security: 'T' })).toBe(expected);
              expect(covers(mandate, { kind, task, security: 'R' })).toBe(expected && givenAs === 'holder');
            }
          }
        },
      ),
    );
  });
});

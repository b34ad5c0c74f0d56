import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openDispositions } from '../../src/incoming/dispositions.ts';
import { listStill } from '../../src/incoming/registering/desk-store.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { addPerson, appoint } from '../letters/office.ts';
import { keepsAgenda } from './desk-office.ts';
import { openTreeOffice, outcomeOf, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
beforeAll(async () => {
  office = await openTreeOffice();
});

const IdRow = z.object({ id: z.number() });
const PAST = '2026-11-23';

describe('Who acts for a post', () => {
  it('a Plh. disposes in that capacity; one whose term ended meanwhile does not, and the letter waits for the next', async () => {
    const { incomingId, holdingId } = await office.letter();
    const personId = await office.acting('kadis', 'pengganti');
    const plh = await office.actor(personId);
    expect((await office.dispositions.waiting(plh)).some((item) => item.incomingId === incomingId)).toBe(true);
    await office.endAppointment(personId, PAST);
    // What the page showed a minute ago does not help: the act looks anew.
    const asked = { holdingId, recipients: to('kabid'), instructions: ['PROSES'], remark: '' };
    await office.db.run(sql`UPDATE holding SET since = '2026-11-20T02:00:00Z' WHERE id = ${holdingId}`);
    expect(await outcomeOf(office.dispositions.dispose(plh, asked))).toBe('appointment-over');
    // The same to somebody who comes in anew.
    expect(await outcomeOf(office.dispositions.dispose(await office.actor(personId), asked))).toBe('appointment-over');
    expect(await outcomeOf(office.dispositions.read(await office.actor(personId), incomingId))).toBe(
      'incoming-unknown',
    );
    expect(await office.tree(incomingId)).toBe('kadis:unread');
    await office.dispositions.dispose(
      await office.actor(await office.acting('kadis', 'pengganti-baru', ['Plt.'])),
      asked,
    );
    expect((await office.events(incomingId)).at(-1)).toBe('disposed by Plt. Kepala Dinas Pendidikan');
  });

  it('a delegate disposes with the task alone, of a secret letter only if the holder gave it, until the mandate ends', async () => {
    const personId = await addPerson(office.db, 'delegasi');
    await appoint(office.db, personId, office.positions.camat, { forms: ['Plh.'] });
    const ordinary = await office.letter();
    const secret = await office.letter({ security: 'SR' });
    const dispose = async (holdingId: number) =>
      outcomeOf(
        office.dispositions.dispose(await office.actor(personId), {
          ...{ holdingId, recipients: to('kabid'), instructions: ['PROSES'], remark: '' },
        }),
      );
    await office.mandate('kadis', personId, ['initial']);
    expect(await dispose(ordinary.holdingId)).toBe('incoming-unknown');
    const bySuperior = await office.mandate('kadis', personId, ['dispose'], 'superior');
    expect(await dispose(secret.holdingId)).toBe('incoming-unknown');
    expect(
      (await office.dispositions.waiting(await office.actor(personId))).map(({ incomingId }) => incomingId),
    ).toContain(ordinary.incomingId);
    expect(await dispose(ordinary.holdingId)).toBe('done');
    expect((await office.events(ordinary.incomingId)).at(-1)).toBe(
      'disposed by Plh. Camat Purnama Utara, atas mandat Kepala Dinas Pendidikan',
    );
    const byHolder = await office.mandate('kadis', personId, ['dispose']);
    expect(
      (await office.dispositions.waiting(await office.actor(personId))).find(
        (item) => item.holdingId === secret.holdingId,
      ),
    ).toMatchObject({ subject: '', instructions: [], standIn: true, security: 'SR' });
    for (const id of [bySuperior, byHolder])
      await office.db.run(
        sql`UPDATE mandate SET revoked_by = made_by, revoked_at = ${office.time.now} WHERE id = ${id}`,
      );
    expect(await dispose(secret.holdingId)).toBe('mandate-over');
    expect(await office.tree(secret.incomingId)).toBe('kadis:unread');
  });

  it('nobody else does anything with it, whatever they ask: every act by every role', async () => {
    const clerk = await addPerson(office.db, 'petugas');
    const elsewhere = await addPerson(office.db, 'petugas-lain');
    await keepsAgenda({ ...office, persons: { ...office.persons, staf: clerk } }, 'staf', 'DISDIK');
    await keepsAgenda({ ...office, persons: { ...office.persons, staf: elsewhere } }, 'staf', 'CAMAT');
    const initials = await addPerson(office.db, 'pemaraf');
    await appoint(office.db, initials, office.positions.camat, { forms: ['Plt.'] });
    await office.mandate('kabid', initials, ['initial']);
    const administrator = { ...(await office.actor(await addPerson(office.db, 'pengelola'))), isAdministrator: true };
    const { incomingId, holdingId } = await office.letter();
    const secret = await office.letter({ security: 'R' });
    for (const root of [holdingId, secret.holdingId]) await office.dispose('kadis', root, ['kabid']);
    const sheetOf = async (id: number) =>
      (await office.dispositions.read(await office.actor('kadis'), id)).sheets[0]?.id ?? 0;
    const acts = async (id: number) => {
      const child = await office.holdingOf(id, 'kabid');
      const root = await office.holdingOf(id, 'kadis');
      const sheet = { recipients: to('staf'), instructions: ['PROSES'], remark: '' };
      const sheetId = await sheetOf(id);
      const { dispositions } = office;
      return {
        read: (who: Actor) => dispositions.read(who, id),
        sheetPdf: (who: Actor) => dispositions.sheetPdf(who, id),
        document: (who: Actor) => dispositions.document(who, id, { part: 'letter' }),
        forward: (who: Actor) =>
          dispositions.forward(who, { holdingId: root, positionId: office.positions.sekda, remark: '' }),
        dispose: (who: Actor) => dispositions.dispose(who, { holdingId: child, ...sheet }),
        change: (who: Actor) => dispositions.change(who, { sheetId, ...sheet }),
        cancel: (who: Actor) => dispositions.cancel(who, { holdingId: child }),
        report: (who: Actor) => dispositions.report(who, { holdingId: child, text: 'x', files: [] }),
        accept: (who: Actor) => dispositions.accept(who, { holdingId: child, remark: '' }),
        giveBack: (who: Actor) => dispositions.giveBack(who, { holdingId: child, remark: 'x' }),
        finish: (who: Actor) => dispositions.finish(who, { holdingId: root, remark: 'x', evenOpen: true }),
        reopen: (who: Actor) => dispositions.reopen(who, { incomingId: id, remark: 'x' }),
      };
    };
    const ordinary = await acts(incomingId);
    const hidden = await acts(secret.incomingId);
    const before = [await office.tree(incomingId), await office.tree(secret.incomingId)];
    const roles: [string, Actor, readable: boolean][] = [
      ['stranger', await office.actor('camat'), false],
      ['superior', await office.actor('bupati'), false],
      ['clerk elsewhere', await office.actor(elsewhere), false],
      ['delegate for initials', await office.actor(initials), false],
      ['administrator', administrator, false],
      ['clerk of the agenda', await office.actor(clerk), true],
    ];
    const looks = ['read', 'sheetPdf', 'document'];
    for (const [role, who, readable] of roles) {
      for (const [name, act] of Object.entries(ordinary)) {
        if (readable && looks.includes(name)) continue;
        expect([role, name, await outcomeOf(act(who))]).toEqual([
          role,
          name,
          readable ? 'not-allowed' : 'incoming-unknown',
        ]);
      }
      for (const [name, act] of Object.entries(hidden))
        expect([role, name, await outcomeOf(act(who))]).toEqual([role, name, 'incoming-unknown']);
      expect(await office.dispositions.waiting(who)).toEqual([]);
    }
    // Those of the tree read everything and act for their own post alone.
    const kabid = await office.actor('kabid');
    for (const name of ['forward', 'change', 'cancel', 'accept', 'giveBack', 'finish', 'reopen'] as const)
      expect([name, await outcomeOf(hidden[name](kabid))]).toEqual([name, 'not-allowed']);
    const head = await office.actor('kadis');
    for (const name of ['dispose', 'report'] as const)
      expect([name, await outcomeOf(hidden[name](head))]).toEqual([name, 'not-allowed']);
    expect([await office.tree(incomingId), await office.tree(secret.incomingId)]).toEqual(before);
  });

  it('every reading of a letter that is not ordinary is recorded, once a look, and told to the addressee alone', async () => {
    const { incomingId, holdingId } = await office.letter({ security: 'T' });
    await office.dispose('kadis', holdingId, ['kabid']);
    await office.dispositions.read(await office.actor('kabid'), incomingId);
    await office.dispositions.read(await office.actor('sekretaris'), incomingId);
    const seen = await office.dispositions.read(await office.actor('kadis'), incomingId);
    expect(seen.readings?.map(({ personName, capacity }) => [personName, capacity])).toEqual([
      ['kadis', 'Kepala Dinas Pendidikan'],
      ['sekretaris', 'Petugas registrasi'],
      ['kabid', 'Kepala Bidang SMP'],
    ]);
    expect((await office.dispositions.read(await office.actor('kabid'), incomingId)).readings).toBeUndefined();
    // A clerk who looks is no holder who has read it.
    expect((await office.events(incomingId)).filter((event) => event.startsWith('read'))).toEqual([
      'read by Kepala Bidang SMP',
    ]);
  });
});

describe('Two at once', () => {
  it('one wins and the other is told what happened, whichever acts they try', async () => {
    const more = openDatabase(String(office.db.pool.options.connectionString), { max: 20 });
    try {
      const acts = openDispositions({
        ...{ db: more, clock: () => office.time.now, appOrigin: 'https://layang.lembahpurnama.example' },
        documents: { read: async () => Buffer.alloc(0) },
        typesetter: { typesetDisposition: async () => ({ pdf: Buffer.alloc(0), pages: 1 }) },
      });
      const head = await office.actor('kadis');
      const plh = await office.actor(await office.acting('kadis', 'serentak'));
      const kabid = await office.actor('kabid');
      const sheet = { recipients: to('kabid'), instructions: ['PROSES'], remark: '' };
      for (let round = 0; round < 6; round++) {
        const { incomingId, holdingId } = await office.letter();
        const both = await Promise.all([head, plh].map((who) => outcomeOf(acts.dispose(who, { holdingId, ...sheet }))));
        expect(both.toSorted()).toEqual(['already-passed-on', 'done']);
        const held = await office.holdingOf(incomingId, 'kabid');

        const [sheetId] = (await acts.read(head, incomingId)).sheets.map(({ id }) => id);
        const staf = { ...sheet, recipients: to('staf'), sheetId: sheetId ?? 0 };
        const race = await Promise.all([
          outcomeOf(acts.change(head, staf)),
          outcomeOf(acts.cancel(plh, { holdingId: held })),
          outcomeOf(acts.read(kabid, incomingId)),
        ]);
        // Whatever came first: read, then it stands; taken back, then there is nothing to read.
        const tree = await office.tree(incomingId);
        if (race[0] === 'done') expect(tree).toBe('kadis:passed_on kabid:cancelled staf:unread');
        else if (race[1] === 'done') expect(tree).toBe('kadis:read kabid:cancelled');
        else expect([race, tree]).toEqual([['already-read', 'already-read', 'done'], 'kadis:passed_on kabid:read']);
        expect(race.slice(0, 2).filter((each) => each === 'done').length).toBeLessThanOrEqual(1);

        const other = await office.letter();
        await office.dispose('kadis', other.holdingId, ['kabid']);
        const mine = await office.holdingOf(other.incomingId, 'kabid');
        await acts.report(kabid, { holdingId: mine, text: 'Selesai', files: [] });
        const judged = await Promise.all([
          outcomeOf(acts.accept(head, { holdingId: mine, remark: '' })),
          outcomeOf(acts.giveBack(plh, { holdingId: mine, remark: 'Kurang' })),
          outcomeOf(acts.report(kabid, { holdingId: mine, text: 'Tambahan', files: [] })),
        ]);
        // Taken and closed, or returned; never both. What is reported once more after a return waits to be judged again.
        const after = await office.tree(other.incomingId);
        if (judged[1] !== 'done') expect([judged[0], after]).toEqual(['done', 'kadis:done kabid:done']);
        else
          expect(['kadis:passed_on kabid:read', 'kadis:passed_on kabid:reported', 'kadis:done kabid:done']).toContain(
            after,
          );
      }
    } finally {
      await more.close();
    }
  });
});

it('a letter whose report waits at a vacant post is an alarm of the clerk', async () => {
  const { incomingId, holdingId } = await office.letter({
    ...{ unitId: office.units.get('DISDIK') ?? 0, addresseePositionId: office.positions.staf },
  });
  const under = await office.db.one(
    IdRow,
    sql`INSERT INTO position (unit_id, superior_id, name, code, office_kind)
        VALUES (${office.units.get('SMP')}, ${office.positions.staf}, 'Pembantu', 'PBT', 'other') RETURNING id`,
  );
  const helper = await addPerson(office.db, 'pembantu');
  await appoint(office.db, helper, under.id);
  const recipients = [{ positionId: under.id, responsible: true }];
  const staff = await office.actor('staf');
  await office.dispositions.dispose(staff, { holdingId, recipients, instructions: ['PROSES'], remark: '' });
  const held = (await office.dispositions.waiting(await office.actor(helper)))[0]?.holdingId ?? 0;
  await office.dispositions.report(await office.actor(helper), { holdingId: held, text: 'Selesai', files: [] });
  const still = async () =>
    (await listStill(office.db, [office.units.get('DISDIK') ?? 0], '2026-11-24')).map(({ id }) => id);
  expect(await still()).not.toContain(incomingId);
  await office.endAppointment(office.persons.staf, PAST);
  expect(await still()).toContain(incomingId);
});

function to(...keys: (keyof TreeOffice['positions'])[]) {
  return keys.map((key, i) => ({ positionId: office.positions[key], responsible: i === 0 }));
}

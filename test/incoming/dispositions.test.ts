import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { closeByAnswer } from '../../src/incoming/answers/close-by-answer.ts';
import { moveLetter } from '../../src/incoming/tree/move-letter.ts';
import { sql } from '../../src/postgres/sql.ts';
import { writtenLetter } from '../letters/office.ts';
import { openTreeOffice, outcomeOf, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
beforeAll(async () => {
  office = await openTreeOffice();
});

const IdRow = z.object({ id: z.number() });
const TODAY = '2026-11-24';

describe('An incoming letter on its way', () => {
  it('goes up, down and down again; reports flow up until it is closed, everybody in their capacity', async () => {
    const { dispositions, actor, positions } = office;
    await office.db.run(
      sql`INSERT INTO first_holder (unit_id, position_id) VALUES (${office.units.get('DISDIK')}, ${positions.sekretaris})`,
    );
    const { incomingId, holdingId } = await office.letter();
    await office.db.run(sql`DELETE FROM first_holder`);
    const secretary = await actor('sekretaris');
    expect((await dispositions.waiting(secretary)).map((item) => item.incomingId)).toContain(incomingId);
    await dispositions.forward(secretary, { holdingId, positionId: positions.kadis, remark: 'Mohon arahan' });
    expect(await office.tree(incomingId)).toBe('sekretaris:forwarded kadis:unread');

    const head = await office.holdingOf(incomingId, 'kadis');
    const seen = await dispositions.read(await actor('kadis'), incomingId);
    expect(seen.holdings.find(({ id }) => id === head)).toMatchObject({
      state: 'read',
      may: { dispose: true, report: false },
    });
    await office.dispose('kadis', head, ['sekretaris', 'kabid'], { dueOn: '2026-11-27' });
    expect(await office.tree(incomingId)).toBe('sekretaris:forwarded kadis:passed_on sekretaris:unread kabid:unread');

    await office.dispose('kabid', await office.holdingOf(incomingId, 'kabid'), ['staf']);
    const staff = await office.holdingOf(incomingId, 'staf');
    await dispositions.report(await actor('staf'), { holdingId: staff, text: 'Data sudah dikirim', files: [] });
    await dispositions.giveBack(await actor('kabid'), { holdingId: staff, remark: 'Lengkapi lampirannya' });
    await dispositions.report(await actor('staf'), { holdingId: staff, text: 'Sudah lengkap', files: [] });
    await dispositions.accept(await actor('kabid'), { holdingId: staff, remark: '' });
    expect(await office.tree(incomingId)).toContain('kabid:reported staf:done');
    await dispositions.accept(await actor('kadis'), {
      holdingId: await office.holdingOf(incomingId, 'kabid'),
      remark: 'Baik',
    });
    const back = await office.holdingOf(incomingId, 'sekretaris');
    await dispositions.report(secretary, { holdingId: back, text: 'Diagendakan', files: [] });
    await dispositions.accept(await actor('kadis'), { holdingId: back, remark: '' });

    const last = await dispositions.read(secretary, incomingId);
    expect(last.incoming.state).toBe('closed');
    expect(last.holdings.every(({ state }) => state === 'done')).toBe(true);
    expect(last.holdings.map(({ positionId, depth }) => [positionId, depth])).toEqual([
      [positions.sekretaris, 0],
      [positions.kadis, 1],
      [positions.sekretaris, 2],
      [positions.kabid, 2],
      [positions.staf, 3],
    ]);
    expect(
      last.sheets.map(({ capacity, personName, instructions }) => [capacity, personName, instructions.length]),
    ).toEqual([
      ['Sekretaris Dinas Pendidikan', 'Dr. sekretaris, M.Si.', 0],
      ['Kepala Dinas Pendidikan', 'Dr. kadis, M.Si.', 1],
      ['Kepala Bidang SMP', 'Dr. kabid, M.Si.', 1],
    ]);
    // 16.00 in Purnama is when the office closes.
    expect(last.sheets[1]?.dueAt).toEqual(new Date('2026-11-27T09:00:00Z'));
    expect(await office.events(incomingId)).toEqual([
      'registered by Sekretaris Dinas Pendidikan',
      'forwarded by Sekretaris Dinas Pendidikan',
      'read by Kepala Dinas Pendidikan',
      'disposed by Kepala Dinas Pendidikan',
      'disposed by Kepala Bidang SMP',
      'reported by Pengelola Kurikulum',
      'returned by Kepala Bidang SMP',
      'reported by Pengelola Kurikulum',
      'accepted by Kepala Bidang SMP',
      'reported',
      'accepted by Kepala Dinas Pendidikan',
      'reported by Sekretaris Dinas Pendidikan',
      'accepted by Kepala Dinas Pendidikan',
      'done',
      'done',
      'closed',
    ]);
  });

  it('is refused what would lose it or send it in a circle, and then nothing has changed', async () => {
    const { incomingId, holdingId } = await office.letter();
    const { positions } = office;
    const head = await office.actor('kadis');
    const closed = await office.db.one(
      IdRow,
      sql`INSERT INTO position (unit_id, superior_id, name, code, office_kind, closed_at)
          VALUES (${office.units.get('SMP')}, ${positions.kabid}, 'Jabatan Lama', 'LAMA', 'other', ${office.time.now}) RETURNING id`,
    );
    const vacant = await office.db.one(
      IdRow,
      sql`INSERT INTO position (unit_id, superior_id, name, code, office_kind)
          VALUES (${office.units.get('SMP')}, ${positions.kabid}, 'Analis Kosong', 'KSG', 'other') RETURNING id`,
    );
    const to = (...ids: number[]) => ids.map((positionId, i) => ({ positionId, responsible: i === 0 }));
    const asked = { holdingId, recipients: to(positions.kabid), instructions: ['PROSES'], remark: '' };
    const cases: [string, object][] = [
      ['to-oneself', { recipients: to(positions.kadis) }],
      ['post-closed', { recipients: to(closed.id) }],
      ['post-closed', { recipients: to(987_654) }],
      ['post-vacant', { recipients: to(positions.kabid, vacant.id) }],
      ['disposition-upward', { recipients: to(positions.bupati) }],
      ['no-recipients', { recipients: [] }],
      ['recipient-twice', { recipients: to(positions.kabid, positions.kabid) }],
      ['one-responsible', { recipients: [{ positionId: positions.kabid, responsible: false }] }],
      ['one-responsible', { recipients: [...to(positions.kabid), ...to(positions.staf)] }],
      ['too-many-recipients', { recipients: to(...Array.from({ length: 51 }, (_, n) => n + 1)) }],
      ['due-past', { dueOn: '2026-11-23' }],
      ['due-far', { dueOn: '2028-01-01' }],
      ['due-invalid', { dueOn: '24 November' }],
      ['instruction-unknown', { instructions: ['PROSES', 'KARANGAN'] }],
      ['nothing-asked', { instructions: [], remark: '  \n' }],
      ['remark-invalid', { remark: 'x'.repeat(2_001) }],
    ];
    for (const [code, changes] of cases) {
      expect([code, await outcomeOf(office.dispositions.dispose(head, { ...asked, ...changes }))]).toEqual([
        code,
        code,
      ]);
    }
    expect(await office.tree(incomingId)).toBe('kadis:unread');
    await expect(office.dispositions.dispose(head, { ...asked, recipients: to(vacant.id) })).rejects.toMatchObject({
      words: { id: expect.stringContaining('Pilih Kepala Bidang SMP') },
    });

    await office.dispositions.dispose(head, { ...asked, dueOn: TODAY });
    const kabid = await office.holdingOf(incomingId, 'kabid');
    await office.dispose('kabid', kabid, ['staf']);
    const staff = { ...asked, holdingId: await office.holdingOf(incomingId, 'staf') };
    const bySister = office.dispositions.dispose(await office.actor('staf'), {
      ...staff,
      recipients: to(positions.camat, positions.kabid),
    });
    expect(await outcomeOf(bySister)).toBe('has-it-already');
    const upward = { holdingId: staff.holdingId, positionId: positions.kadis, remark: '' };
    expect(await outcomeOf(office.dispositions.forward(await office.actor('staf'), upward))).toBe(
      'forward-not-possible',
    );
  });

  it('is taken back and changed while unread, and not afterwards', async () => {
    const { dispositions, positions } = office;
    const { incomingId, holdingId } = await office.letter();
    const head = await office.actor('kadis');
    await office.dispose('kadis', holdingId, ['kabid', 'camat']);
    const [sheet] = (await dispositions.read(head, incomingId)).sheets;
    const change = {
      recipients: [{ positionId: positions.staf, responsible: true }],
      instructions: [],
      remark: 'Kerjakan',
    };
    await dispositions.change(head, { sheetId: sheet?.id ?? 0, ...change });
    expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:cancelled camat:cancelled staf:unread');
    expect(await outcomeOf(dispositions.change(head, { sheetId: sheet?.id ?? 0, ...change }))).toBe('sheet-replaced');
    expect(await outcomeOf(dispositions.read(await office.actor('camat'), incomingId))).toBe('incoming-unknown');

    const staff = await office.holdingOf(incomingId, 'staf');
    await dispositions.cancel(head, { holdingId: staff });
    expect(await outcomeOf(dispositions.cancel(head, { holdingId: staff }))).toBe('holding-cancelled');
    expect(await office.tree(incomingId)).toBe('kadis:read kabid:cancelled camat:cancelled staf:cancelled');

    await office.dispose('kadis', holdingId, ['kabid', 'camat']);
    const responsible = await office.holdingOf(incomingId, 'kabid');
    expect(await outcomeOf(dispositions.cancel(head, { holdingId: responsible }))).toBe('responsible-stays');
    await dispositions.read(await office.actor('kabid'), incomingId);
    const shown = await dispositions.read(head, incomingId);
    expect(shown.sheets.map(({ mayChange }) => mayChange)).toEqual([false, false, false]);
    const again = { sheetId: shown.sheets.at(-1)?.id ?? 0, ...change };
    expect(await outcomeOf(dispositions.change(head, again))).toBe('already-read');
    expect(await outcomeOf(dispositions.cancel(head, { holdingId: responsible }))).toBe('already-read');
    await dispositions.cancel(head, { holdingId: await office.holdingOf(incomingId, 'camat') });
    await office.dispose('kadis', holdingId, ['camat'], { further: true });
    expect((await office.tree(incomingId)).split(' ').slice(-3)).toEqual([
      'kabid:read',
      'camat:cancelled',
      'camat:unread',
    ]);
  });

  it('tells the disposer of a report and the reporter of a return, of a restricted letter without its subject', async () => {
    await office.db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
    const { incomingId, holdingId } = await office.letter({ security: 'T', subject: 'Pokok yang terbatas' });
    const mails = async () => {
      const row = z.object({ toAddress: z.string(), subject: z.string(), body: z.string() });
      return office.db.many(row, sql`SELECT to_address, subject, body FROM mail ORDER BY id`);
    };
    await office.dispose('kadis', holdingId, ['kabid']);
    const holding = { holdingId: await office.holdingOf(incomingId, 'kabid'), remark: 'Kurang' };
    await office.dispositions.report(await office.actor('kabid'), { ...holding, text: 'Sudah', files: [] });
    await office.dispositions.giveBack(await office.actor('kadis'), holding);
    const last = (await mails()).slice(-3);
    expect(last.map(({ toAddress }) => toAddress)).toEqual([
      'kabid@purnama.example',
      'kadis@purnama.example',
      'kabid@purnama.example',
    ]);
    expect(last[1]?.body).toContain('Laporan atas disposisi Kepala Dinas Pendidikan menunggu');
    expect(last[2]?.body).toContain('Laporan Kepala Bidang SMP dikembalikan');
    expect(JSON.stringify(last)).not.toContain('terbatas');
  });

  it('is disposed of with many others in one go; one that is refused holds up none', async () => {
    const letters = [await office.letter(), await office.letter({ number: '2' }), await office.letter({ number: '3' })];
    await office.dispose('kadis', letters[1]?.holdingId ?? 0, ['camat']);
    const result = await office.dispositions.disposeMany(await office.actor('kadis'), {
      holdingIds: letters.map(({ holdingId }) => holdingId),
      recipients: [{ positionId: office.positions.kabid, responsible: true }],
      ...{ instructions: ['UNTUK_DIKETAHUI'], remark: '' },
    });
    expect(result.done).toEqual([letters[0]?.holdingId, letters[2]?.holdingId]);
    expect(result.refused.map(({ refusal }) => refusal.code)).toEqual(['already-passed-on']);
    const sheet = { recipients: [{ positionId: office.positions.kabid, responsible: true }], instructions: [] };
    const tooMany = { ...sheet, remark: 'Semua', holdingIds: Array.from({ length: 51 }, (_, at) => at + 1) };
    expect(await outcomeOf(office.dispositions.disposeMany(await office.actor('kadis'), tooMany))).toBe(
      'too-many-at-once',
    );
  });

  it('that is only to be known is done by saying so; with an instruction that asks for more it is reported', async () => {
    const { dispositions } = office;
    const asks = async (instructions: string[]) => {
      const { incomingId, holdingId } = await office.letter();
      await dispositions.dispose(await office.actor('kadis'), {
        holdingId,
        recipients: [{ positionId: office.positions.kabid, responsible: true }],
        ...{ instructions, remark: '' },
      });
      return { incomingId, holdingId: await office.holdingOf(incomingId, 'kabid') };
    };
    const kabid = await office.actor('kabid');
    const told = await asks(['UNTUK_DIKETAHUI']);
    const task = (await dispositions.waiting(kabid)).find(({ incomingId }) => incomingId === told.incomingId);
    expect(task).toMatchObject({ task: 'act', forInformation: true });
    expect(await outcomeOf(dispositions.report(kabid, { ...told, text: 'Sudah', files: [] }))).toBe('not-in-hand');
    await dispositions.finish(kabid, { ...told, remark: '' });
    expect(await office.tree(told.incomingId)).toBe('kadis:done kabid:done');
    const asked = await asks(['UNTUK_DIKETAHUI', 'PROSES']);
    expect(await outcomeOf(dispositions.finish(kabid, { ...asked, remark: 'Tahu' }))).toBe('not-in-hand');
    await dispositions.report(kabid, { ...asked, text: 'Sudah', files: [] });
    expect(await office.tree(asked.incomingId)).toBe('kadis:passed_on kabid:reported');
  });

  it('whose report waits at a post that was closed is given to another post, which accepts it', async () => {
    const { dispositions, db, deps, positions } = office;
    const { incomingId, holdingId } = await office.letter();
    await office.dispose('kadis', holdingId, ['kabid']);
    const reported = { holdingId: await office.holdingOf(incomingId, 'kabid'), text: 'Sudah', files: [] };
    await dispositions.report(await office.actor('kabid'), reported);
    const clerk = await office.actor('sekretaris');
    const toCamat = { incomingId, holdingId, positionId: positions.camat };
    expect(await outcomeOf(moveLetter(deps, clerk, toCamat))).toBe('not-movable');
    await db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${positions.kadis}`);
    await moveLetter(deps, clerk, toCamat);
    await db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${positions.kadis}`);
    expect(await office.tree(incomingId)).toBe('camat:passed_on kabid:reported');
    await dispositions.accept(await office.actor('camat'), { holdingId: reported.holdingId, remark: '' });
    expect(await office.tree(incomingId)).toBe('camat:done kabid:done');
  });

  it('is closed by the answer that was sent, opened again with a reason, and not closed by the same answer twice', async () => {
    const { dispositions, db } = office;
    const { incomingId, holdingId } = await office.letter();
    await office.dispose('kadis', holdingId, ['kabid']);
    const kabid = await office.holdingOf(incomingId, 'kabid');
    const letterId = await writtenLetter(office);
    const staff = await office.actor('staf');
    await office.dispose('kabid', kabid, ['staf']);
    const own = await office.holdingOf(incomingId, 'staf');
    await dispositions.report(staff, { holdingId: own, text: '', files: [], replyId: letterId });
    const other = await office.letter();
    await office.dispose('kadis', other.holdingId, ['staf']);
    const elsewhere = {
      holdingId: await office.holdingOf(other.incomingId, 'staf'),
      text: 'x',
      files: [],
      replyId: letterId,
    };
    expect(await outcomeOf(dispositions.report(staff, elsewhere))).toBe('reply-answers-another');
    expect(await outcomeOf(dispositions.report(staff, { ...elsewhere, replyId: 9_999 }))).toBe('reply-unknown');

    const at = office.time.now;
    expect(await db.transaction((tx) => closeByAnswer(tx, { letterId, at }))).toEqual({ closed: true });
    const head = await office.actor('kadis');
    const closed = await dispositions.read(head, incomingId);
    expect(closed.incoming).toMatchObject({ state: 'closed', answeredBy: letterId });
    expect(closed.reopens).toBe(holdingId);
    expect(await outcomeOf(dispositions.accept(await office.actor('kabid'), { holdingId: own, remark: '' }))).toBe(
      'incoming-closed',
    );
    expect(await outcomeOf(dispositions.reopen(await office.actor('kabid'), { incomingId, remark: 'Saya' }))).toBe(
      'not-allowed',
    );
    expect(await outcomeOf(dispositions.reopen(head, { incomingId, remark: '' }))).toBe('remark-required');
    await dispositions.reopen(head, { incomingId, remark: 'Masih ada yang belum terjawab' });
    expect(await outcomeOf(dispositions.reopen(head, { incomingId, remark: 'Lagi' }))).toBe('incoming-open');
    expect(await db.transaction((tx) => closeByAnswer(tx, { letterId, at }))).toEqual({ closed: false });
    expect(await office.tree(incomingId)).toBe('kadis:read kabid:done staf:done');
    await dispositions.finish(head, { holdingId, remark: 'Cukup' });
    expect((await dispositions.read(head, incomingId)).incoming.state).toBe('closed');
  });
});

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { getIncoming } from '../../src/incoming/incoming-store.ts';
import { readAlarms } from '../../src/incoming/registering/desk.ts';
import { registerWithin } from '../../src/incoming/registering/register.ts';
import { registerLetter } from '../../src/incoming/registering/register-letter.ts';
import { listSenders } from '../../src/incoming/registering/senders-store.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Desk, filledLine, openDesk } from './desk-office.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const numbered = () => `${Math.random()}`;
const fieldsOf = async (work: Promise<unknown>) =>
  work.then(
    () => ({ registered: true }),
    (error: { code: string; fields: object }) => ({ code: error.code, fields: Object.keys(error.fields) }),
  );

describe('Registering an incoming letter', () => {
  it('writes the line, its first holder, its event and the sender in one go', async () => {
    const { incomingId, agenda, year, holdingId } = await desk.register();
    const letter = await getIncoming(desk.db, incomingId);
    expect(letter).toMatchObject({
      agenda,
      year: 2026,
      origin: 'desk',
      channel: 'post',
      senderName: 'SMP Negeri 1 Purnama',
      letterDate: '2026-11-20',
      receivedAt: new Date('2026-11-24T01:30:00Z'),
      state: 'open',
      registeredBy: desk.persons.sekretaris,
    });
    expect(year).toBe(2026);
    const { rows } = await desk.db.pool.query('SELECT position_id, state, responsible FROM holding WHERE id = $1', [
      holdingId,
    ]);
    expect(rows).toEqual([{ position_id: desk.positions.kadis, state: 'unread', responsible: true }]);
    const events = await desk.db.pool.query('SELECT kind, capacity FROM incoming_event WHERE incoming_id = $1', [
      incomingId,
    ]);
    expect(events.rows).toEqual([{ kind: 'registered', capacity: 'Sekretaris Dinas Pendidikan' }]);
    expect((await listSenders(desk.db, 'smp neg'))[0]).toMatchObject({ address: 'Jalan Merdeka 1' });
  });

  it('is done once for a key, however often and from however many connections it is sent', async () => {
    const submissionKey = randomUUID();
    const line = { submissionKey, number: numbered() };
    const all = await Promise.all(Array.from({ length: 8 }, () => desk.register(line)));
    expect(new Set(all.map(({ incomingId }) => incomingId)).size).toBe(1);
    expect(all.filter(({ again }) => !again)).toHaveLength(1);
    expect(await desk.register({ ...line, subject: 'Diketik ulang' })).toMatchObject({ again: true });
  });

  it('gives 200 at once their numbers without a duplicate or a gap', async () => {
    const unitId = desk.units.get('CAMAT') ?? 0;
    const more = openDatabase(String(desk.db.pool.options.connectionString), { max: 30 });
    try {
      const camat = await desk.actor('camat');
      const deps = { ...desk.deps, db: more };
      const all = await Promise.all(
        Array.from({ length: 200 }, (_, n) =>
          registerLetter(deps, camat, filledLine(desk, { unitId, number: `${n}/KC`, senderName: `Desa ${n % 7}` })),
        ),
      );
      expect(all.map(({ agenda }) => agenda).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 200 }, (_, n) => n + 1),
      );
    } finally {
      await more.close();
    }
  });

  it('takes no number for what it refuses', async () => {
    const last = () =>
      desk.db.one(z.object({ last: z.number() }), sql`SELECT coalesce(max(last), 0) AS last FROM agenda_counter`);
    const before = await last();
    await expect(desk.register({ receivedOn: '2026-11-25' })).rejects.toMatchObject({ code: 'line-invalid' });
    await expect(
      desk.db.transaction(async (tx) => {
        const { submissionKey, unitId, senderName, security, urgency, addresseePositionId } = filledLine(desk);
        await registerWithin(
          tx,
          {
            ...{ submissionKey, unitId, senderName, security, urgency, addresseePositionId },
            origin: 'desk',
            channel: 'post',
            senderAddress: '',
            number: numbered(),
            letterDate: null,
            subject: 'Batal',
            classification: '',
            receivedAt: desk.time.now,
          },
          { at: desk.time.now, appOrigin: 'https://x.example' },
        );
        throw new Error('the power fails');
      }),
    ).rejects.toThrow('the power fails');
    expect(await last()).toEqual(before);
  });

  it.each([
    [{ senderName: '' }, ['senderName']],
    [{ subject: ' ' }, ['subject']],
    [{ subject: 'x'.repeat(501) }, ['subject']],
    [{ receivedOn: '2026-11-25' }, ['receivedOn']],
    [{ receivedTime: '09:01' }, ['receivedTime']],
    [{ receivedTime: '9.30' }, ['receivedTime']],
    [{ letterDate: '2026-11-25' }, ['letterDate']],
    [{ letterDate: '1026-11-25' }, ['letterDate']],
    [{ classification: 'kode' }, ['classification']],
    [{ senderEmail: 'bukan surel' }, ['senderEmail']],
    [{ withheld: true }, ['withheld']],
    [{ addresseePositionId: 999_999 }, ['addresseePositionId']],
    [{ submissionKey: 'x' }, ['submissionKey']],
    [{ channel: undefined }, ['channel']],
  ])('names the field where something is wrong: %j', async (changes, fields) => {
    expect(await fieldsOf(desk.register({ number: numbered(), ...changes } as never))).toMatchObject({ fields });
  });

  it('is for the clerk of that unit alone', async () => {
    for (const key of ['kadis', 'staf', 'camat', 'bupati'] as const)
      await expect(desk.register({ number: numbered() }, key)).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('refuses a clerk whose duty ended while the form lay open', async () => {
    const actor = await desk.actor('sekretaris');
    await desk.db.run(sql`DELETE FROM duty WHERE person_id = ${desk.persons.sekretaris}`);
    await expect(desk.register({ number: numbered() }, actor)).rejects.toMatchObject({ code: 'not-allowed' });
    await desk.db.run(
      sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${desk.persons.sekretaris}, ${desk.units.get('DISDIK')}, 'registry')`,
    );
  });

  it('refuses a key that was used at another desk, and says nothing of that letter', async () => {
    const submissionKey = randomUUID();
    await desk.register({ submissionKey, number: numbered() });
    const other = { submissionKey, unitId: desk.units.get('CAMAT') ?? 0, number: numbered() };
    await expect(desk.register(other, 'camat')).rejects.toMatchObject({ code: 'submission-key-taken' });
  });
});

describe('Where a letter goes first', () => {
  const holderOf = async (incomingId: number) =>
    (await desk.db.pool.query('SELECT position_id FROM holding WHERE incoming_id = $1', [incomingId])).rows[0]
      ?.position_id;

  it('is the post that passes on what comes to the unit, but never for what is secret', async () => {
    await desk.db.run(
      sql`INSERT INTO first_holder (unit_id, position_id) VALUES (${desk.units.get('DISDIK')}, ${desk.positions.sekretaris})`,
    );
    const open = await desk.register({ number: numbered() });
    expect(await holderOf(open.incomingId)).toBe(desk.positions.sekretaris);
    const secret = await desk.register({ number: numbered(), security: 'R', withheld: true, subject: '' });
    expect(await holderOf(secret.incomingId)).toBe(desk.positions.kadis);
    await desk.db.run(sql`DELETE FROM first_holder`);
  });

  it('remembers nobody who writes what only some may know of', async () => {
    for (const security of ['T', 'R', 'SR'] as const)
      await desk.register({ number: numbered(), security, senderName: `Kodim ${security}` });
    expect(await listSenders(desk.db, 'kodim')).toEqual([]);
  });

  it('may be a vacant post, not a closed one', async () => {
    await desk.db.run(sql`UPDATE appointment SET valid_to = '2026-11-01' WHERE position_id = ${desk.positions.staf}`);
    const waiting = await desk.register({ number: numbered(), addresseePositionId: desk.positions.staf });
    expect(await holderOf(waiting.incomingId)).toBe(desk.positions.staf);
    await desk.db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${desk.positions.staf}`);
    expect(await fieldsOf(desk.register({ number: numbered(), addresseePositionId: desk.positions.staf }))).toEqual({
      code: 'addressee-closed',
      fields: ['addresseePositionId'],
    });
  });

  it('takes a letter of our own whose post was closed on its way: it waits there as an alarm, and stops no other', async () => {
    const line = filledLine(desk);
    await desk.db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${desk.positions.staf}`);
    const own = {
      ...{ unitId: line.unitId, senderName: line.senderName, senderAddress: '', number: numbered(), subject: 'Edaran' },
      ...({
        security: 'B',
        urgency: 'BIASA',
        classification: '',
        letterDate: null,
        receivedAt: desk.time.now,
      } as const),
      ...({ origin: 'internal', channel: 'internal', submissionKey: 'delivery:77' } as const),
      addresseePositionId: desk.positions.staf,
    };
    const at = { at: desk.time.now, appOrigin: 'https://x.example' };
    const { incomingId } = await desk.db.transaction((tx) => registerWithin(tx, own, at));
    expect((await readAlarms(desk.deps, await desk.actor('sekretaris'))).map(({ id }) => id)).toContain(incomingId);
    await desk.db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${desk.positions.staf}`);
  });

  it('tells who acts for the post by mail, without sender and subject unless it is biasa', async () => {
    await desk.db.run(sql`UPDATE person SET email = 'kadis@purnama.example' WHERE id = ${desk.persons.kadis}`);
    const mails = async () =>
      (await desk.db.pool.query('SELECT to_address, subject, body FROM mail ORDER BY id DESC LIMIT 1')).rows[0];
    const open = await desk.register({ number: numbered(), urgency: 'SEGERA' });
    const mail = await mails();
    expect(mail.subject).toBe('Surat masuk: Permohonan guru matematika');
    expect(mail.body).toContain(`https://layang.lembahpurnama.example/incoming/${open.incomingId}\n`);
    for (const security of ['T', 'R', 'SR'] as const) {
      await desk.register({ number: numbered(), security });
      const silent = await mails();
      expect(`${silent.subject} ${silent.body}`).not.toMatch(/matematika|SMP Negeri/);
    }
  });
});

describe('The same letter twice', () => {
  it('is pointed out by sender and number, however it is typed, and registered when it is said to be another', async () => {
    const number = `800/${Math.floor(Math.random() * 1e9)}/A`;
    const { incomingId } = await desk.register({ number });
    const again = { number: ` ${number.replaceAll('/', ' - ').toLowerCase()}`, senderName: 'smp negeri 1  purnama' };
    expect(await fieldsOf(desk.register(again))).toEqual({ code: 'incoming-duplicate', fields: ['differentFrom'] });
    expect(await desk.register({ ...again, differentFrom: [incomingId] })).toMatchObject({ again: false });
    // Another line has come into being meanwhile: what was said of the first does not cover it.
    expect(await fieldsOf(desk.register({ ...again, differentFrom: [incomingId] }))).toMatchObject({
      code: 'incoming-duplicate',
    });
  });

  it('is no duplicate at another desk, which does not learn of it', async () => {
    const number = numbered();
    await desk.register({ number });
    const other = { number, unitId: desk.units.get('CAMAT') ?? 0, addresseePositionId: desk.positions.camat };
    expect(await desk.register(other, 'camat')).toMatchObject({ again: false });
  });

  it('is pointed out at the own desk however many others have registered it since', async () => {
    const number = numbered();
    await desk.register({ number });
    const other = { unitId: desk.units.get('CAMAT') ?? 0, addresseePositionId: desk.positions.camat };
    const ids: number[] = [];
    for (let n = 0; n < 21; n++) ids.push((await desk.register({ number: numbered(), ...other }, 'camat')).incomingId);
    await desk.db.run(sql`UPDATE incoming SET number = ${number} WHERE id = ANY (${ids}::bigint[])`);
    expect(await fieldsOf(desk.register({ number }))).toMatchObject({ code: 'incoming-duplicate' });
  });

  it('is registered once by two clerks at once: the second is shown the first', async () => {
    const number = numbered();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => fieldsOf(desk.register({ number }))));
    expect(outcomes.filter((each) => 'registered' in each)).toHaveLength(1);
  });
});

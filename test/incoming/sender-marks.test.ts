import { z } from 'zod';
import { listLateIncoming } from '../../src/incoming/deadlines/overdue-incoming.ts';
import { searchLines } from '../../src/incoming/lists/search-lines.ts';
import { lastOfSender } from '../../src/incoming/lists/sender-standing-store.ts';
import { readAgenda } from '../../src/incoming/registering/desk.ts';
import { insertSenderStatus } from '../../src/intake/sender-status-store.ts';
import type { StatusCode } from '../../src/letters/letter-status.ts';
import type { Security } from '../../src/people/security-class.ts';
import { sql } from '../../src/postgres/sql.ts';
import { MORNING } from '../letters/office.ts';
import { openTreeOffice, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
beforeAll(async () => {
  office = await openTreeOffice();
});

/** Registered from what a partner's office brought, which told of these changes since, in this order. */
async function delivered(codes: StatusCode[], security: Security = 'B') {
  const { db, units } = office;
  const letter = await office.letter({ security, urgency: 'SEGERA' });
  const { id } = await db.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, found, put_in_at, changed_at) VALUES
        (${units.get('DISDIK')}, 'exchange', 'registered', ${`delivery ${letter.incomingId}`}, '{}', now(), now()) RETURNING id`,
  );
  await db.transaction(async (tx) => {
    await tx.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
    await tx.run(sql`UPDATE incoming SET intake_id = ${id} WHERE id = ${letter.incomingId}`);
    await tx.run(sql`ALTER TABLE incoming ENABLE TRIGGER USER`);
    for (const [index, code] of codes.entries()) {
      const status = { n: index + 1, code, successor: '', changedAt: MORNING, toldAt: MORNING, note: 'note' };
      await insertSenderStatus(tx, id, status);
    }
  });
  return letter;
}

test('what its sender withdrew is marked in inbox, search, agenda and overdue list as on its page; what is in force again is not', async () => {
  const { db } = office;
  const deps = { db, clock: () => office.time.now };
  const cases = [
    ['superseded', await delivered(['superseded'])],
    ['withdrawn', await delivered(['recalled', 'withdrawn'])],
    [null, await delivered(['withdrawn', 'restored'])],
    ['corrected', await delivered(['corrected'])],
    [null, await office.letter({ urgency: 'SEGERA' })],
  ] as const;
  office.time.now = new Date(MORNING.getTime() + 20 * 24 * 3_600_000);
  const [head, clerk] = [await office.actor('kadis'), await office.actor('sekretaris')];
  const { unitId } = cases[0][1];
  const lists = {
    inbox: (await office.dispositions.waiting(head)).map((row) => [row.incomingId, row.senderStanding]),
    search: (await searchLines({ db }, head, {})).lines.map((line) => [line.id, line.senderStanding]),
    agenda: (await readAgenda(deps, clerk, { unitId, year: 2026 })).lines.map((line) => [line.id, line.senderStanding]),
    overdue: (await listLateIncoming(deps, clerk)).flatMap(({ posts }) =>
      posts.flatMap(({ late }) => late.map(({ incomingId, line }) => [incomingId, line?.senderStanding])),
    ),
  };
  for (const [where, rows] of Object.entries(lists))
    for (const [standing, { incomingId }] of cases) {
      expect([where, new Map(rows as [number, unknown][]).get(incomingId)]).toEqual([where, standing]);
      const { letterStanding } = await office.dispositions.read(head, incomingId);
      expect(letterStanding ?? null).toBe(standing);
    }
  office.time.now = MORNING;
});

test('that a secret letter was withdrawn stands only where its line may be seen', async () => {
  const { incomingId, holdingId } = await delivered(['withdrawn'], 'R');
  await office.dispose('kadis', holdingId, ['camat']);
  const deps = { db: office.db, clock: () => office.time.now };
  const { lines } = await searchLines(deps, await office.actor('sekretaris'), {});
  expect(lines.find(({ id }) => id === incomingId)).toMatchObject({ readable: false, senderStanding: 'withdrawn' });
  office.time.now = new Date(MORNING.getTime() + 20 * 24 * 3_600_000);
  const admin = { ...(await office.actor('staf')), isAdministrator: true };
  const late = (await listLateIncoming(deps, admin)).flatMap(({ posts }) => posts.flatMap((post) => post.late));
  const secret = late.filter(({ security }) => security === 'R');
  expect(secret.length).toBeGreaterThan(0);
  expect(JSON.stringify(secret)).not.toContain('withdrawn');
  expect((await searchLines(deps, await office.actor('staf'), {})).lines).toEqual([]);
  office.time.now = MORNING;
});

test('the mark costs a list two steps into an index, however many changes there are', async () => {
  await office.db.transaction(async (tx) => {
    // So few rows would be read at one go whatever indexes there are.
    await tx.run(sql`SET LOCAL enable_seqscan = off`);
    const plan = await tx.many(
      z.object({ 'QUERY PLAN': z.string() }),
      sql`EXPLAIN SELECT ${lastOfSender} FROM incoming i WHERE i.id = 1`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).not.toMatch(/Seq Scan|Sort/);
    expect(text).toMatch(/using letter_status_letter[\s\S]*using sender_status_pkey/);
  });
});

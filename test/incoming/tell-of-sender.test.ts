import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { correctLine } from '../../src/incoming/registering/mend-line.ts';
import { registerLetter } from '../../src/incoming/registering/register-letter.ts';
import { tellOfSender } from '../../src/incoming/tell-of-sender.ts';
import { lockForRegistering, markRegistered } from '../../src/intake/ready-intake.ts';
import { insertSenderStatus } from '../../src/intake/sender-status-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Desk, filledLine, openDesk } from './desk-office.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
});

/** Registered from something that lay at the desk. */
async function delivered(subject: string) {
  const { db, units } = desk;
  const { id } = await db.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, found, put_in_at, changed_at)
        VALUES (${units.get('DISDIK')}, 'exchange', 'registered', ${`delivery ${subject}`}, '{}', now(), now()) RETURNING id`,
  );
  const letter = await desk.register({ subject, number: subject });
  await db.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
  await db.run(sql`UPDATE incoming SET intake_id = ${id} WHERE id = ${letter.incomingId}`);
  await db.run(sql`ALTER TABLE incoming ENABLE TRIGGER USER`);
  return { ...letter, intakeId: id };
}

const mails = (incomingId: number) =>
  desk.db.many(
    z.object({ subject: z.string(), body: z.string() }),
    sql`SELECT subject, body FROM mail WHERE incoming_id = ${incomingId}`,
  );

test('a sender’s notice that comes while the class rises waits for it on its own connection and tells no subject', async () => {
  const { deps, db } = desk;
  const clerk = await desk.actor('sekretaris');
  const { incomingId, intakeId } = await delivered('Penggeledahan pasar');
  expect(JSON.stringify(await mails(incomingId))).toContain('Penggeledahan');
  let letGo = () => {};
  let looked = false;
  let told: Promise<void> = Promise.resolve();
  await db.transaction(async (tx) => {
    // The clerk's correction has the letter and has not ended.
    await tx.run(sql`SELECT id FROM incoming WHERE id = ${incomingId} FOR UPDATE`);
    const corrected = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    told = db.transaction(async (second) => {
      const tell = await tellOfSender(second, deps, { intakeId });
      looked = true;
      await corrected;
      await tell('withdrawn', deps.clock());
    });
    const waits = sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))`;
    while (!looked && (await tx.one(z.object({ n: z.number() }), waits)).n === 0);
    const inside = { ...deps, db: { ...db, transaction: <T>(work: (own: typeof tx) => Promise<T>) => work(tx) } };
    const line = filledLine(desk, { number: 'Penggeledahan pasar', subject: 'Penggeledahan pasar', security: 'R' });
    await correctLine(inside, clerk, { ...line, incomingId, revision: 0 });
  });
  letGo();
  await told;
  const after = await mails(incomingId);
  expect(after.some(({ subject }) => subject === 'Surat masuk dicabut pengirim')).toBe(true);
  expect(JSON.stringify(after)).not.toContain('Penggeledahan');
});

test('a sender’s notice that comes while a clerk registers the letter waits for that and is told to who has it', async () => {
  const { deps, db, units } = desk;
  const { intakeId: id } = await db.one(
    z.object({ intakeId: z.number() }),
    sql`INSERT INTO intake (unit_id, origin, state, submission_key, found, put_in_at, changed_at)
        VALUES (${units.get('DISDIK')}, 'exchange', 'ready', 'delivery meanwhile', '{}', now(), now()) RETURNING id AS intake_id`,
  );
  const clerk = await desk.actor('sekretaris');
  let told: Promise<void> = Promise.resolve();
  const incomingId = await db.transaction(async (tx) => {
    const intakes = { ...deps.intakes, lockForRegistering, markRegistered };
    const inside = {
      ...deps,
      intakes,
      db: { ...db, transaction: <T>(work: (own: typeof tx) => Promise<T>) => work(tx) },
    };
    const line = filledLine(desk, { number: 'Sementara', subject: 'Sementara', intakeId: id });
    const registered = await registerLetter(inside, clerk, line);
    told = db.transaction(async (second) => {
      const tell = await tellOfSender(second, deps, { intakeId: id });
      const at = deps.clock();
      const status = { n: 1, code: 'withdrawn', successor: '', changedAt: at, toldAt: at, note: 'note' } as const;
      await insertSenderStatus(second, id, status);
      await tell('withdrawn', at);
    });
    const waits = sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))`;
    while ((await tx.one(z.object({ n: z.number() }), waits)).n === 0);
    return registered.incomingId;
  });
  await told;
  const subjects = (await mails(incomingId)).map(({ subject }) => subject);
  expect(subjects).toContain('Surat masuk dicabut pengirim: Sementara');
});

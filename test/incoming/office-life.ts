import { z } from 'zod';
import { addDays, calendarDate } from '../../src/clock.ts';
import { closeByAnswer } from '../../src/incoming/answers/close-by-answer.ts';
import { openReplying } from '../../src/incoming/answers/replying.ts';
import { openBooks } from '../../src/incoming/books/books.ts';
import { openOriginals } from '../../src/incoming/originals/originals.ts';
import { openRecipientChoices } from '../../src/incoming/tree/recipient-choices.ts';
import { openPeople } from '../../src/people/people.ts';
import { sql } from '../../src/postgres/sql.ts';
import { addPerson, type Key } from '../letters/office.ts';
import { openTreeOffice } from './tree-office.ts';

const never = () => {
  throw new Error('nothing is printed here');
};
const KEYS: Key[] = ['bupati', 'sekda', 'kadis', 'sekretaris', 'kabid', 'staf', 'camat'];
const Id = z.object({ id: z.number() });

/** The made-up regency with people who come and go: two without a post, a clerk who is nothing else, an administrator. */
export async function openLife() {
  const office = await openTreeOffice({
    typesetDisposition: async () => ({ pdf: Buffer.from('%PDF'), pages: 1 }),
  });
  const { db, time, positions, persons, units } = office;
  const clock = () => time.now;
  const clerk = await addPerson(db, 'petugas');
  const administrator = await addPerson(db, 'admin');
  const spare = [await addPerson(db, 'asisten'), await addPerson(db, 'cadangan')];
  await db.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${clerk}, ${units.get('DISDIK')}, 'registry')`);
  await db.run(sql`UPDATE person SET is_administrator = true WHERE id = ${administrator}`);
  await db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
  await db.run(sql`UPDATE person SET mails = 'daily' WHERE id = ${persons.staf}`);
  const [appointments, duties] = [
    await db.many(Id, sql`SELECT id FROM appointment`),
    await db.many(z.object({ personId: z.number(), unitId: z.number() }), sql`SELECT person_id, unit_id FROM duty`),
  ];
  const sha256 = Buffer.alloc(32, 7);
  await db.run(
    sql`INSERT INTO document (sha256, length, media_type, created_at) VALUES (${sha256}, 4, 'application/pdf', ${clock()})`,
  );
  let made = 0;

  return {
    ...{ office, clerk, administrator, sha256 },
    people: openPeople({ db, clock }),
    choices: openRecipientChoices({ db, clock }),
    replying: openReplying({
      ...{ db, clock, host: 'periksa.lembahpurnama.example' },
      typesetter: { typeset: never, typesetMarks: never, typesetLists: never },
      ...{ uploads: { compose: never }, documents: { locate: never } },
    }),
    books: openBooks({ db, clock, typesetter: { typesetRecord: never } }),
    originals: openOriginals({
      ...{ db, clock, typesetter: { typesetRecord: never } },
      ...{ documents: { read: never }, previewer: { content: never } },
    }),
    keys: KEYS,
    posts: KEYS.map((key) => positions[key]),
    everybody: [...KEYS.map((key) => persons[key]), ...spare, clerk, administrator],
    today: () => calendarDate(time.now, 'Asia/Jakarta'),
    later(hours: number) {
      time.now = new Date(time.now.getTime() + hours * 3_600_000);
    },

    /** As on the first morning, but that nothing waits from before; days go on. */
    async begin(first: Key | undefined) {
      const [today, yesterday] = [
        calendarDate(time.now, 'Asia/Jakarta'),
        addDays(calendarDate(time.now, 'Asia/Jakarta'), -1),
      ];
      const original = appointments.map(({ id }) => id);
      await db.run(sql`UPDATE holding SET state = 'done' WHERE state NOT IN ('done', 'cancelled')`);
      await db.run(sql`UPDATE incoming SET state = 'closed' WHERE state = 'open'`);
      await db.run(sql`UPDATE appointment SET valid_to = NULL WHERE id = ANY (${original}::int[])`);
      await db.run(
        sql`UPDATE appointment SET valid_from = '2026-01-01', valid_to = '2026-01-02' WHERE id <> ALL (${original}::int[])`,
      );
      await db.run(sql`UPDATE person SET disabled_at = NULL`);
      await db.run(sql`UPDATE position SET closed_at = NULL`);
      await db.run(
        sql`UPDATE mandate SET revoked_at = ${time.now}, revoked_by = ${administrator} WHERE revoked_at IS NULL`,
      );
      await db.run(sql`UPDATE absence SET ended_at = ${time.now}, ended_by = ${administrator}
        WHERE ended_at IS NULL AND last_day >= ${yesterday}::date`);
      for (const { personId, unitId } of duties)
        await db.run(
          sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${unitId}, 'registry') ON CONFLICT DO NOTHING`,
        );
      await db.run(sql`DELETE FROM first_holder`);
      if (first !== undefined)
        await db.run(
          sql`INSERT INTO first_holder (unit_id, position_id) VALUES (${units.get('DISDIK')}, ${positions[first]})`,
        );
      return today;
    },

    /** A letter that nobody else's words fit. */
    async letter(security: 'B' | 'T' | 'R' | 'SR', addressee: Key): Promise<number> {
      const n = ++made;
      const { incomingId } = await office.register(
        {
          ...{ number: `${n}/XYZ/2026`, senderName: `Pengirim${n}q`, subject: `Perkara${n}q`, security },
          ...{ receivedOn: calendarDate(time.now, 'Asia/Jakarta'), receivedTime: '00:00', letterDate: '' },
          addresseePositionId: positions[addressee],
        },
        await office.actor(clerk),
      );
      return incomingId;
    },

    /** An answer reached the sender: how it gets there is tried with real deliveries elsewhere. */
    async answerArrives(incomingId: number): Promise<void> {
      const drafts = await db.many(
        Id,
        sql`SELECT id FROM letter WHERE answers_id = ${incomingId} ORDER BY id DESC LIMIT 1`,
      );
      for (const { id } of drafts) await db.transaction((tx) => closeByAnswer(tx, { letterId: id, at: time.now }));
    },

    reportFiles: (incomingId: number) =>
      db.many(
        z.object({ reportId: z.number(), ordinal: z.number() }),
        sql`SELECT f.report_id, f.ordinal FROM report_file f JOIN report r ON r.id = f.report_id JOIN holding h ON h.id = r.holding_id
            WHERE h.incoming_id = ${incomingId} ORDER BY 1, 2 LIMIT 1`,
      ),
  };
}
export type Life = Awaited<ReturnType<typeof openLife>>;

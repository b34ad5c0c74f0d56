import { z } from 'zod';
import { openDispositions } from '../../src/incoming/dispositions.ts';
import type { RegistrationInput } from '../../src/incoming/registering/registration-input.ts';
import { listHoldings } from '../../src/incoming/tree/holdings-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { Typesetter } from '../../src/typesetting/typesetter.ts';
import { addPerson, appoint, type Key } from '../letters/office.ts';
import { openDesk } from './desk-office.ts';

const id = z.object({ id: z.number() });
const never = () => {
  throw new Error('no documents here');
};

/** The made-up regency with the acts on its incoming letters. */
export async function openTreeOffice(typesetter?: Pick<Typesetter, 'typesetDisposition'>) {
  const desk = await openDesk();
  const { db, positions, persons } = desk;
  const clock = () => desk.time.now;
  let letters = 0;
  const dispositions = openDispositions({
    ...{ db, clock, appOrigin: 'https://layang.lembahpurnama.example' },
    documents: { read: async () => Buffer.from('%PDF') },
    typesetter: typesetter ?? { typesetDisposition: never },
  });
  return {
    ...desk,
    dispositions,
    /** Registered for the head of the agency, whose secretary keeps the agenda; its first holding. */
    async letter(changes: Partial<RegistrationInput> = {}) {
      return desk.register({ number: `${++letters}/TU/2026`, ...changes });
    },
    /** What each post has of it: "kadis:passed_on kabid:unread". */
    async tree(incomingId: number): Promise<string> {
      const names = new Map(Object.entries(positions).map(([key, positionId]) => [positionId, key]));
      const holdings = await listHoldings(db, incomingId);
      return holdings.map(({ positionId, state }) => `${names.get(positionId)}:${state}`).join(' ');
    },
    async holdingOf(incomingId: number, key: Key): Promise<number> {
      const held = (await listHoldings(db, incomingId)).filter(({ positionId }) => positionId === positions[key]);
      const last = held.at(-1);
      if (last === undefined) throw new Error(`${key} has nothing`);
      return last.id;
    },
    async dispose(from: Key, holdingId: number, to: Key[], more: { dueOn?: string; further?: boolean } = {}) {
      await dispositions.dispose(await desk.actor(from), {
        holdingId,
        recipients: to.map((key, i) => ({ positionId: positions[key], responsible: i === 0 })),
        ...{ instructions: ['PROSES'], remark: '', ...more },
      });
    },
    /** Somebody else stands in for the post; the person. */
    async acting(key: Key, name: string, forms: string[] = ['Plh.']): Promise<number> {
      const personId = await addPerson(db, name);
      await appoint(db, personId, positions[key], { forms });
      return personId;
    },
    async mandate(from: Key, toPersonId: number, tasks: string[], givenAs = 'holder'): Promise<number> {
      const row = await db.one(
        id,
        sql`INSERT INTO mandate (from_position_id, to_person_id, tasks, valid_from, warrant, given_as, made_by, made_at)
            VALUES (${positions[from]}, ${toPersonId}, ${tasks}::text[], '2026-11-01', 'SP 1', ${givenAs}, ${persons[from]}, ${clock()})
            RETURNING id`,
      );
      return row.id;
    },
    async endAppointment(personId: number, lastDay: string): Promise<void> {
      await db.run(sql`UPDATE appointment SET valid_to = ${lastDay} WHERE person_id = ${personId}`);
    },
    async events(incomingId: number): Promise<string[]> {
      const row = z.object({ kind: z.string(), capacity: z.string() });
      const events = await db.many(
        row,
        sql`SELECT kind, capacity FROM incoming_event WHERE incoming_id = ${incomingId} ORDER BY id`,
      );
      return events.map(({ kind, capacity }) => (capacity === '' ? kind : `${kind} by ${capacity}`));
    },
  };
}
export type TreeOffice = Awaited<ReturnType<typeof openTreeOffice>>;

/** The code of the refusal; "done" when there was none. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string; name: string }) => {
      if (error.name !== 'Refusal') throw error;
      return error.code ?? '';
    },
  );
}

import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { DUTIES, type Duty } from './duty.ts';

const personRow = z.object({
  id: z.number(),
  username: z.string(),
  name: z.string(),
  titleBefore: z.string(),
  titleAfter: z.string(),
  nip: z.string(),
  rank: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
  language: z.enum(['id', 'en']),
  hasPassword: z.boolean(),
  createdAt: z.date(),
  disabledAt: z.date().nullable(),
});
export type Person = z.infer<typeof personRow>;

const dutyRow = z.object({ unitId: z.number(), duty: z.enum(DUTIES) });
const secretRow = z.object({ id: z.number(), passwordHash: z.string().nullable(), disabledAt: z.date().nullable() });
const id = z.object({ id: z.number() });

const columns = sql`
  id, username, name, title_before, title_after, nip, rank, email, is_administrator, language,
  password_hash IS NOT NULL AS has_password, created_at, disabled_at`;

export function listPersons(db: Sql): Promise<Person[]> {
  return db.many(personRow, sql`SELECT ${columns} FROM person ORDER BY lower(name), id`);
}

export function findPerson(db: Sql, personId: number): Promise<Person | undefined> {
  return db.maybe(personRow, sql`SELECT ${columns} FROM person WHERE id = ${personId}`);
}

/** For sign-in alone: the only reader of password hashes by name. */
export function findPasswordByUsername(db: Sql, username: string): Promise<z.infer<typeof secretRow> | undefined> {
  return db.maybe(secretRow, sql`SELECT id, password_hash, disabled_at FROM person WHERE username = ${username}`);
}

export function findPasswordByPerson(db: Sql, personId: number): Promise<z.infer<typeof secretRow> | undefined> {
  return db.maybe(secretRow, sql`SELECT id, password_hash, disabled_at FROM person WHERE id = ${personId}`);
}

/** Keeps others from changing the person until the transaction ends. */
export function lockPerson(tx: Transaction, personId: number): Promise<Person | undefined> {
  return tx.maybe(personRow, sql`SELECT ${columns} FROM person WHERE id = ${personId} FOR NO KEY UPDATE`);
}

/** Those who can come in. */
export function listAdministrators(db: Sql): Promise<Person[]> {
  return db.many(
    personRow,
    sql`SELECT ${columns} FROM person WHERE is_administrator AND disabled_at IS NULL ORDER BY lower(name), id`,
  );
}

export type NewPerson = Pick<
  Person,
  'username' | 'name' | 'titleBefore' | 'titleAfter' | 'nip' | 'rank' | 'email' | 'isAdministrator'
>;

/** The new person's id; undefined when the username is taken. */
export async function insertPerson(tx: Transaction, person: NewPerson, now: Date): Promise<number | undefined> {
  const row = await tx.maybe(
    id,
    sql`INSERT INTO person (username, name, title_before, title_after, nip, rank, email, is_administrator, created_at)
        VALUES (${person.username}, ${person.name}, ${person.titleBefore}, ${person.titleAfter}, ${person.nip}, ${person.rank},
                ${person.email}, ${person.isAdministrator}, ${now})
        ON CONFLICT (username) DO NOTHING RETURNING id`,
  );
  return row?.id;
}

export async function storePersonText(
  tx: Transaction,
  personId: number,
  text: Pick<Person, 'name' | 'titleBefore' | 'titleAfter' | 'nip' | 'rank'>,
): Promise<void> {
  await tx.run(sql`
    UPDATE person SET name = ${text.name}, title_before = ${text.titleBefore}, title_after = ${text.titleAfter},
      nip = ${text.nip}, rank = ${text.rank}
    WHERE id = ${personId}`);
}

export async function storeEmail(tx: Transaction, personId: number, email: string): Promise<void> {
  await tx.run(sql`UPDATE person SET email = ${email} WHERE id = ${personId}`);
}

export async function storePassword(tx: Transaction, personId: number, passwordHash: string): Promise<void> {
  await tx.run(sql`UPDATE person SET password_hash = ${passwordHash} WHERE id = ${personId}`);
}

export async function storeLanguage(db: Sql, personId: number, language: 'id' | 'en'): Promise<void> {
  await db.run(sql`UPDATE person SET language = ${language} WHERE id = ${personId}`);
}

/** False when the account was disabled before. */
export async function markPersonDisabled(tx: Transaction, personId: number, now: Date): Promise<boolean> {
  return (
    (await tx.run(sql`UPDATE person SET disabled_at = ${now} WHERE id = ${personId} AND disabled_at IS NULL`)) === 1
  );
}

/** Locks the administrators' rows, so that two administrators disabling each other do not both succeed. */
export async function countOtherAdministrators(tx: Transaction, personId: number): Promise<number> {
  const rows = await tx.many(
    id,
    sql`SELECT id FROM person WHERE is_administrator AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return rows.filter((row) => row.id !== personId).length;
}

export function listDutiesOf(db: Sql, personId: number): Promise<z.infer<typeof dutyRow>[]> {
  return db.many(dutyRow, sql`SELECT unit_id, duty FROM duty WHERE person_id = ${personId} ORDER BY unit_id, duty`);
}

export async function insertDuty(tx: Transaction, personId: number, unitId: number, duty: Duty): Promise<void> {
  await tx.run(sql`
    INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${unitId}, ${duty}) ON CONFLICT DO NOTHING`);
}

export async function deleteDuty(tx: Transaction, personId: number, unitId: number, duty: Duty): Promise<void> {
  await tx.run(sql`DELETE FROM duty WHERE person_id = ${personId} AND unit_id = ${unitId} AND duty = ${duty}`);
}

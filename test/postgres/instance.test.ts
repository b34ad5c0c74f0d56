import { z } from 'zod';
import type { Database } from '../../src/postgres/database.ts';
import { instanceLives, openInstance } from '../../src/postgres/instance.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  ({ db } = await testDatabase());
});

test('a process lives in the database from its first number until it closes', async () => {
  const instance = openInstance(db);
  const number = await instance.number();
  expect(await instance.number()).toBe(number);
  expect(await instanceLives(db, number)).toBe(true);
  expect(await instanceLives(db, number + 1)).toBe(false);
  await instance.close();
  while (await instanceLives(db, number));
});

test('a process whose connection was cut gets another number, and its old one is free to be taken over', async () => {
  const instance = openInstance(db);
  const number = await instance.number();
  await db.many(
    z.unknown(),
    sql`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${number}::oid`,
  );
  while (await instanceLives(db, number));
  while ((await instance.number()) === number) await new Promise((resolve) => setImmediate(resolve));
  expect(await instanceLives(db, await instance.number())).toBe(true);
  await instance.close();
});
